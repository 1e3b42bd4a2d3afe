internal import JSON

/// Mends the texts of Facebook and Instagram, whose exports have every byte of the UTF-8 of a text as a character of its
/// own: `é` is written `\\u00c3\\u00a9`.
enum Mojibake {
    /// The text that was meant: where all characters are below U+0100, some are above U+007F, and taken as bytes
    /// (Latin-1) they are valid UTF-8, the text those bytes are. Any other text is as it should be and stays.
    ///
    /// What comes out is never to be mended again: a text about mojibake may still look like some.
    static func mended(_ text: String) -> String {
        var text = text
        // The UTF-8 of characters below U+0100 begins with a byte below 0xC4 (RFC 3629 section 3).
        let bytes: [UInt8]? = text.withUTF8 { encoded in
            guard let first = encoded.firstIndex(where: { $0 >= 0x80 }) else { return nil }
            guard encoded[first...].allSatisfy({ $0 < 0xC4 }) else { return nil }
            var bytes = Array(encoded[..<first])
            bytes.reserveCapacity(encoded.count)
            var index = first
            while index < encoded.count {
                if encoded[index] < 0x80 {
                    bytes.append(encoded[index])
                    index += 1
                } else {
                    bytes.append(encoded[index] << 6 | encoded[index + 1] & 0x3F)
                    index += 2
                }
            }
            return bytes
        }
        return bytes.flatMap { String(validating: $0, as: UTF8.self) } ?? text
    }

    /// A value in which every string and every name has been mended once.
    static func mended(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool, .number: value
        case .string(let text): .string(mended(text))
        case .array(let elements): .array(elements.map(mended))
        case .object(let members):
            .object(members.map { JSONValue.Member(mended($0.name), mended($0.value)) })
        }
    }
}
