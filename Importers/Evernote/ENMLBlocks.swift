internal import MarkdownNotes

/// Turns the text of a note into Markdown, block by block.
struct ENMLBlocks {
    /// A piece of the result.
    private enum Piece {
        /// A line of text; neighbours are one paragraph with line breaks.
        case line(String)
        /// An item of a list; neighbours are one list.
        case item(String)
        /// A block of its own.
        case block(String)
        /// An empty line.
        case space
    }

    private(set) var inline: ENMLInline
    /// How many passages are encrypted.
    private(set) var encrypted = 0

    init(_ inline: ENMLInline) { self.inline = inline }

    /// The Markdown of the nodes of a note.
    mutating func markdown(_ nodes: [ENMLNode]) -> String { joined(pieces(nodes)) }

    private func joined(_ pieces: [Piece]) -> String {
        var text = ""
        var last: Piece?
        for piece in pieces {
            let separator: String
            switch (last, piece) {
            case (_, .space):
                if last != nil { last = .space }
                continue
            case (nil, _): separator = ""
            case (.line, .line): separator = "  \n"
            case (.item, .item): separator = "\n"
            default: separator = "\n\n"
            }
            switch piece {
            case .line(let content), .item(let content), .block(let content): text += separator + content
            case .space: break
            }
            last = piece
        }
        return text
    }

    private mutating func pieces(_ nodes: [ENMLNode]) -> [Piece] {
        var pieces: [Piece] = []
        var run: [ENMLNode] = []
        for node in nodes {
            if node.isBlock {
                flush(&run, into: &pieces)
                pieces += block(node)
            } else {
                run.append(node)
            }
        }
        flush(&run, into: &pieces)
        return pieces
    }

    /// Writes the lines that have gathered.
    private mutating func flush(_ run: inout [ENMLNode], into pieces: inout [Piece]) {
        defer { run = [] }
        let lines = inline.lines(run)
        let isBlank = lines.allSatisfy(\.isEmpty)
        if isBlank, lines.count < 2 { return }
        // A line break at the end of a line makes no empty one.
        for line in lines.count > 1 && lines.last?.isEmpty == true ? lines.dropLast() : lines[...] {
            if line.isEmpty {
                pieces.append(.space)
            } else if line.hasPrefix("\u{2611} ") || line.hasPrefix("\u{2610} ") {
                pieces.append(.item((line.hasPrefix("\u{2611}") ? "- [x] " : "- [ ] ") + line.dropFirst(2)))
            } else {
                pieces.append(.line(line))
            }
        }
    }

    private mutating func block(_ node: ENMLNode) -> [Piece] {
        switch node.name {
        case "h1", "h2", "h3", "h4", "h5", "h6":
            let level = Int(node.name.dropFirst()) ?? 1
            let text = inline.lines(node.children).filter { !$0.isEmpty }.joined(separator: " ")
            // The title is the heading of the first level.
            return text.isEmpty ? [.space] : [.block(String(repeating: "#", count: min(level + 1, 6)) + " " + text)]
        case "ul", "ol": return list(node).map { [.block($0)] } ?? []
        case "blockquote":
            let inner = joined(pieces(node.children))
            return inner.isEmpty ? [] : [.block(Markdown.quote(inner))]
        case "pre": return [.block(Self.fenced(node.plainText))]
        case "table": return [table(node)].compactMap { $0 }.map { .block($0) }
        case "hr": return [.block("* * *")]
        case "en-crypt":
            encrypted += 1
            let hint = node["hint"].map { " Hint: \($0)." } ?? ""
            let said = Markdown.quote(
                Markdown.inline("Encrypted by Evernote, which alone can decrypt it (\(node["cipher"] ?? "?")).\(hint)"))
            return [.block(said + "\n\n" + Self.fenced(node.plainText))]
        case "p": return [.space] + pieces(node.children) + [.space]
        case "div" where node.hasStyle("--en-codeblock", "true") || node.hasStyle("-en-codeblock", "true"):
            return [.block(Self.fenced(node.plainText))]
        default: return pieces(node.children)
        }
    }

