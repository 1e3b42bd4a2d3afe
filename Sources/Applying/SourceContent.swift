internal import Archives
internal import Importing
internal import Items

/// The whole content of an entry, to be opened as often as a store needs.
struct EntryBody: ContentBody {
    let entry: EntryReference
    let byteCount: UInt64?
    let readers: PartReaders

    func open() throws(ContentError) -> any ContentReader { EntryContent(try readers.open(entry)) }
}

/// A body that is watched while a store reads it: what its bytes hash to, how many there are, and whether the run is
/// to stop.
final class WatchedBody: ContentBody {
    private let body: any ContentBody
    private let tally: RunTally
    private let cancellation: Cancellation
    /// The SHA-256 of the content, once a reader has come to the end.
    fileprivate(set) var fingerprint: Fingerprint?
    /// How many bytes a reader gave before the end.
    fileprivate(set) var readBytes: UInt64 = 0

    init(_ body: any ContentBody, tally: RunTally, cancellation: Cancellation) {
        self.body = body
        self.tally = tally
        self.cancellation = cancellation
    }

    var byteCount: UInt64? { body.byteCount }

    func open() throws(ContentError) -> any ContentReader {
        fingerprint = nil
        readBytes = 0
        return WatchedReader(try body.open(), owner: self)
    }

    private final class WatchedReader: ContentReader {
        private let reader: any ContentReader
        private let owner: WatchedBody
        private var hasher = FingerprintHasher()

        init(_ reader: any ContentReader, owner: WatchedBody) {
            self.reader = reader
            self.owner = owner
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
            guard !owner.cancellation.isRequested else { throw ContentError("the run was stopped") }
            let count = try reader.read(into: buffer)
            if count == 0 {
                owner.fingerprint = hasher.finish()
            } else {
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                owner.readBytes += UInt64(count)
                owner.tally.add(bytes: count)
            }
            return count
        }
    }
}
