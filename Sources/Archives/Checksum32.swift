internal import CArchive

/// The CRC-32 of zip and gzip (ISO 3309) over bytes that follow others.
///
/// By libdeflate, which multiplies without carry where the processor can; zlib's takes longer than all other work on
/// content that does not compress.
func checksum32(of bytes: UnsafeRawBufferPointer, after previous: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return previous }
    return libdeflate_crc32(previous, base, bytes.count)
}

/// The CRC-32 of a name.
func checksum32(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    checksum32(of: UnsafeRawBufferPointer(bytes))
}
