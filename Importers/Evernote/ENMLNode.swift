internal import XML

/// An element of the text of a note, or a piece of its text.
indirect enum ENMLNode {
    case text(String)
    case element(XMLStart, [ENMLNode])

    /// Reads the text of a note (ENML, an XHTML without the outer elements).
    ///
    /// - Returns: what is in it, and whether it was read to its end.
    static func read(_ content: String) -> (nodes: [ENMLNode], isWhole: Bool) {
        var options = XMLOptions()
        options.documentTypes = ["en-note"]
        options.entities = HTMLEntities.all
        options.maximumDepth = 200
        var reader = XMLReader(options: options)
        reader.add(Array(content.utf8).span)
        reader.finish()
        var open: [(start: XMLStart?, children: [ENMLNode])] = [(nil, [])]
        var isWhole = true
        do throws(XMLError) {
            while let token = try reader.next() {
                switch token {
                case .start(let start): open.append((start, []))
                case .text(let text): open[open.count - 1].children.append(.text(text))
                case .end: close(&open)
                }
            }
        } catch {
            isWhole = false
        }
        while open.count > 1 { close(&open) }
        return (open[0].children, isWhole)
    }

    private static func close(_ open: inout [(start: XMLStart?, children: [ENMLNode])]) {
        let (start, children) = open.removeLast()
        if let start { open[open.count - 1].children.append(.element(start, children)) }
    }

    /// The name of the element in lower case; empty for text.
    var name: String {
        guard case .element(let start, _) = self else { return "" }
        return start.name.local.lowercased()
    }

    var children: [ENMLNode] {
        guard case .element(_, let children) = self else { return [] }
        return children
    }

    /// The value of an attribute.
    subscript(_ attribute: String) -> String? {
        guard case .element(let start, _) = self else { return nil }
        return start[attribute]
    }

    /// Whether the `style` attribute sets a property to a value.
    func hasStyle(_ property: String, _ value: String) -> Bool {
        guard let style = self["style"], style.contains(property) else { return false }
        return style.split(separator: ";").contains { declaration in
            let words = declaration.split(separator: ":", maxSplits: 1).map { $0.filter { $0 != " " } }
            return words.count == 2 && words[0] == property && words[1].lowercased() == value
        }
    }

    /// The text in it, line breaks where elements make them.
    var plainText: String {
        if case .text(let text) = self { return text }
        let inner = children.map(\.plainText).joined()
        switch name {
        case "br": return "\n"
        case "div", "p", "li", "tr": return inner.hasSuffix("\n") ? inner : inner + "\n"
        default: return inner
        }
    }

    /// Whether it makes a block of its own.
    var isBlock: Bool {
        switch name {
        case "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "table", "tbody",
            "thead", "tfoot", "tr", "td", "th", "hr", "center", "dl", "dt", "dd", "en-note", "en-crypt":
            true
        // Newer versions put blocks into spans.
        default: children.contains(where: \.isBlock)
        }
    }
}
