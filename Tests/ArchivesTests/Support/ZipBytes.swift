import CArchive

/// A zip made byte by byte, so that it can lie.
struct ZipBytes {
    struct Member {
        var name: [UInt8]
        var content: [UInt8]
        var isDeflated = false
        /// What is written as the method, whatever the data is.
        var method: UInt16?
        var flags: UInt16 = 0
        var mode: UInt32 = 0o100644
        var madeBy: UInt16 = 3
        var hasDescriptor = false
        var declaredSize: UInt64?
        var checksum: UInt32?
        var localName: [UInt8]?
        var centralExtra: [UInt8] = []
        /// MS-DOS date and time.
        var stamp: (date: UInt16, time: UInt16) = (0x5a21, 0)

        init(_ name: String, _ content: [UInt8] = [], _ change: (inout Member) -> Void = { _ in }) {
            self.init(bytes: Array(name.utf8), content, change)
        }

        init(bytes name: [UInt8], _ content: [UInt8] = [], _ change: (inout Member) -> Void = { _ in }) {
            self.name = name
            self.content = content
            change(&self)
        }
    }

    /// The local part of the zip, before the central directory.
    private(set) var local: [UInt8] = []
    /// The central directory.
    var central: [UInt8] = []
    private(set) var count = 0

    init(_ members: [Member] = []) {
        for member in members { add(member) }
    }

    mutating func add(_ member: Member) {
        let data = member.isDeflated ? deflated(member.content) : member.content
        let checksum = member.checksum ?? UInt32(crc32_z(0, member.content, member.content.count))
        let size = UInt32(member.declaredSize ?? UInt64(member.content.count))
        let method = member.method ?? (member.isDeflated ? 8 : 0)
        let flags = member.flags | (member.hasDescriptor ? 8 : 0)
        let localName = member.localName ?? member.name
        let offset = local.count
        let described = member.hasDescriptor
        local += bytes(0x0403_4b50 as UInt32) + bytes(20 as UInt16) + bytes(flags) + bytes(method)
        local += bytes(member.stamp.time) + bytes(member.stamp.date) + bytes(described ? 0 : checksum)
        local += bytes(described ? 0 : UInt32(data.count)) + bytes(described ? 0 : size)
        local += bytes(UInt16(localName.count)) + bytes(0 as UInt16) + localName + data
        if described {
            local += bytes(0x0807_4b50 as UInt32) + bytes(checksum) + bytes(UInt32(data.count)) + bytes(size)
        }
        central += bytes(0x0201_4b50 as UInt32) + bytes(member.madeBy << 8 | 20) + bytes(20 as UInt16) + bytes(flags)
        central += bytes(method) + bytes(member.stamp.time) + bytes(member.stamp.date) + bytes(checksum)
        central += bytes(UInt32(data.count)) + bytes(size) + bytes(UInt16(member.name.count))
        central += bytes(UInt16(member.centralExtra.count)) + bytes(0 as UInt16) + bytes(0 as UInt32)
        central += bytes(member.mode << 16) + bytes(UInt32(offset)) + member.name + member.centralExtra
        count += 1
    }

    /// The whole zip.
    func finished(declaredCount: Int? = nil, comment: [UInt8] = [], before: UInt64 = 0) -> [UInt8] {
        local + central + end(declaredCount: declaredCount, comment: comment, before: before)
    }

    /// The end records, zip64 if needed.
    ///
    /// - Parameter before: what precedes `local` and is counted by the offsets.
    func end(declaredCount: Int? = nil, comment: [UInt8] = [], before: UInt64 = 0) -> [UInt8] {
        let count = declaredCount ?? self.count
        let start = before + UInt64(local.count)
        var result: [UInt8] = []
        if count > 0xffff || start > 0xffff_ffff {
            result += bytes(0x0606_4b50 as UInt32) + bytes(44 as UInt64) + bytes(45 as UInt16) + bytes(45 as UInt16)
            result += bytes(0 as UInt64) + bytes(UInt64(count)) + bytes(UInt64(count))
            result += bytes(UInt64(central.count)) + bytes(start)
            result += bytes(0x0706_4b50 as UInt32) + bytes(0 as UInt32) + bytes(start + UInt64(central.count))
            result += bytes(1 as UInt32)
        }
        result += bytes(0x0605_4b50 as UInt32) + bytes(0 as UInt32)
        result += bytes(UInt16(clamping: count)) + bytes(UInt16(clamping: count))
        result += bytes(UInt32(central.count)) + bytes(UInt32(clamping: start))
        return result + bytes(UInt16(comment.count)) + comment
    }
}

/// A number in little-endian order.
func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// A raw deflate stream.
func deflated(_ content: [UInt8], windowBits: Int32 = -15) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = content
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(content.count))))
    input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
        }
    }
    return Array(output[..<Int(stream.total_out)])
}

/// A gzip member.
func gzipped(_ content: [UInt8]) -> [UInt8] { deflated(content, windowBits: 31) }
