package import Digests
package import Hosting

/// Lower-case hexadecimal digits.
package enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// The bytes of a text; none for what is no such text.
    package static func bytes(_ text: String) -> [UInt8] {
        let values = text.utf8.compactMap { digits.firstIndex(of: $0) }
        guard values.count == text.utf8.count, values.count % 2 == 0 else { return [] }
        return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
    }

    package static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// MD5 is what the ETag of an object uploaded in one piece is. It guards against accidents only; the signature over the
/// SHA-256 of the body guards against more.
extension MD5 {
    /// Whether a text can be an MD5 in hexadecimal digits.
    package static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    /// - Returns: 16 bytes.
    /// - Throws: `.unavailable` where the system's libcrypto has no MD5.
    package static func digest(_ bytes: [UInt8]) throws(StoreError) -> [UInt8] {
        let md5 = MD5()
        md5.update(bytes)
        guard let digest = md5.finish() else {
            throw StoreError(.unavailable, "libcrypto cannot compute an MD5 on this system")
        }
        return digest
    }
}
