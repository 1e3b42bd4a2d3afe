/// One entry of a directory, as the server's long form tells of it (draft-ietf-secsh-filexfer-02 section 7, which
/// leaves that form open; every server in use writes that of `ls -l`).
public struct SFTPEntry: Hashable, Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
        /// A regular file.
        case file
        /// A directory.
        case directory
        /// A link or anything else.
        case other
    }

    /// Its name.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// Its size in bytes.
    public let byteCount: UInt64
    /// When it was changed, as the server writes it: to the minute, or to the day when long ago. Good for seeing that
    /// something is another state, not for a date.
    public let changed: String
}

/// Reads a directory in its long form.
enum SFTPListing {
    /// - Throws: `.malformed` for a line that is not of that form: a name with a line break in it, or another server.
    static func entries(_ bytes: [UInt8]) throws(TransportError) -> [SFTPEntry] {
        var entries: [SFTPEntry] = []
        for line in bytes.split(separator: 0x0A) {
            guard let entry = entry(line) else {
                throw TransportError(
                    .malformed,
                    "A directory is listed in a form that cannot be read: \(ForeignText.printable(line)).")
            }
            if entry.name != ".", entry.name != ".." { entries.append(entry) }
        }
        return entries
    }

    /// Mode, links, owner, group, size, three words of date, one space, and the name to the end of the line.
    private static func entry(_ line: ArraySlice<UInt8>) -> SFTPEntry? {
        var rest = line
        var words: [ArraySlice<UInt8>] = []
        while words.count < 8 {
            rest = rest.drop { $0 == 0x20 }
            let word = rest.prefix { $0 != 0x20 }
            guard !word.isEmpty else { return nil }
            words.append(word)
            rest = rest.dropFirst(word.count)
        }
        guard words[0].count >= 10, rest.first == 0x20, rest.count > 1, let size = UInt64(text(words[4])) else {
            return nil
        }
        var name = rest.dropFirst()
        let kind: SFTPEntry.Kind
        switch words[0].first {
        case UInt8(ascii: "-"): kind = .file
        case UInt8(ascii: "d"): kind = .directory
        case UInt8(ascii: "l"):
            kind = .other
            // libcurl adds where a link leads.
            let arrow = Array(" -> ".utf8)
            if let start = name.indices.first(where: { name[$0...].starts(with: arrow) }) { name = name[..<start] }
        default: kind = .other
        }
        guard let name = String(validating: name, as: UTF8.self) else { return nil }
        return SFTPEntry(
            name: name, kind: kind, byteCount: size, changed: words[5...7].map(text).joined(separator: " "))
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
