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

    /// The entries that an importer can hold. The others are said to be too large.
    ///
    /// - Parameters:
    ///   - limit: how many bytes an importer holds.
    ///   - keep: accounts for an entry that is too large, as the file it is.
    /// - Throws: only what `keep` throws.
    public func holdable(
        _ wanted: [ListedEntry], limit: Int, in sink: any ImportSink, keep: (ListedEntry) async throws -> Void
    ) async throws -> [ListedEntry] {
        var holdable: [ListedEntry] = []
        for entry in wanted {
            if entry.byteCount ?? 0 <= UInt64(limit) {
                holdable.append(entry)
            } else {
                noteTooLarge(entry, limit: limit, in: sink)
                try await keep(entry)
            }
        }
        return holdable
    }

    /// Reads entries to their end and forgets what they hold: those that are whole, in the order of the archives. The
    /// others are accounted for as unreadable.
    ///
    /// What is made of an entry while it streams past is given away before its end, where the archive says whether it
    /// was right. So it is read once for that before.
    ///
    /// - Throws: only what the sink throws.
    public func whole(_ wanted: [ListedEntry], in sink: any ImportSink) async throws -> [ListedEntry] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var whole: [ListedEntry] = []
        try await stream(wanted) { entry, content in
            do throws(ContentError) {
                let content = try content.get()
                while try content.read(into: buffer) > 0 {}
                whole.append(entry)
            } catch {
                fail(entry, error, in: sink)
            }
        }
        return whole
    }
}
