/// Files, notes and the attachments of notes: items that have a path.
extension Item {
    /// Makes a file out of the whole content of an archive entry.
    ///
    /// - Parameters:
    ///   - path: where it belongs below the top of the file tree, components separated by `/`.
    ///   - source: the entry.
    ///   - byteCount: its size as the archive states it.
    ///   - checksum: its CRC-32 as the archive states it.
    ///   - modified: when it was last changed, seconds since 1970; only a date that can be believed.
    public init(
        fileAt path: String, from source: EntryReference, byteCount: UInt64?, checksum: UInt32?, modified: Int64? = nil
    ) {
        self.init(
            .file, .folder, at: path, from: source, byteCount: byteCount, checksum: checksum, modified: modified)
    }

    /// Makes a file that a conversion has written: of a chat, of bookmarks, of places.
    ///
    /// - Parameters:
    ///   - path: where it belongs below the top of the file tree, components separated by `/`.
    ///   - source: the entry it was made of, or the first of them; the others are recorded as `merged`.
    ///   - bytes: the same in every run over the same export.
    ///   - modified: when what it tells of was last changed, seconds since 1970.
    ///   - title: what a person would call it, where the path does not say it.
    public init(
        fileAt path: String, from source: EntryReference, bytes: [UInt8], modified: Int64? = nil, title: String? = nil
    ) {
        self.init(.file, .folder, at: path, from: source, bytes: bytes, modified: modified, title: title)
    }

    /// Makes a note.
    ///
    /// - Parameters:
    ///   - path: where it belongs below the top of the notes, components separated by `/`; it ends in `.md`.
    ///   - source: the entry it was made of, or the first of them; the others are recorded as `merged`.
    ///   - bytes: the Markdown, in UTF-8; the same in every run over the same export.
    ///   - modified: when the note was last changed, seconds since 1970.
    ///   - title: what a person would call it.
    public init(
        noteAt path: String, from source: EntryReference, bytes: [UInt8], modified: Int64? = nil, title: String? = nil
    ) {
        self.init(.note, .notes, at: path, from: source, bytes: bytes, modified: modified, title: title)
    }

    /// Makes an attachment that was taken out of a larger entry, or written by a conversion.
    ///
    /// - Parameters:
    ///   - path: where it belongs below the top of the notes, in the folder of its note or below it.
    ///   - source: the entry it was made of.
    ///   - bytes: its content.
    ///   - modified: when it was last changed, seconds since 1970.
    public init(attachmentAt path: String, from source: EntryReference, bytes: [UInt8], modified: Int64? = nil) {
        self.init(.attachment, .notes, at: path, from: source, bytes: bytes, modified: modified, title: nil)
    }

    /// Makes an attachment out of the whole content of an archive entry.
    ///
    /// - Parameters:
    ///   - path: where it belongs below the top of the notes, in the folder of its note or below it.
    ///   - source: the entry.
    ///   - byteCount: its size as the archive states it.
    ///   - checksum: its CRC-32 as the archive states it.
    ///   - modified: when it was last changed, seconds since 1970; only a date that can be believed.
    public init(
        attachmentAt path: String, from source: EntryReference, byteCount: UInt64?, checksum: UInt32?,
        modified: Int64? = nil
    ) {
        self.init(
            .attachment, .notes, at: path, from: source, byteCount: byteCount, checksum: checksum, modified: modified)
    }

    private init(
        _ kind: ItemKind, _ form: ItemCollection.Form, at path: String, from source: EntryReference, bytes: [UInt8],
        modified: Int64?, title: String?
    ) {
        self.init(
            kind, identity: path, in: ItemCollection(form, name: Self.folder(of: path)), from: source, bytes: bytes,
            fingerprint: Fingerprint(of: bytes), modified: modified, title: title)
    }

    private init(
        _ kind: ItemKind, _ form: ItemCollection.Form, at path: String, from source: EntryReference,
        byteCount: UInt64?, checksum: UInt32?, modified: Int64?
    ) {
        self.init(
            kind, identity: path, in: ItemCollection(form, name: Self.folder(of: path)), wholeEntry: source,
            byteCount: byteCount, checksum: checksum, modified: modified)
    }

    private static func folder(of path: String) -> String {
        path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    }
}
