public import Items

/// Content that breaks off: `good` bytes come, then an error.
struct BreakingBody: ContentBody {
    let byteCount: UInt64?
    private let good: [UInt8]

    /// - Parameter byteCount: the size it promises.
    init(_ good: [UInt8], of byteCount: Int) {
        self.good = good
        self.byteCount = UInt64(byteCount)
    }

    func open() -> any ContentReader { BreakingReader(BytesBody(good).open()) }
}

private final class BreakingReader: ContentReader {
    private let good: any ContentReader

    init(_ good: any ContentReader) { self.good = good }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        let count = try good.read(into: buffer)
        guard count > 0 else { throw ContentError("the content breaks off here, as the rule wants it") }
        return count
    }
}

/// Content of any size that is never in memory as a whole: numbered blocks.
public struct GeneratedBody: ContentBody, Sendable {
    private let count: UInt64

    /// Content of `count` bytes.
    public init(count: UInt64) { self.count = count }

    /// Its size in bytes.
    public var byteCount: UInt64? { count }

    /// Starts at the first byte.
    public func open() -> any ContentReader { GeneratedReader(count) }
}

private final class GeneratedReader: ContentReader {
    /// A prime, so that no block ends where a writer's buffer does.
    private static let blockSize = 65_521
    private let count: UInt64
    private var position: UInt64 = 0
    private var block = (0..<blockSize).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }

    init(_ count: UInt64) { self.count = count }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let (number, offset) = position.quotientAndRemainder(dividingBy: UInt64(Self.blockSize))
        let portion = Int(min(UInt64(min(buffer.count, Self.blockSize - Int(offset))), count - position))
        // Each block begins with its number, so that one that is lost or comes twice is noticed.
        for byte in 0..<8 { block[byte] = UInt8(truncatingIfNeeded: number >> UInt64(8 * byte)) }
        block.withUnsafeBytes { block in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[Int(offset)..<Int(offset) + portion]))
        }
        position += UInt64(portion)
        return portion
    }
}
