package import Archives
package import Items

/// Opens entries of any part of an archive set, with one reader for each part. One worker owns it.
package final class PartReaders {
    private let archives: ArchiveSet
    private var readers: [Int32: PartReader] = [:]
    /// What was noticed about entries while they were opened.
    private var findings: [Finding] = []

    /// Opens nothing yet.
    package init(_ archives: ArchiveSet) { self.archives = archives }

    /// Opens an entry. In a compressed tar, entries are best opened in their order.
    package func open(_ entry: EntryReference) throws(ContentError) -> EntryReader {
        do throws(ArchiveError) {
            let reader: PartReader
            if let known = readers[entry.part] {
                reader = known
            } else {
                reader = try archives.makeReader(part: entry.part)
                readers[entry.part] = reader
            }
            let content = try reader.open(entry.entry)
            for warning in content.warnings {
                findings.append(
                    Finding(warning.code, .warning, entry: archives.place(of: entry), warning.sentence))
            }
            return content
        } catch {
            throw ContentError(error.sentence)
        }
    }

    /// What was noticed since this was last asked.
    package func takeFindings() -> [Finding] {
        defer { findings = [] }
        return findings
    }
}
