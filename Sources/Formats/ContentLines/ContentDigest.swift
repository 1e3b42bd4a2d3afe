/// A 128-bit FNV-1a digest (RFC 9923), for identifiers that must be the same for the same content on every run.
///
/// It is no cryptographic hash: it tells contents of one export apart, it proves nothing about their origin.
package struct ContentDigest: Sendable {
    private var high: UInt64 = 0x6C62_272E_07BB_0142
    private var low: UInt64 = 0x62B8_2175_6295_C58D

    package init(_ bytes: [UInt8]) {
        for byte in bytes {
            low ^= UInt64(byte)
            // The prime is 2^88 + 0x13B: multiply by 0x13B and add the number shifted by 88.
            let product = low.multipliedFullWidth(by: 0x13B)
            high = high &* 0x13B &+ product.high &+ (low << 24)
            low = product.low
        }
    }

    /// The digest as a UUID of version 8, RFC 9562 section 5.8, in lower case.
    package var uuid: String {
        let first = (high & ~0xF000) | 0x8000
        let second = (low & ~(0b11 << 62)) | (0b10 << 62)
        let digits = Self.hex(first) + Self.hex(second)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
