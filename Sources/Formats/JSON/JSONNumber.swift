/// A number as it is written (RFC 8259 section 6), so that no digit is lost.
public struct JSONNumber: Hashable, Sendable {
    /// Its characters.
    public let text: String

    /// Takes characters that are known to be a number.
    init(checked text: String) { self.text = text }

    /// Takes characters; `nil` where they are no number by the grammar of JSON.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard JSONScanning.isNumber(bytes.span, from: 0, to: bytes.count) else { return nil }
        self.text = text
    }

    /// The number if it is whole and has 64 bits, also where it is written as `1.0` or `1e3`; else `nil`.
    public var integer: Int64? {
        let bytes = Array(text.utf8)
        return Self.plainInteger(bytes.span, in: 0..<bytes.count) ?? Self.scaledInteger(bytes)
    }

    /// The nearest number that a `Double` can hold; `nil` where it is too large for any.
    public var double: Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }

    /// Digits with or without a sign as a number; `nil` for anything else and for what is beyond 64 bits.
    static func plainInteger(_ bytes: borrowing Span<UInt8>, in range: Range<Int>) -> Int64? {
        guard let first = range.first else { return nil }
        let isNegative = bytes[first] == UInt8(ascii: "-")
        var value: Int64 = 0
        for index in range.dropFirst(isNegative ? 1 : 0) {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) =
                isNegative
                ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
            if overflow || tooLarge { return nil }
            value = sum
        }
        return value
    }

    /// A number with a fraction or an exponent, if it is whole.
    private static func scaledInteger(_ bytes: [UInt8]) -> Int64? {
        let parts = bytes.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        let mantissa = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        var digits = Array(mantissa.joined())
        var exponent = -(mantissa.count > 1 ? mantissa[1].count : 0)
        let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }
        if isZero { return 0 }
        if parts.count > 1 {
            let written = parts[1].first == UInt8(ascii: "+") ? parts[1].dropFirst() : parts[1]
            guard let power = Int(String(decoding: written, as: UTF8.self)), (-4096...4096).contains(power) else {
                return nil
            }
            exponent += power
        }
        while exponent < 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        guard (0...19).contains(exponent) else { return nil }
        digits += [UInt8](repeating: UInt8(ascii: "0"), count: exponent)
        return plainInteger(digits.span, in: 0..<digits.count)
    }
}
