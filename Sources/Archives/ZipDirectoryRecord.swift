/// A central directory file header, APPNOTE 4.3.12, over the bytes it was read from.
struct ZipDirectoryRecord {
    static let signature: UInt32 = 0x0201_4b50
    static let fixedLength = 46
    /// The longest record there can be.
    static let maximumLength = fixedLength + 3 * 65_535

    private let bytes: UnsafeRawBufferPointer

    let nameLength: Int
    let extraLength: Int
    /// Of the whole record, name, extra fields and comment included.
    let length: Int

    /// - Parameter bytes: at least `fixedLength` bytes.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.fixedLength, bytes.uint32(0) == Self.signature else { return nil }
        self.bytes = bytes
        nameLength = Int(bytes.uint16(28))
        extraLength = Int(bytes.uint16(30))
        length = Self.fixedLength + nameLength + extraLength + Int(bytes.uint16(32))
        guard length <= bytes.count else { return nil }
    }

    var name: UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: bytes[Self.fixedLength..<Self.fixedLength + nameLength])
            .assumingMemoryBound(to: UInt8.self)
    }

    private var flags: UInt16 { bytes.uint16(8) }
    private var method: UInt16 { bytes.uint16(10) }
    private var madeBy: UInt8 { bytes[5] }

    /// MS-DOS, OS/2, NTFS and VFAT: where a backslash separates.
    private var isFromDOS: Bool { [0, 6, 10, 11, 14].contains(madeBy) }

    /// Everything but the name, with the extra fields applied.
    ///
    /// - Parameter shift: what to add to offsets.
    func entry(shift: UInt64) -> (record: EntryRecord, unicodePath: UnsafeBufferPointer<UInt8>?) {
        var record = EntryRecord()
        record.method = method
        record.checksum = bytes.uint32(16)
        record.hasChecksum = true
        record.compressedByteCount = UInt64(bytes.uint32(20))
        record.byteCount = UInt64(bytes.uint32(24))
        record.location = UInt64(bytes.uint32(42))
        record.modified = dosTime ?? EntryRecord.unknownTime
        record.nameHash = NameHash(name).value
        record.kind = kind
        let unicodePath = applyExtraFields(to: &record)
        record.location = record.location.addingReportingOverflow(shift).overflow ? .max : record.location + shift
        if let encryption { record.refuse(.encrypted(encryption)) }
        if record.kind == .file, method != 0, method != 8 { record.refuse(.unsupportedMethod(method)) }
        return (record, unicodePath)
    }

    /// The name on its way to a path.
    func entryName(unicodePath: UnsafeBufferPointer<UInt8>?) -> EntryName {
        EntryName(
            name, encoding: flags & 0x0800 != 0 ? .utf8 : .undeclared, unicodePath: unicodePath, fromDOS: isFromDOS)
    }

    private var encryption: EntryRefusal.Encryption? {
        guard flags & 1 != 0 else { return nil }
        if flags & 0x40 != 0 { return .strong }
        return method == 99 ? .winZipAES : .zipCrypto
    }

    /// Unix modes stand in the upper half of the external attributes when Unix or macOS made the entry.
    private var kind: EntryKind {
        let mode = madeBy == 3 || madeBy == 19 ? bytes.uint32(38) >> 16 & 0o170000 : 0
        switch mode {
        case 0o120000: return .symbolicLink
        case 0o040000: return .directory
        case 0, 0o100000:
            return name.last == UInt8(ascii: "/") || (isFromDOS && name.last == UInt8(ascii: "\\")) ? .directory : .file
        default: return .special
        }
    }

    private var dosTime: Int64? {
        let (time, date) = (Int(bytes.uint16(12)), Int(bytes.uint16(14)))
        let (month, day) = (date >> 5 & 15, date & 31)
        guard (1...12).contains(month), day >= 1 else { return nil }
        let days = daysSince1970(year: 1980 + date >> 9, month: month, day: day)
        return Int64(days) * 86_400 + Int64(time >> 11) * 3_600 + Int64(time >> 5 & 63) * 60 + Int64(time & 31) * 2
    }

    /// Zip64 sizes (APPNOTE 4.5.3), exact times, and the Unicode path (4.6.9), which is given back.
    private func applyExtraFields(to record: inout EntryRecord) -> UnsafeBufferPointer<UInt8>? {
        var unicodePath: UnsafeBufferPointer<UInt8>?
        var position = Self.fixedLength + nameLength
        let end = position + extraLength
        while position + 4 <= end {
            let id = bytes.uint16(position)
            let start = position + 4
            let fieldEnd = start + Int(bytes.uint16(position + 2))
            guard fieldEnd <= end else { break }
            let field = UnsafeRawBufferPointer(rebasing: bytes[start..<fieldEnd])
            switch id {
            case 0x0001: applyZip64(field, to: &record)
            case 0x5455 where field.count >= 5 && field[0] & 1 != 0:
                record.modified = Int64(Int32(bitPattern: field.uint32(1)))
            case 0x7075 where field.count > 5 && field[0] == 1 && field.uint32(1) == checksum32(of: name):
                unicodePath = UnsafeRawBufferPointer(rebasing: field[5...]).assumingMemoryBound(to: UInt8.self)
            default: break
            }
            position = fieldEnd
        }
        return unicodePath
    }

    /// The field holds, in this order, only what did not fit into 32 bits.
    private func applyZip64(_ field: UnsafeRawBufferPointer, to record: inout EntryRecord) {
        var position = 0
        func next(_ value: UInt64) -> UInt64 {
            guard value == 0xffff_ffff, position + 8 <= field.count else { return value }
            defer { position += 8 }
            return field.uint64(position)
        }
        record.byteCount = next(record.byteCount)
        record.compressedByteCount = next(record.compressedByteCount)
        record.location = next(record.location)
    }
}

/// Days from 1970-01-01 to a date of the Gregorian calendar. A day beyond the month's end runs into the next one.
func daysSince1970(year: Int, month: Int, day: Int) -> Int {
    // Years that begin in March, so that the leap day is the last of its year.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

extension UnsafeRawBufferPointer {
    func uint16(_ offset: Int) -> UInt16 { number(offset) }
    func uint32(_ offset: Int) -> UInt32 { number(offset) }
    func uint64(_ offset: Int) -> UInt64 { number(offset) }

    /// Bounds are checked also in release builds: the offsets are computed from hostile lengths.
    @inline(__always)
    private func number<Number: FixedWidthInteger>(_ offset: Int) -> Number {
        guard offset >= 0, offset <= count - MemoryLayout<Number>.size else { return 0 }
        return Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
