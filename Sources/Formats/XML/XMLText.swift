/// Text on its way into a document.
public enum XMLText {
    /// A text as it stands in an element or a quoted attribute (XML 1.0 sections 2.2 and 2.4).
    ///
    /// Characters that no document can hold, such as most control characters, are left out.
    public static func escaped(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        append(escaped: text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends what ``escaped(_:)`` gives.
    public static func append(escaped text: String, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": bytes += Array("&amp;".utf8)
            case "<": bytes += Array("&lt;".utf8)
            case ">": bytes += Array("&gt;".utf8)
            case "\"": bytes += Array("&quot;".utf8)
            // Written plainly, a reader would turn it into a line feed (section 2.11).
            case "\r": bytes += Array("&#13;".utf8)
            case "\t", "\n": bytes += Array(String(scalar).utf8)
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: bytes += Array(String(scalar).utf8)
            }
        }
    }
}
