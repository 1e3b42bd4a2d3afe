/// Why an entry is not read. The other entries of its part are not touched by it.
public enum EntryRefusal: Hashable, Sendable {
    /// What makes a name unsafe to use as a relative path.
    public enum PathFault: UInt16, Hashable, Sendable {
        /// It begins with a separator.
        case absolute
        /// It has a `..` segment.
        case parentSegment
        /// It begins with a drive letter.
        case driveLetter
        /// It holds a NUL, which would cut it in C interfaces.
        case nul
        /// Nothing is left of it.
        case empty
        /// It lies at or beneath the path of a link of the same part.
        case beneathLink
        /// It could not be decoded at all.
        case undecodable
    }

    /// How an entry is encrypted.
    public enum Encryption: UInt16, Hashable, Sendable {
        /// The traditional PKWARE cipher, APPNOTE 6.1.
        case zipCrypto
        /// WinZip AES (AE-1, AE-2).
        case winZipAES
        /// PKWARE strong encryption, APPNOTE 7.
        case strong
    }

    /// The name must not be used as a path.
    case unsafePath(PathFault)
    /// A symbolic or hard link.
    case link
    /// A device, FIFO or socket.
    case specialFile
    /// Encrypted content.
    case encrypted(Encryption)
    /// A compression method (APPNOTE 4.4.5) other than stored and deflated.
    case unsupportedMethod(UInt16)
    /// It declares, or delivered, far more content than its compressed size can honestly hold.
    case bomb
    /// Its bytes in the archive are claimed by another entry too.
    case overlapping
    /// Its bytes would lie outside the archive.
    case outsideArchive
    /// A directory that declares content.
    case directoryWithContent
    /// The archive ends inside it.
    case truncated

    /// A short stable name for logs and machine-readable reports.
    public var code: String {
        switch self {
        case .unsafePath: "unsafe-path"
        case .link: "link"
        case .specialFile: "special-file"
        case .encrypted: "encrypted"
        case .unsupportedMethod: "unsupported-method"
        case .bomb: "bomb"
        case .overlapping: "overlapping"
        case .outsideArchive: "outside-archive"
        case .directoryWithContent: "directory-with-content"
        case .truncated: "truncated"
        }
    }

    /// The reason in one sentence, without any text from the archive.
    public var sentence: String {
        switch self {
        case .unsafePath(let fault): "The path is unsafe: \(fault.phrase)."
        case .link: "It is a link; links are never followed."
        case .specialFile: "It is a device, FIFO or socket."
        case .encrypted(let scheme): "It is encrypted (\(scheme.phrase)); unpack it with its password first."
        case .unsupportedMethod(let method):
            "Its compression method \(method) (\(Self.methodName(method))) is not supported; re-pack the archive."
        case .bomb: "It expands more than 200 times beyond 100 MB, like a decompression bomb."
        case .overlapping: "Its bytes in the archive overlap another entry, like a decompression bomb."
        case .outsideArchive: "Its bytes lie outside the archive."
        case .directoryWithContent: "It is named like a directory but has content."
        case .truncated: "The archive ends inside it."
        }
    }

    private static func methodName(_ method: UInt16) -> String {
        switch method {
        case 1: "Shrink"
        case 2...5: "Reduce"
        case 6: "Implode"
        case 9: "Deflate64"
        case 12: "bzip2"
        case 14: "LZMA"
        case 20, 93: "Zstandard"
        case 95: "XZ"
        case 96: "JPEG"
        case 97: "WavPack"
        case 98: "PPMd"
        case 99: "WinZip AES"
        default: "unknown"
        }
    }
}

extension EntryRefusal.PathFault {
    fileprivate var phrase: String {
        switch self {
        case .absolute: "it is absolute"
        case .parentSegment: "it has a .. segment"
        case .driveLetter: "it begins with a drive letter"
        case .nul: "it holds a NUL character"
        case .empty: "it is empty"
        case .beneathLink: "it leads through a link of the same archive"
        case .undecodable: "it cannot be decoded"
        }
    }
}

extension EntryRefusal.Encryption {
    fileprivate var phrase: String {
        switch self {
        case .zipCrypto: "ZipCrypto"
        case .winZipAES: "WinZip AES"
        case .strong: "PKWARE strong encryption"
        }
    }
}

/// A refusal in 32 bits, 0 for none, so that a hundred thousand entries stay small.
struct PackedRefusal {
    let bits: UInt32

    static let none = PackedRefusal(bits: 0)

    init(bits: UInt32) { self.bits = bits }

    init(_ refusal: EntryRefusal) {
        let (tag, value): (UInt32, UInt16) =
            switch refusal {
            case .unsafePath(let fault): (1, fault.rawValue)
            case .link: (2, 0)
            case .specialFile: (3, 0)
            case .encrypted(let scheme): (4, scheme.rawValue)
            case .unsupportedMethod(let method): (5, method)
            case .bomb: (6, 0)
            case .overlapping: (7, 0)
            case .outsideArchive: (8, 0)
            case .directoryWithContent: (9, 0)
            case .truncated: (10, 0)
            }
        bits = tag << 16 | UInt32(value)
    }

    var refusal: EntryRefusal? {
        let value = UInt16(truncatingIfNeeded: bits)
        return switch bits >> 16 {
        case 1: EntryRefusal.PathFault(rawValue: value).map { .unsafePath($0) }
        case 2: .link
        case 3: .specialFile
        case 4: EntryRefusal.Encryption(rawValue: value).map { .encrypted($0) }
        case 5: .unsupportedMethod(value)
        case 6: .bomb
        case 7: .overlapping
        case 8: .outsideArchive
        case 9: .directoryWithContent
        case 10: .truncated
        default: nil
        }
    }
}
