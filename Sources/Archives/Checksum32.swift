internal import CArchive

/// The CRC-32 of zip and gzip (ISO 3309) over bytes that follow others.
func checksum32(of bytes: UnsafeRawBufferPointer, after previous: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return previous }
    return UInt32(truncatingIfNeeded: crc32_z(UInt(previous), base.assumingMemoryBound(to: UInt8.self), bytes.count))
}

/// The CRC-32 of a name.
func checksum32(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    checksum32(of: UnsafeRawBufferPointer(bytes))
}
