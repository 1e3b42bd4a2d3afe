/// Finds parts that are given more than once, by whatever names.
struct RepeatedParts {
    private var first: [[UInt8]: Int32] = [:]
    private(set) var problems: [ArchiveProblem] = []

    /// Sets ``Part/repeatOf`` of the parts from a place on and reports each repeated part.
    mutating func mark(_ parts: inout [Part], from start: Int) {
        for index in start..<parts.count {
            let part = parts[index]
            guard let original = first[part.identity] else {
                first[part.identity] = part.id
                continue
            }
            guard Self.isSame(part, parts[Int(original)]) else { continue }
            parts[index].repeatOf = original
            let inner = part.pathPrefix.isEmpty ? "" : ": " + part.pathPrefix.dropLast()
            problems.append(
                ArchiveProblem(
                    .repeatedPart, .note, path: part.path + inner,
                    "It has the same content as another part and counts once."))
        }
    }

    /// Equal identities prove equality where checksums are part of them: the directory of a zip, the trailer of a
    /// compressed tar. Files without any are compared byte by byte, and folders are the same only if they are one.
    private static func isSame(_ part: Part, _ other: Part) -> Bool {
        if part.format != other.format { return false }
        if part.stamp == other.stamp { return true }
        switch part.format {
        case .zip, .tar(.gzip), .tar(.bzip2), .tar(.xz): return true
        case .folder: return false
        case .tar(.none), .file:
            do throws(ArchiveError) {
                return try SourceFile(path: part.path).hasSameContent(as: SourceFile(path: other.path))
            } catch {
                // Not known to be equal: read both, and reading will report the error.
                return false
            }
        }
    }
}
