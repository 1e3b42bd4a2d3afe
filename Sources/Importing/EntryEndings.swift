public import Items

// What importers say and give alike when an entry does not become items of its own.

extension ExportReader {
    /// The item of an entry that goes to a host as the file it is.
    ///
    /// - Parameters:
    ///   - path: where it belongs.
    ///   - modified: when it was last changed, in seconds since 1970, where the importer knows better than the entry.
    public func file(_ entry: ListedEntry, at path: String, modified: Int64? = nil) -> Item {
        Item(
            fileAt: path, from: entry.reference, byteCount: entry.byteCount, checksum: entry.checksum,
            modified: modified ?? (hasFileDates ? entry.modified : nil))
    }

    /// Accounts for an entry that cannot be read.
    public func fail(_ entry: ListedEntry, _ error: ContentError, in sink: any ImportSink) {
        sink.record(.unreadable(reason: error.description), of: entry.reference)
        sink.note(Finding("unreadable-entry", .error, entry: place(of: entry), error.description))
    }

    /// Says that an entry is kept as a file because it is larger than an importer holds.
    ///
    /// - Parameter limit: how many bytes an importer holds; shown in mebibytes.
    public func noteTooLarge(_ entry: ListedEntry, limit: Int, in sink: any ImportSink) {
        sink.note(
            Finding(
                "too-large-to-convert", .warning, entry: place(of: entry),
                "It is larger than \(limit >> 20) MiB, so it is kept as a plain file."))
    }
}
