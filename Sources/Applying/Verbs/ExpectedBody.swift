internal import Items

/// A body that is not let through to its end unless it is what it should be: a store never gives such a resource its
/// place, and the bytes need be read only once.
struct ExpectedBody: ContentBody {
    let body: any ContentBody
    let fingerprint: Fingerprint

    var byteCount: UInt64? { body.byteCount }

    func open() throws(ContentError) -> any ContentReader {
        ExpectedReader(try body.open(), fingerprint: fingerprint)
    }
}

private final class ExpectedReader: ContentReader {
    private let reader: any ContentReader
    private let fingerprint: Fingerprint
    private var hasher = FingerprintHasher()

    init(_ reader: any ContentReader, fingerprint: Fingerprint) {
        self.reader = reader
        self.fingerprint = fingerprint
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        let count = try reader.read(into: buffer)
        guard count == 0 else {
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            return count
        }
        guard hasher.finish() == fingerprint else {
            throw ContentError("the host gives another content than was stored there")
        }
        return 0
    }
}
