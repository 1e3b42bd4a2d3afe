/// Where the central directory of a zip lies: the end of central directory record, APPNOTE 4.3.16, and its zip64
/// forms, 4.3.14 and 4.3.15.
struct ZipDirectoryEnd {
    /// The first byte of the central directory in the file.
    let start: UInt64
    /// Its length in bytes.
    let byteCount: UInt64
    /// How many entries it says to have.
    let declaredCount: UInt64
    /// Whether `declaredCount` is all of the number; 16 bits wrap around in archives of careless writers.
    let countIsExact: Bool
    /// What precedes the zip in the file and is not counted by its offsets.
    let shift: UInt64

    /// Why there is no usable end record.
    enum Fault: Error {
        case absent
        case spanned
        case broken
        case unreadable(ArchiveError)
    }

    private static let signature: UInt32 = 0x0605_4b50
    private static let recordLength = 22
    /// The longest comment.
    private static let maximumComment = 65_535
    /// How much garbage after the zip is looked through.
    private static let maximumGarbage = 1 << 20
    /// How many end records are followed. Each may cost a jump to anywhere in the file.
    private static let maximumRecords = 16

    /// Searches the end of the file backwards: first as far as a comment can reach, then through trailing garbage.
    static func find(in file: any ByteSource) throws(Fault) -> ZipDirectoryEnd {
        var tried = 0
        var searched = 0
        for reach in [recordLength + maximumComment, recordLength + maximumComment + maximumGarbage] {
            let length = Int(min(file.byteCount, UInt64(reach)))
            let tailStart = file.byteCount - UInt64(length)
            let tail: [UInt8]
            do throws(ArchiveError) {
                tail = try file.bytes(at: tailStart, count: length)
            } catch {
                throw .unreadable(error)
            }
            let bytes = LittleEndianBytes(tail)
            var index = tail.count - max(recordLength, searched + 1)
            searched = tail.count
            while index >= 0 {
                if tail[index] == 0x50, bytes.uint32(index) == signature {
                    guard tried < maximumRecords else { throw .broken }
                    if let end = try read(bytes, index, tailStart: tailStart, file) { return end }
                    tried += 1
                }
                index -= 1
            }
            if tailStart == 0 { break }
        }
        throw tried > 0 ? .broken : .absent
    }

    private static func read(
        _ bytes: LittleEndianBytes, _ index: Int, tailStart: UInt64, _ file: any ByteSource
    ) throws(Fault) -> ZipDirectoryEnd? {
        let position = tailStart + UInt64(index)
        let declaredCount = UInt64(bytes.uint16(index + 10))
        let size = UInt64(bytes.uint32(index + 12))
        let offset = UInt64(bytes.uint32(index + 16))
        if index >= 20, bytes.uint32(index - 20) == 0x0706_4b50,
            let end = try readZip64(file, offset: bytes.uint64(index - 12), locator: position - 20)
        {
            return end
        }
        let disk = bytes.uint16(index + 4)
        if disk != 0, disk != 0xffff { throw .spanned }
        return try locate(
            file, end: position, offset: offset, size: size, count: declaredCount, countIsExact: false)
    }

    /// Follows the locator, or looks right before it when something precedes the zip.
    private static func readZip64(
        _ file: any ByteSource, offset: UInt64, locator: UInt64
    ) throws(Fault) -> ZipDirectoryEnd? {
        for candidate in [offset, locator &- 56] where candidate <= locator && locator - candidate >= 56 {
            let record = LittleEndianBytes(try bytes(file, at: candidate, count: 56))
            guard record.uint32(0) == 0x0606_4b50 else { continue }
            if record.uint32(16) != 0 { throw .spanned }
            let end = try locate(
                file, end: candidate, offset: record.uint64(48), size: record.uint64(40), count: record.uint64(32),
                countIsExact: true)
            if let end { return end }
        }
        return nil
    }

    /// The directory ends where its end record begins; failing that, it is where its offset says.
    private static func locate(
        _ file: any ByteSource, end: UInt64, offset: UInt64, size: UInt64, count: UInt64, countIsExact: Bool
    ) throws(Fault) -> ZipDirectoryEnd? {
        guard size <= end else { return nil }
        for start in [end - size, offset] where start <= end - size && start >= offset {
            let signature = LittleEndianBytes(try bytes(file, at: start, count: 4))
            guard size == 0 || signature.uint32(0) == ZipDirectoryRecord.signature else { continue }
            return ZipDirectoryEnd(
                start: start, byteCount: size, declaredCount: count, countIsExact: countIsExact, shift: start - offset)
        }
        return nil
    }

    private static func bytes(_ file: any ByteSource, at offset: UInt64, count: Int) throws(Fault) -> [UInt8] {
        do throws(ArchiveError) {
            return try file.bytes(at: offset, count: count)
        } catch {
            throw .unreadable(error)
        }
    }
}

/// Little-endian numbers of a byte array; beyond its end they read as 0.
struct LittleEndianBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func uint16(_ offset: Int) -> UInt16 { number(offset) }
    func uint32(_ offset: Int) -> UInt32 { number(offset) }
    func uint64(_ offset: Int) -> UInt64 { number(offset) }

    private func number<Number: FixedWidthInteger>(_ offset: Int) -> Number {
        guard offset >= 0, offset + MemoryLayout<Number>.size <= bytes.count else { return 0 }
        return bytes.withUnsafeBytes {
            Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
    }
}
