/// A bookmark file as Netscape made it and every browser reads and writes it
/// (https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/platform-apis/aa753582(v=vs.85)).
public enum BookmarkFile {
    /// How deeply folders are kept nested; what lies deeper goes into the folder above.
    static let maximumDepth = 64

    /// Reads a file, tolerantly: what is neither a folder nor a bookmark is passed over.
    ///
    /// - Returns: what lies at the top; `nil` for what is no bookmark file.
    public static func read(_ bytes: [UInt8]) -> [BookmarkNode]? {
        let head = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
        guard head.contains("netscape-bookmark-file") else { return nil }
        var builder = BookmarkTree()
        var scanner = MarkupScanner(bytes)
        while let tag = scanner.nextTag() {
            switch tag.name {
            case "h3": builder.begin(folder(tag, title: scanner.text(until: ["/h3", "dl", "dt", "a"])))
            case "dl": builder.open()
            case "/dl": builder.close()
            case "a":
                let title = scanner.text(until: ["/a", "dt", "dd", "/dl", "dl"])
                guard let address = tag.attributes["href"], !address.isEmpty else { continue }
                let tags = tag.attributes["tags"]?.split(separator: ",").map(String.init) ?? []
                builder.add(
                    Bookmark(address: address, title: title, added: time(tag), tags: tags))
            case "dd": builder.describe(scanner.text(until: ["dt", "/dl", "dl", "dd"]))
            default: continue
            }
        }
        return builder.finish()
    }

    private static func folder(_ tag: MarkupTag, title: String) -> BookmarkFolder {
        BookmarkFolder(
            title: title, added: time(tag), isToolbar: tag.attributes["personal_toolbar_folder"]?.lowercased() == "true"
        )
    }

    private static func time(_ tag: MarkupTag) -> Int64? { tag.attributes["add_date"].flatMap { Int64($0) } }

    /// Writes a file.
    ///
    /// - Parameter title: what all of it is called.
    public static func write(_ nodes: [BookmarkNode], title: String) -> [UInt8] {
        let name = MarkupText.escaped(title)
        var text = """
            <!DOCTYPE NETSCAPE-Bookmark-file-1>
            <META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
            <TITLE>\(name)</TITLE>
            <H1>\(name)</H1>
            <DL><p>

            """
        write(nodes, depth: 1, into: &text)
        text += "</DL><p>\n"
        return Array(text.utf8)
    }

    private static func write(_ nodes: [BookmarkNode], depth: Int, into text: inout String) {
        let indent = String(repeating: "    ", count: depth)
        for node in nodes {
            switch node {
            case .page(let page):
                text += "\(indent)<DT><A HREF=\"\(MarkupText.escaped(page.address))\""
                if let added = page.added { text += " ADD_DATE=\"\(added)\"" }
                if !page.tags.isEmpty { text += " TAGS=\"\(MarkupText.escaped(page.tags.joined(separator: ",")))\"" }
                text += ">\(MarkupText.escaped(page.title))</A>\n"
                if !page.note.isEmpty { text += "\(indent)<DD>\(MarkupText.escaped(page.note))\n" }
            case .folder(let folder):
                text += "\(indent)<DT><H3"
                if let added = folder.added { text += " ADD_DATE=\"\(added)\"" }
                if folder.isToolbar { text += " PERSONAL_TOOLBAR_FOLDER=\"true\"" }
                text += ">\(MarkupText.escaped(folder.title))</H3>\n\(indent)<DL><p>\n"
                write(folder.nodes, depth: depth + 1, into: &text)
                text += "\(indent)</DL><p>\n"
            }
        }
    }
}

/// Bookmarks and folders as a file names them one after the other.
private struct BookmarkTree {
    private var stack: [BookmarkFolder] = [BookmarkFolder(title: "")]
    /// Lists that were opened without a folder of their own, and so close nothing.
    private var lists: [Bool] = []
    private var announced: BookmarkFolder?

    mutating func begin(_ folder: BookmarkFolder) {
        give()
        announced = folder
    }

    mutating func open() {
        guard let folder = announced, stack.count <= BookmarkFile.maximumDepth else {
            give()
            lists.append(false)
            return
        }
        announced = nil
        stack.append(folder)
        lists.append(true)
    }

    mutating func close() {
        give()
        guard lists.popLast() == true, let folder = stack.popLast() else { return }
        stack[stack.count - 1].nodes.append(.folder(folder))
    }

    mutating func add(_ page: Bookmark) {
        give()
        stack[stack.count - 1].nodes.append(.page(page))
    }

    mutating func describe(_ note: String) {
        guard announced == nil, let last = stack[stack.count - 1].nodes.popLast() else { return }
        guard case .page(var page) = last, !note.isEmpty else {
            stack[stack.count - 1].nodes.append(last)
            return
        }
        page.note = note
        stack[stack.count - 1].nodes.append(.page(page))
    }

    /// A folder whose list never began is an empty one.
    private mutating func give() {
        guard let folder = announced else { return }
        announced = nil
        stack[stack.count - 1].nodes.append(.folder(folder))
    }

    mutating func finish() -> [BookmarkNode] {
        while !lists.isEmpty { close() }
        give()
        return stack[0].nodes
    }
}
