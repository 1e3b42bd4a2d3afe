internal import Items

/// Content that is counted while it is read, and whose SHA-256 is computed if wanted.
final class MeasuredBody: ContentBody {
    /// What a reader found from the first byte to the last.
    struct Measure: Sendable {
        let byteCount: UInt64
        let fingerprint: Fingerprint?
    }

    private let body: any ContentBody
    private let hashes: Bool
    /// Of the last reader that came to the end.
    private(set) var measure: Measure?

    init(_ body: any ContentBody, hashes: Bool) {
        self.body = body
        self.hashes = hashes
    }

    var byteCount: UInt64? { body.byteCount }

    func open() throws(ContentError) -> any ContentReader {
        measure = nil
        return MeasuringReader(try body.open(), hashes: hashes) { self.measure = $0 }
    }
}

private final class MeasuringReader: ContentReader {
    private let reader: any ContentReader
    private let hashes: Bool
    private let finish: (MeasuredBody.Measure) -> Void
    private var hasher = FingerprintHasher()
    private var count: UInt64 = 0
    private var isAtEnd = false

    init(_ reader: any ContentReader, hashes: Bool, finish: @escaping (MeasuredBody.Measure) -> Void) {
        self.reader = reader
        self.hashes = hashes
        self.finish = finish
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        guard !isAtEnd else { return 0 }
        let got = try reader.read(into: buffer)
        if got == 0 {
            isAtEnd = true
            finish(MeasuredBody.Measure(byteCount: count, fingerprint: hashes ? hasher.finish() : nil))
        } else {
            count += UInt64(got)
            if hashes { hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<got])) }
        }
        return got
    }
}
