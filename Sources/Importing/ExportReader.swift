package import Archives
public import Items

/// One export, open for its importer: the entries, and their bytes on request.
///
/// Not `Sendable`: it owns open archives and belongs to the task that reads the export.
public final class ExportReader {
    /// What the export is called in sentences: the stamp of its parts, else the file name of the first.
    public let label: String
    /// When the provider was asked for it, as written in the names of its parts (`20260416T000738Z`); an order of age.
    public let stamp: String?
    /// The entries, in the order of the bytes of their paths.
    public let entries: [ListedEntry]
    /// The paths of entries the archive layer refused. They are accounted for already, so that an importer only needs
    /// them to know that they are not missing.
    public let refused: [String]
    /// Whether dates of entries are dates of files and not of packing: true for folders and loose files.
    public let hasFileDates: Bool
    private let archives: ArchiveSet
    private let readers: PartReaders

    /// Opens nothing yet.
    package init(_ export: Export, archives: ArchiveSet) {
        label = export.label
        stamp = export.stamp
        entries = export.entries
        refused = export.refused
        hasFileDates = export.isLoose
        self.archives = archives
        readers = PartReaders(archives)
    }

    /// Reads entries whole, in the order in which the archives hold them, so that even a compressed tar is read once.
    ///
    /// - Parameters:
    ///   - wanted: the entries, in any order.
    ///   - limit: the most bytes to take of one entry; a larger one fails.
    ///   - body: takes each entry with its bytes, or with why it could not be read.
    /// - Throws: only what `body` throws.
    public func read(
        _ wanted: [ListedEntry], limit: Int, _ body: (ListedEntry, Result<[UInt8], ContentError>) async throws -> Void
    ) async throws {
        for entry in wanted.sorted(by: { $0.reference < $1.reference }) {
            try await body(entry, bytes(of: entry, limit: limit))
        }
    }

    /// Opens entries one after the other, in the order in which the archives hold them, for content that is too large
    /// to hold.
    ///
    /// - Parameters:
    ///   - wanted: the entries, in any order.
    ///   - body: takes each entry with its open content, or with why it could not be opened. It reads as much as it
    ///     likes; the content is closed when it returns. Only content that was read to its end is known to be whole.
    /// - Throws: only what `body` throws.
    public func stream(
        _ wanted: [ListedEntry], _ body: (ListedEntry, Result<any ContentReader, ContentError>) async throws -> Void
    ) async throws {
        for entry in wanted.sorted(by: { $0.reference < $1.reference }) {
            let content: Result<any ContentReader, ContentError>
            do throws(ContentError) {
                content = .success(EntryContent(try readers.open(entry.reference)))
            } catch {
                content = .failure(error)
            }
            try await body(entry, content)
        }
    }

    /// The file name of the part an entry is in; of a loose file, its own.
    public func partName(of entry: ListedEntry) -> String { archives.parts[Int(entry.reference.part)].fileName }

    /// The name of an entry for findings: the file name of its part and its path there.
    public func place(of entry: ListedEntry) -> String { archives.place(of: entry.reference) }

    /// What was noticed about entries while they were opened, since this was last asked.
    package func takeFindings() -> [Finding] { readers.takeFindings() }

    private func bytes(of entry: ListedEntry, limit: Int) -> Result<[UInt8], ContentError> {
        do throws(ContentError) {
            let content = try readers.open(entry.reference)
            do throws(ArchiveError) {
                return .success(try content.readAll(limit: limit))
            } catch {
                return .failure(ContentError(error.sentence))
            }
        } catch {
            return .failure(error)
        }
    }
}

extension ArchiveSet {
    /// The name of an entry for people: the file name of its part, a colon, and the entry's path there; between them
    /// the archives it lies in.
    package func place(of entry: EntryReference) -> String {
        let part = parts[Int(entry.part)]
        let path = part.entries[Int(entry.entry)].path
        guard let container = part.container else { return "\(part.fileName): \(path)" }
        return place(of: EntryReference(part: container.part, entry: container.index)) + ": " + path
    }
}

extension Part {
    /// The last component of the path it was given by, or of the path at which it lies in another part.
    package var fileName: String {
        (container == nil ? path : pathPrefix).split(separator: "/").last.map(String.init) ?? path
    }
}
