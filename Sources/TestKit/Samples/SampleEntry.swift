/// What an entry of a sample export holds.
public enum SampleContent: Sendable {
    /// These bytes.
    case bytes([UInt8])
    /// `size` bytes that do not compress, made while they are read: memory stays flat whatever the size.
    case generated(size: UInt64, seed: UInt64)

    /// The number of bytes.
    public var size: UInt64 {
        switch self {
        case .bytes(let bytes): UInt64(bytes.count)
        case .generated(let size, _): size
        }
    }

    /// Gives the content in order, in chunks of at most 1 MiB, valid during the call; nothing for an empty content.
    public func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        switch self {
        case .bytes(let bytes):
            if !bytes.isEmpty { try bytes.withUnsafeBytes(body) }
        case .generated(let size, let seed):
            let chunk = 1 << 20
            let buffer = UnsafeMutableRawBufferPointer.allocate(
                byteCount: Int(min(size, UInt64(chunk))), alignment: 16)
            defer { buffer.deallocate() }
            var done: UInt64 = 0
            while done < size {
                let slice = UnsafeMutableRawBufferPointer(
                    rebasing: buffer[..<Int(min(size - done, UInt64(chunk)))])
                SampleRandom.fill(slice, seed: seed, fromWord: done / 8)
                try body(UnsafeRawBufferPointer(slice))
                done += UInt64(slice.count)
            }
        }
    }

    /// The CRC-32 of the content, as zip files carry it.
    public var crc32: UInt32 {
        var checksum = SampleChecksum()
        forEachChunk { checksum.update($0) }
        return checksum.value
    }
}

/// Where an entry must end in the ledger of an import.
public enum SampleOutcome: String, Sendable, CaseIterable {
    /// It became one or more items of its own kind.
    case imported
    /// It went into items that another entry made: sidecars, photos of contacts, repeated cards.
    case merged
    /// It is of a product that is not read and is kept as a plain file.
    case kept
    /// It is no data of the person's: directory entries, traces of operating systems.
    case leftOut = "left-out"
    /// It cannot be read; a sound sample has none.
    case unreadable
}

/// One entry of a sample export.
public struct SampleEntry: Sendable {
    /// The path inside the archive, with `/` between its elements, as UTF-8 in the normal form it was made in.
    public let path: String
    /// The bytes; nothing for a directory entry.
    public let content: SampleContent
    /// What an import must make of it.
    public let outcome: SampleOutcome

    /// True for the entry of a directory, whose path ends in `/`.
    public var isDirectory: Bool { path.utf8.last == UInt8(ascii: "/") }

    /// Describes an entry.
    public init(_ path: String, _ content: SampleContent, _ outcome: SampleOutcome) {
        self.path = path
        self.content = content
        self.outcome = outcome
    }

    /// Describes an entry that is a text in UTF-8.
    public init(_ path: String, text: String, _ outcome: SampleOutcome) {
        self.init(path, .bytes(Array(text.utf8)), outcome)
    }
}
