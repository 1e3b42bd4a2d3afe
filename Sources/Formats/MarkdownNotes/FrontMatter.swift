internal import Timestamps

/// What stands before the text of a note: fields in YAML 1.2 between two lines of `---`, as Obsidian, Joplin, Jekyll and
/// Hugo read them. The order is that in which fields are added.
public struct FrontMatter: Sendable {
    private var lines = ""

    /// Starts without fields.
    public init() {}

    /// The block with its two lines and a newline at its end; empty when there are no fields.
    public var text: String { lines.isEmpty ? "" : "---\n\(lines)---\n" }

    /// Adds a text.
    ///
    /// - Parameter key: a plain word; one that is none is quoted.
    public mutating func add(_ key: String, _ text: String) { line(key, YAMLScalar.of(text)) }

    /// Adds a truth value.
    public mutating func add(_ key: String, _ flag: Bool) { line(key, flag ? "true" : "false") }

    /// Adds a number.
    public mutating func add(_ key: String, _ number: Int64) { line(key, String(number)) }

    /// Adds a moment, as `2021-08-26T12:50:12Z` (YAML timestamp, RFC 3339).
    ///
    /// - Parameter seconds: since 1970.
    public mutating func add(_ key: String, at seconds: Int64) { line(key, UTCTime.text(of: seconds)) }

    /// Adds a list of texts; none adds nothing.
    public mutating func add(_ key: String, _ texts: [String]) {
        guard !texts.isEmpty else { return }
        lines += "\(YAMLScalar.of(key)):\n"
        for text in texts { lines += "  - \(YAMLScalar.of(text))\n" }
    }

    private mutating func line(_ key: String, _ value: String) { lines += "\(YAMLScalar.of(key)): \(value)\n" }
}

/// A text as a flow scalar of YAML 1.2 that every reader, also one of YAML 1.1, takes for that text.
enum YAMLScalar {
    /// The text itself where it is plainly a text, else in double quotes (YAML 1.2.2 section 7.3.1).
    static func of(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                // What is no printable character (section 5.1), and what YAML 1.1 calls a line break.
                switch scalar.value {
                case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE...0xFFFF:
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// Words of letters, digits, `-`, `_`, `.` and single spaces that begin with a letter and are no other type's.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.utf8.last != 0x20 else {
            return false
        }
        let isTame = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "-", "_", ".", " ", "0"..."9": true
            default: scalar.properties.isAlphabetic
            }
        }
        return isTame && !types.contains(text.lowercased())
    }

    /// Words that mean a truth value or nothing in YAML 1.1 or 1.2.
    private static let types: Set<String> = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"]
}