    private static func fenced(_ text: String) -> String {
        let fence = String(repeating: "`", count: max(3, ENMLInline.longestRun(of: "`", in: text) + 1))
        let lines = text.replacing("\u{A0}", with: " ").split(separator: "\n", omittingEmptySubsequences: false)
        let code = lines.last?.isEmpty == true ? lines.dropLast() : lines[...]
        return fence + "\n" + code.joined(separator: "\n") + "\n" + fence
    }

    private mutating func list(_ node: ENMLNode) -> String? {
        let isOrdered = node.name == "ol"
        let isChecked = node.hasStyle("--en-todo", "true")
        var number = node["start"].flatMap { Int($0) } ?? 1
        var lines: [String] = []
        for child in node.children where child.isBlock || !child.plainText.allSatisfy(\.isWhitespace) {
            if child.name == "ul" || child.name == "ol" {
                // A list directly in a list belongs to the item before.
                if let inner = list(child) { lines.append(Self.indented(inner, by: isOrdered ? 3 : 2)) }
                continue
            }
            let mark: String
            if isChecked || child.hasStyle("--en-checked", "true") || child.hasStyle("--en-checked", "false") {
                mark = child.hasStyle("--en-checked", "true") ? "- [x] " : "- [ ] "
            } else {
                mark = isOrdered ? "\(number). " : "- "
            }
            number += 1
            let content = item(child.name == "li" ? child.children : [child])
            lines.append(mark + Self.indented(content, by: isOrdered ? mark.count : 2, isFirstToo: false))
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    /// What is in an item: a list in it follows its text without an empty line.
    private mutating func item(_ nodes: [ENMLNode]) -> String {
        var text = ""
        for piece in pieces(nodes) {
            switch piece {
            case .space: continue
            case .line(let content):
                text += text.isEmpty ? content : "  \n" + content
            case .item(let content):
                // Its own mark stands before it already.
                text += text.isEmpty && !content.hasPrefix("- [x]") ? String(content.dropFirst(2)) : "\n" + content
            case .block(let content): text += text.isEmpty ? content : "\n" + content
            }
        }
        return text
    }

    private static func indented(_ text: String, by count: Int, isFirstToo: Bool = true) -> String {
        let indent = String(repeating: " ", count: count)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line in
            line.isEmpty || (index == 0 && !isFirstToo) ? String(line) : indent + line
        }.joined(separator: "\n")
    }

    /// A table as GitHub Flavored Markdown has it: the first row is the head.
    private mutating func table(_ node: ENMLNode) -> String? {
        var rows: [[String]] = []
        collectRows(node, into: &rows)
        let width = rows.map(\.count).max() ?? 0
        guard width > 0 else { return nil }
        var lines = rows.map { row in
            "| " + (row + Array(repeating: "", count: width - row.count)).joined(separator: " | ") + " |"
        }
        lines.insert("|" + String(repeating: " --- |", count: width), at: 1)
        return lines.joined(separator: "\n")
    }

    private mutating func collectRows(_ node: ENMLNode, into rows: inout [[String]]) {
        for child in node.children {
            switch child.name {
            case "tr":
                var row: [String] = []
                for cell in child.children where cell.name == "td" || cell.name == "th" {
                    row.append(self.cell(cell))
                }
                rows.append(row)
            case "tbody", "thead", "tfoot": collectRows(child, into: &rows)
            default: break
            }
        }
    }

    /// A cell in one line.
    private mutating func cell(_ node: ENMLNode) -> String {
        var lines: [String] = []
        for piece in pieces(node.children) {
            switch piece {
            case .line(let content), .item(let content), .block(let content):
                lines += content.split(separator: "\n").map { $0.trimmingSpaces }
            case .space: continue
            }
        }
        return lines.joined(separator: "<br>")
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
