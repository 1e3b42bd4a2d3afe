package import Archives
package import Items

/// An open entry, read front to back.
package final class EntryContent: ContentReader {
    private let reader: EntryReader

    /// Wraps an entry that a part has opened.
    package init(_ reader: EntryReader) { self.reader = reader }

    /// Fills some or all of `buffer`; 0 means that the end has been reached and its size and checksum are right.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        do throws(ArchiveError) {
            return try reader.read(into: buffer)
        } catch {
            throw ContentError(error.sentence)
        }
    }
}
