/// A local file header, APPNOTE 4.3.7.
struct ZipLocalHeader {
    static let fixedLength = 30

    private let bytes: UnsafeRawBufferPointer

    /// - Parameter bytes: the header and as much as is at hand of what follows.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= Self.fixedLength, bytes.uint32(0) == 0x0403_4b50 else { return nil }
        self.bytes = bytes
    }

    private var nameLength: Int { Int(bytes.uint16(26)) }

    /// Of the header with name and extra fields.
    var length: Int { Self.fixedLength + nameLength + Int(bytes.uint16(28)) }

    /// What differs from the central directory. Values that the header leaves to a data descriptor or to a zip64
    /// field are not compared.
    func warnings(against record: EntryRecord) -> [EntryWarning] {
        var warnings: [EntryWarning] = []
        let nameEnd = min(Self.fixedLength + nameLength, bytes.count)
        if NameHash(bytes[Self.fixedLength..<nameEnd]).value != record.nameHash { warnings.append(.localNameDiffers) }
        let isDescribedLater = bytes.uint16(6) & 8 != 0
        let (compressed, full) = (bytes.uint32(18), bytes.uint32(22))
        let sizesDiffer =
            (compressed != .max && UInt64(compressed) != record.compressedByteCount)
            || (full != .max && UInt64(full) != record.byteCount)
        if bytes.uint16(8) != record.method
            || (!isDescribedLater && (sizesDiffer || bytes.uint32(14) != record.checksum))
        {
            warnings.append(.localHeaderDiffers)
        }
        return warnings
    }
}
