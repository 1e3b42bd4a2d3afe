internal import Digests

/// The SHA-256 (FIPS 180-4) of what makes two items the same: of a file its bytes, of a calendar object or a card
/// the canonical form its format library gives, in which a server's habits (PRODID, DTSTAMP, the order of
/// properties) do not show.
public struct Fingerprint: Hashable, Sendable {
    /// The 32 bytes as four words, so that a value costs no allocation.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Takes the 32 bytes of a SHA-256; `nil` for any other number of bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init(digest: Array(bytes))
    }

    fileprivate init(digest bytes: [UInt8]) {
        var words = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
        for byte in bytes {
            words.0 = words.0 << 8 | words.1 >> 56
            words.1 = words.1 << 8 | words.2 >> 56
            words.2 = words.2 << 8 | words.3 >> 56
            words.3 = words.3 << 8 | UInt64(byte)
        }
        self.words = words
    }

    /// Reads what `description` writes; `nil` for anything else.
    public init?(hexadecimal text: String) {
        var bytes: [UInt8] = []
        var high: UInt8?
        for character in text.utf8 {
            let digit: UInt8
            switch character {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = character - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = character - UInt8(ascii: "a") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    /// The fingerprint of bytes that lie in memory.
    public init(of bytes: [UInt8]) {
        var hasher = FingerprintHasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        self = hasher.finish()
    }

    /// The fingerprint of a text's UTF-8.
    public init(of text: String) {
        self.init(of: Array(text.utf8))
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> UInt64($0)) }
        }
    }

    /// The first 64 bits, for draws and short names.
    public var prefix: UInt64 { words.0 }

    /// Byte for byte.
    public static func == (left: Fingerprint, right: Fingerprint) -> Bool { left.words == right.words }

    /// The first word is as good as all of them: a digest is even.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension Fingerprint: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension Fingerprint: Comparable {
    /// The order of the bytes; it means nothing but is the same everywhere.
    public static func < (left: Fingerprint, right: Fingerprint) -> Bool { left.words < right.words }
}

extension Fingerprint: Codable {
    /// Reads 64 hexadecimal digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Fingerprint(hexadecimal: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a SHA-256 in hexadecimal")
        }
        self = value
    }

    /// Writes 64 hexadecimal digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Takes bytes as they stream past and gives their fingerprint at the end.
public struct FingerprintHasher: ~Copyable {
    private let digest = SHA256()

    /// Starts with no bytes.
    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    /// The fingerprint of all bytes so far. The hasher starts again at no bytes.
    public mutating func finish() -> Fingerprint { Fingerprint(digest: digest.finish()) }
}
