/// Makes text from archives and hosts safe to show: no byte of it can move a cursor, ring a bell, turn the direction
/// of a line or start a new one.
public enum DisplayText {
    /// The same text with every control, bidirectional, separator and invisible format character written as
    /// `\u{1b}`. Backslashes before such a character, or before a `u{` that was there, are doubled, so that what is
    /// shown says exactly what was there.
    public static func safe(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) { return text }
        var shown = String.UnicodeScalarView()
        let scalars = text.unicodeScalars
        var backslashes = 0
        for index in scalars.indices {
            let scalar = scalars[index]
            let isEscaped = isHarmful(scalar)
            if isEscaped || scalars[index...].starts(with: "u{".unicodeScalars) {
                shown.append(contentsOf: repeatElement("\\", count: backslashes))
            }
            backslashes = scalar == "\\" ? backslashes + 1 : 0
            if isEscaped {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        case .format:
            // Zero-width joiners make emoji and Indic letters what they are.
            scalar.value != 0x200C && scalar.value != 0x200D
        default: false
        }
    }
}

/// Numbers as people read them, the same in every locale.
public enum Amount {
    /// A count with commas: `12,345`.
    public static func count(_ number: Int) -> String {
        var digits = Array(String(abs(number)))
        var position = digits.count - 3
        while position > 0 {
            digits.insert(",", at: position)
            position -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }

    /// A number of bytes in decimal units (IEC 80000-13 leaves kB to 1,000): `1.9 GB`.
    public static func bytes(_ number: UInt64) -> String {
        var value = Double(number)
        var unit = 0
        let units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"]
        while value >= 999.5, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        if unit == 0 { return "\(number) B" }
        let tenths = Int((value * 10).rounded())
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(units[unit])" : "\(Int(value.rounded())) \(units[unit])"
    }

    /// A share in per cent without decimals: `42 %`.
    public static func share(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }
}
