/// Writes Markdown (CommonMark 0.31.2, and of GitHub Flavored Markdown 0.29 the check lists) that says exactly what a
/// plain text said.
public enum Markdown {
    /// A plain text of any number of lines, so that a reader shows it as it is: what would be taken for markup is
    /// escaped, line breaks stay line breaks, control characters are dropped.
    public static func text(_ plain: String) -> String {
        let lines = MarkdownEscaping.lines(of: plain)
        var result = ""
        for (index, line) in lines.enumerated() {
            let escaped = MarkdownEscaping.line(line)
            result += escaped
            guard index < lines.count - 1 else { break }
            // Two spaces make a line break of what would be a space (section 6.7), within a paragraph.
            let isBreak = !escaped.isEmpty && !MarkdownEscaping.isBlank(lines[index + 1])
            result += isBreak ? "  \n" : "\n"
        }
        return result
    }

    /// A plain text as part of one line: line breaks become spaces.
    public static func inline(_ plain: String) -> String {
        let joined = MarkdownEscaping.lines(of: plain).map { String(decoding: $0, as: UTF8.self) }
        return MarkdownEscaping.line(Array(joined.joined(separator: " ").utf8)[...], isAtStart: false)
    }

    /// A heading of a plain text, without a newline.
    ///
    /// - Parameter level: 1 to 6.
    public static func heading(_ level: Int, _ plain: String) -> String {
        String(repeating: "#", count: min(max(level, 1), 6)) + " " + inline(plain)
    }

    /// An item of a list, without a newline at its end; further lines of the text are indented to belong to it.
    ///
    /// - Parameter depth: 0 for the outermost list.
    public static func item(_ plain: String, depth: Int = 0) -> String { listed("- ", plain, depth) }

    /// An item of a check list.
    ///
    /// - Parameter depth: 0 for the outermost list.
    public static func checkItem(_ plain: String, isChecked: Bool, depth: Int = 0) -> String {
        listed(isChecked ? "- [x] " : "- [ ] ", plain, depth)
    }

    private static func listed(_ mark: String, _ plain: String, _ depth: Int) -> String {
        let indent = String(repeating: "  ", count: max(0, depth))
        let lines = text(plain).split(separator: "\n", omittingEmptySubsequences: false)
        return indent + mark + lines.joined(separator: "\n\(indent)  ")
    }

    /// A link; a text that says the same where the address is one of `javascript:`, `vbscript:` or `data:`, by which a
    /// note could make a program run something.
    ///
    /// - Parameters:
    ///   - plain: what is shown.
    ///   - destination: an address as it is, or what `destination(ofPath:)` gives.
    public static func link(_ plain: String, to destination: String) -> String {
        link(around: plain == destination && MarkdownEscaping.isActive(plain) ? "" : inline(plain), to: destination)
    }

    /// A link as `link(_:to:)` makes it.
    ///
    /// - Parameter markdown: what is shown, within one line.
    public static func link(around markdown: String, to destination: String) -> String {
        guard MarkdownEscaping.isActive(destination) else {
            return "[\(markdown)](\(MarkdownEscaping.destination(destination)))"
        }
        return markdown.isEmpty ? inline(destination) : "\(markdown) (\(inline(destination)))"
    }

    /// A picture; a text where `link(_:to:)` gives one.
    ///
    /// - Parameters:
    ///   - plain: what stands for it where it cannot be shown.
    ///   - destination: an address as it is, or what `destination(ofPath:)` gives.
    public static func image(_ plain: String, at destination: String) -> String {
        (MarkdownEscaping.isActive(destination) ? "" : "!") + link(plain, to: destination)
    }

    /// The destination of a link to a file that lies beside the note or below its folder: its path, percent-encoded
    /// (RFC 3986 section 2.1) as far as a link needs it, so that letters of all languages stay readable. A colon would
    /// make a scheme of what precedes it.
    public static func destination(ofPath path: String) -> String {
        var result: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in path.utf8 {
            switch byte {
            case 0...0x20, 0x7F, UInt8(ascii: "%"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "("),
                UInt8(ascii: ")"), UInt8(ascii: "\\"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "\""),
                UInt8(ascii: ":"):
                result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Markdown as a block quotation, without a newline at its end.
    public static func quote(_ markdown: String) -> String {
        markdown.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? ">" : "> \($0)" }
            .joined(separator: "\n")
    }

    /// A title as one component of a path: no slash, no line break, no control character, at most 80 characters;
    /// `fallback` where nothing is left. What hosts refuse beyond that is replaced when the plan is made.
    public static func fileStem(_ title: String, orElse fallback: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in title.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace || scalar.value < 0x20 || scalar.value == 0x7F
            if isSpace {
                if let last = name.last, last != " " { name.append(" ") }
            } else {
                name.append(scalar == "/" ? "_" : scalar)
            }
        }
        var stem = String(String(name).prefix(80))
        while stem.utf8.last == 0x20 { stem.removeLast() }
        while stem.utf8.first == UInt8(ascii: ".") { stem.removeFirst() }
        return stem.isEmpty ? fallback : stem
    }
}
