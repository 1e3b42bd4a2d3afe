internal import MarkdownNotes

/// Turns what stands in a line into Markdown.
struct ENMLInline {
    /// What the text refers to and how it is shown, by the hash of an attachment; `nil` for one that is missing.
    let media: (_ hash: String) -> (name: String, path: String, isPicture: Bool)?
    /// The hashes that the text refers to.
    private(set) var used: Set<String> = []
    private(set) var missing = 0
    private(set) var internalLinks = 0

    private struct Style: Hashable {
        var isBold = false
        var isItalic = false
        var isStruck = false
        var isCode = false
    }

    init(media: @escaping (_ hash: String) -> (name: String, path: String, isPicture: Bool)?) { self.media = media }

    /// The lines that nodes make, without white space around them.
    mutating func lines(_ nodes: [ENMLNode]) -> [String] {
        var text = ""
        for node in nodes { append(node, Style(), to: &text) }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.trimmed)
    }

    private static func trimmed(_ line: Substring) -> String {
        String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private mutating func append(_ node: ENMLNode, _ style: Style, to text: inout String) {
        guard case .element = node else {
            if case .text(let piece) = node { append(piece, style, to: &text) }
            return
        }
        switch node.name {
        case "br": text += "\n"
        case "en-todo": text += node["checked"] == "true" ? "\u{2611} " : "\u{2610} "
        case "en-media": text += reference(node)
        case "img":
            if let source = node["src"] { text += Markdown.image(node["alt"] ?? "", at: source) }
        case "a": appendLink(node, style, to: &text)
        case "b", "strong": appendMarked("**", \.isBold, node, style, to: &text)
        case "i", "em": appendMarked("*", \.isItalic, node, style, to: &text)
        case "s", "del", "strike": appendMarked("~~", \.isStruck, node, style, to: &text)
        case "code", "tt", "kbd", "samp": appendCode(node, to: &text)
        case "span", "font": appendSpan(node, style, to: &text)
        default: for child in node.children { append(child, style, to: &text) }
        }
    }

    private mutating func append(_ piece: String, _ style: Style, to text: inout String) {
        // White space is one space, as in HTML; a no-break space is a space that stays.
        var words: [String] = []
        var word = ""
        for scalar in piece.unicodeScalars {
            switch scalar {
            case " ", "\n", "\t", "\r":
                words.append(word)
                word = ""
            case "\u{A0}": word += " "
            default: word.unicodeScalars.append(scalar)
            }
        }
        words.append(word)
        for (index, word) in words.enumerated() {
            if index > 0, text.utf8.last != 0x20 { text += " " }
            guard !word.isEmpty else { continue }
            let isAtStart = text.utf8.last.map { $0 == 0x0A } ?? true
            text += isAtStart && word.utf8.first != 0x20 ? Self.started(word, piece) : Self.escaped(word)
        }
    }

    /// A word at the start of a line, where more is markup.
    private static func started(_ word: String, _ piece: String) -> String {
        // A mark of a list or heading is one only before a space.
        let probe = Markdown.text(word + " x")
        return probe.hasSuffix(" x") ? String(probe.dropLast(2)) : escaped(word)
    }

    private static func escaped(_ text: String) -> String {
        let core = text.reversed().drop { $0 == " " }.reversed()
        return Markdown.inline(String(core)) + String(repeating: " ", count: text.count - core.count)
    }

    private mutating func appendSpan(_ node: ENMLNode, _ style: Style, to text: inout String) {
        if node.hasStyle("font-weight", "bold") || node.hasStyle("font-weight", "700"), !style.isBold {
            appendMarked("**", \.isBold, node, style, to: &text)
        } else if node.hasStyle("font-style", "italic"), !style.isItalic {
            appendMarked("*", \.isItalic, node, style, to: &text)
        } else if node.hasStyle("text-decoration", "line-through"), !style.isStruck {
            appendMarked("~~", \.isStruck, node, style, to: &text)
        } else {
            for child in node.children { append(child, style, to: &text) }
        }
    }

    /// Puts marks around what is in an element, line by line: marks do not reach over line breaks, and not to spaces.
    private mutating func appendMarked(
        _ mark: String, _ key: WritableKeyPath<Style, Bool>, _ node: ENMLNode, _ style: Style, to text: inout String
    ) {
        var inner = style
        inner[keyPath: key] = true
        var content = ""
        // A word inside is at the start of a line only where the element is.
        let isAtStart = text.utf8.last.map { $0 == 0x0A } ?? true
        if !isAtStart { content = "\u{0}" }
        for child in node.children { append(child, inner, to: &content) }
        if !isAtStart { content.removeFirst() }
        if style[keyPath: key] {
            text += content
            return
        }
        let lines = content.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let core = Self.trimmed(line)
            guard !core.isEmpty else { return String(line) }
            let before = line.prefix { $0 == " " }
            let after = line.reversed().prefix { $0 == " " }
            return before + mark + core + mark + String(after)
        }
        let marked = lines.joined(separator: "\n")
        // Two neighbours of one mark would end and begin in one place.
        if marked.hasPrefix(mark), text.hasSuffix(mark), !text.hasSuffix("\\" + mark), text.utf8.count > mark.utf8.count
        {
            text.removeLast(mark.count)
            text += marked.dropFirst(mark.count)
        } else {
            text += marked
        }
    }

    private func appendCode(_ node: ENMLNode, to text: inout String) {
        let code = node.plainText.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard !code.isEmpty else { return }
        let fence = String(repeating: "`", count: Self.longestRun(of: "`", in: code) + 1)
        let space = code.hasPrefix("`") || code.hasSuffix("`") ? " " : ""
        text += fence + space + code + space + fence
    }

    private mutating func appendLink(_ node: ENMLNode, _ style: Style, to text: inout String) {
        guard let address = node["href"], !address.isEmpty else {
            for child in node.children { append(child, style, to: &text) }
            return
        }
        if address.hasPrefix("evernote:") { internalLinks += 1 }
        let isPlain = node.children.allSatisfy { if case .text = $0 { true } else { false } }
        let label = node.plainText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !isPlain || label.isEmpty else {
            text += Markdown.link(label, to: address)
            return
        }
        var content = "\u{0}"
        for child in node.children { append(child, style, to: &content) }
        content.removeFirst()
        let inner = content.split(separator: "\n").map(Self.trimmed).joined(separator: " ")
        text += inner.isEmpty ? Markdown.link(address, to: address) : Markdown.link(around: inner, to: address)
    }

    private mutating func reference(_ node: ENMLNode) -> String {
        let hash = (node["hash"] ?? "").lowercased()
        guard let found = media(hash) else {
            missing += 1
            return Markdown.inline("[attachment missing]")
        }
        used.insert(hash)
        return ENMLInline.reference(found)
    }

    /// A picture or a link.
    static func reference(_ media: (name: String, path: String, isPicture: Bool)) -> String {
        let destination = Markdown.destination(ofPath: media.path)
        return media.isPicture
            ? Markdown.image(media.name, at: destination) : Markdown.link(media.name, to: destination)
    }

    /// How many of a character stand together at most.
    static func longestRun(of character: Character, in text: String) -> Int {
        var (longest, run) = (0, 0)
        for each in text {
            run = each == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
