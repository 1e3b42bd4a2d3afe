internal import Digests

/// Bytes that can be read at any position: a file, a range of other bytes, or what comes out of a compressed range.
protocol ByteSource: AnyObject {
    /// How many there are.
    var byteCount: UInt64 { get }

    /// Reads until the buffer is full or the bytes end; gives the number of bytes read.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ArchiveError) -> Int
}

extension ByteSource {
    private static var edge: Int { 64 << 10 }

    /// The bytes of a range, fewer if they end before.
    func bytes(at offset: UInt64, count: Int) throws(ArchiveError) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        let filled = try result.withUnsafeMutableBufferPointer { buffer throws(ArchiveError) in
            try read(into: UnsafeMutableRawBufferPointer(buffer), at: offset)
        }
        result.removeLast(count - filled)
        return result
    }

    /// SHA-256 over the size and the first and last 64 KiB.
    func edgesIdentity() throws(ArchiveError) -> [UInt8] {
        let digest = SHA256()
        digest.update(byteCount)
        digest.update(try bytes(at: 0, count: Self.edge))
        digest.update(try bytes(at: byteCount - min(byteCount, UInt64(Self.edge)), count: Self.edge))
        return digest.finish()
    }

    /// Whether the other has the same bytes.
    func hasSameContent(as other: any ByteSource) throws(ArchiveError) -> Bool {
        guard byteCount == other.byteCount else { return false }
        var offset: UInt64 = 0
        while offset < byteCount {
            let mine = try bytes(at: offset, count: 1 << 20)
            guard !mine.isEmpty, mine == (try other.bytes(at: offset, count: 1 << 20)) else { return false }
            offset += UInt64(mine.count)
        }
        return true
    }
}

/// A range of other bytes: a stored entry of a zip.
final class ByteRange: ByteSource {
    let byteCount: UInt64
    private let base: any ByteSource
    private let start: UInt64

    /// - Parameter start: where the range begins in `base`; the listing has made sure that it ends inside.
    init(_ base: any ByteSource, from start: UInt64, count: UInt64) {
        self.base = base
        self.start = start
        byteCount = count
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(ArchiveError) -> Int {
        guard offset < byteCount else { return 0 }
        let wanted = Int(min(UInt64(buffer.count), byteCount - offset))
        return try base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]), at: start + offset)
    }
}

/// Bytes that lie in memory.
final class HeldBytes: ByteSource {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var byteCount: UInt64 { UInt64(bytes.count) }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) -> Int {
        guard offset < byteCount else { return 0 }
        let start = Int(offset)
        let count = min(buffer.count, bytes.count - start)
        bytes.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
        }
        return count
    }
}
