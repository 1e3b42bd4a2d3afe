/// Gives the bytes of one piece of content, front to back, once.
///
/// Not `Sendable`: a reader belongs to the worker that opened it.
public protocol ContentReader: AnyObject {
    /// Fills `buffer` from its start and returns how many bytes it wrote.
    ///
    /// - Returns: 1...buffer.count, or 0 at the end. The end is only reported once everything the source can check
    ///   (declared size, CRC-32) has been found right.
    /// - Throws: `ContentError` when the source is damaged or gone.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int
}

/// Why content could not be read, in a sentence that names no secret.
public struct ContentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened, one sentence.
    public let description: String

    /// Wraps the sentence of the layer that failed.
    public init(_ description: String) { self.description = description }
}

/// Content that can be opened again: an upload that must be retried starts from a new reader.
public protocol ContentBody {
    /// How many bytes a reader gives, where that is known before reading.
    var byteCount: UInt64? { get }

    /// Opens it at its first byte.
    func open() throws(ContentError) -> any ContentReader
}

/// Content that lies in memory.
public struct BytesBody: ContentBody, Sendable {
    private let bytes: [UInt8]

    /// Content of exactly these bytes.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The number of the bytes.
    public var byteCount: UInt64? { UInt64(bytes.count) }

    /// Opens it; this never fails.
    public func open() -> any ContentReader { BytesReader(bytes) }
}

/// Reads content that lies in memory.
private final class BytesReader: ContentReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        bytes.withUnsafeBytes { source in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
        }
        position += count
        return count
    }
}

extension ContentReader {
    /// Reads what is left of it into memory.
    ///
    /// - Parameter limit: the most bytes to take; more is an error, so that no lie about a size fills the memory.
    public func readAll(limit: Int) throws(ContentError) -> [UInt8] {
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw ContentError("it is larger than \(limit) bytes") }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

extension ContentBody {
    /// Reads all of it into memory.
    ///
    /// - Parameter limit: the most bytes to take; more is an error, so that no lie about a size fills the memory.
    public func readAll(limit: Int) throws(ContentError) -> [UInt8] { try open().readAll(limit: limit) }

    /// Reads all of it and gives the SHA-256 of its bytes, with memory that does not depend on its size.
    public func fingerprint() throws(ContentError) -> Fingerprint {
        let reader = try open()
        var hasher = FingerprintHasher()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { return hasher.finish() }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}
