internal import XML

/// An XML element with everything in it, in document order as far as this program needs it: text and children apart.
struct XMLTree: Hashable, Sendable {
    let name: XMLName
    /// The attributes by their names as written; none of those that WebDAV defines has a namespace.
    var attributes: [String: String]
    /// The character data directly inside, CDATA sections included.
    var text: String
    var children: [XMLTree]

    init(_ name: XMLName, attributes: [String: String] = [:], text: String = "", children: [XMLTree] = []) {
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children
    }

    /// The first child of a name.
    func child(_ name: XMLName) -> XMLTree? { children.first { $0.name == name } }

    /// All children of a name.
    func children(_ name: XMLName) -> [XMLTree] { children.filter { $0.name == name } }

    /// The text without the white space around it, as elements that hold one word or one URL are meant.
    var trimmedText: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        let bytes = text.utf8
        guard let start = bytes.firstIndex(where: { !isSpace($0) }), let end = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[start...end])
    }
}
