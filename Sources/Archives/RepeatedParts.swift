/// Finds parts that are given more than once, by whatever names.
enum RepeatedParts {
    /// Sets ``Part/repeatOf`` and reports each repeated part.
    static func mark(_ parts: inout [Part], _ problems: inout [ArchiveProblem]) {
        var first: [[UInt8]: Int32] = [:]
        for index in parts.indices {
            let part = parts[index]
            guard let original = first[part.identity] else {
                first[part.identity] = part.id
                continue
            }
            guard isSame(part, parts[Int(original)]) else { continue }
            parts[index].repeatOf = original
            problems.append(
                ArchiveProblem(
                    .repeatedPart, .note, path: part.path, "It has the same content as another part and counts once."))
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
