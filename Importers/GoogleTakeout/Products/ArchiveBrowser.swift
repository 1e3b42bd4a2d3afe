/// What `archive_browser.html` says: which folder is which product, in any language, and which files all parts of the
/// export hold together.
///
/// The markup, seen in exports of 2019 to 2026: for each product a heading with `data-english-name` (its key) and
/// `data-folder-name`, then `id="service-details-KEY"` with nested `extracted-folder-name` and leaves that are either
/// `extracted-file-name` or links of the class `takeout-resource-link`.
struct ArchiveBrowser {
    /// A file that the page lists.
    struct File {
        /// Its path below the root, as an entry has it, as well as the page tells it.
        let pathBelowRoot: String
        private let folderLength: Int

        /// - Parameters:
        ///   - folder: the folder of its product; empty when the page does not say.
        ///   - above: the folders below that one, a slash behind each.
        ///   - path: what stands below them.
        init(folder: String, above: String = "", path: Substring) {
            folderLength = folder.utf8.count
            var place = ""
            place.reserveCapacity(folderLength + 1 + above.utf8.count + path.utf8.count)
            place += folder
            place += "/"
            place += above
            place += path
            pathBelowRoot = place
        }

        /// The folder of its product; empty when the page does not say.
        var folder: Substring {
            pathBelowRoot[..<pathBelowRoot.utf8.index(pathBelowRoot.startIndex, offsetBy: folderLength)]
        }

        /// The last component.
        var name: Substring { pathBelowRoot.lastElement }
    }

    /// Products by the comparable name of their folder.
    private(set) var products: [String: TakeoutProduct] = [:]
    /// The files, in the order of the page.
    private(set) var files: [File] = []

    /// Reads a page. Any other page gives no products and no files.
    init(_ page: [UInt8]) {
        var reading = Reading(page)
        reading.run()
        products = reading.products
        files = reading.files
    }

    /// Whether the bytes are a page of this kind.
    var isEmpty: Bool { products.isEmpty && files.isEmpty }

    private struct Reading {
        var products: [String: TakeoutProduct] = [:]
        var files: [File] = []
        private var scanner: PageScanner
        /// Folder names by product key.
        private var folders: [String: String] = [:]
        /// The folder of the product whose files are being listed.
        private var folder = ""
        private var depth = 0
        /// Folders that are open, each with its path, a slash at its end, and the depth of the element it lies in.
        private var open: [(depth: Int, path: String)] = []
        private var capture: Capture?
        private var text = ""

        /// Folders nested deeper are no folders of a person: what they cost would grow with the square of the page.
        private static let maximumDepth = 200
        private static let detailsPrefix = "service-details-"

        private enum Capture: Equatable {
            case folderName(depth: Int)
            case fileName(depth: Int, link: String?)
            case link(String)
        }

        init(_ page: [UInt8]) { scanner = PageScanner(page) }

        mutating func run() {
            while let token = scanner.next() {
                switch token {
                case .open(let element, let tag): begin(element, tag)
                case .close(let element): end(element)
                case .text(let range): if capture != nil { text += scanner.text(range) }
                }
            }
        }

        private mutating func begin(_ element: PageScanner.Element, _ tag: Range<Int>) {
            if element == .div { depth += 1 }
            var (key, name, identifier, classes, link):
                (Range<Int>?, Range<Int>?, Range<Int>?, Range<Int>?, Range<Int>?)
            scanner.forEachAttribute(of: tag) { attribute, value in
                if attribute.equals("class") {
                    classes = classes ?? value
                } else if attribute.equals("id") {
                    identifier = identifier ?? value
                } else if attribute.equals("href") {
                    link = link ?? value
                } else if attribute.equals("data-english-name") {
                    key = key ?? value
                } else if attribute.equals("data-folder-name") {
                    name = name ?? value
                }
            }
            if let key, let name, !name.isEmpty {
                let (key, folder) = (scanner.text(key), scanner.text(name))
                folders[key] = folder
                products[ComparableName.of(folder)] = ProductNames.product(ofKey: key)
            }
            if let identifier, identifier.count > Self.detailsPrefix.utf8.count {
                let identifier = scanner.text(identifier)
                if identifier.hasPrefix(Self.detailsPrefix) {
                    folder = folders[String(identifier.dropFirst(Self.detailsPrefix.count))] ?? ""
                    open = []
                }
            }
            guard element != .other, let classes else { return }
            if scanner.hasWord("extracted-folder-name", in: classes) {
                start(.folderName(depth: depth))
            } else if scanner.hasWord("extracted-file-name", in: classes) {
                start(.fileName(depth: depth, link: nil))
            } else if let link, scanner.hasWord("takeout-resource-link", in: classes) {
                if case .fileName(let depth, _) = capture {
                    capture = .fileName(depth: depth, link: scanner.text(link))
                } else {
                    start(.link(scanner.text(link)))
                }
            }
        }

        private mutating func start(_ new: Capture) {
            capture = new
            text = ""
        }

        private mutating func end(_ element: PageScanner.Element) {
            switch (capture, element) {
            case (.folderName(let start), .div) where start == depth:
                // The folder's content stands in the element that holds the heading.
                if open.count < Self.maximumDepth {
                    open.append((depth - 1, (open.last?.path ?? "") + trimmed(text) + "/"))
                }
                capture = nil
            case (.fileName(let start, let link), .div) where start == depth:
                add(link: link)
                capture = nil
            case (.link(let link), .a):
                add(link: link)
                capture = nil
            default: break
            }
            guard element == .div else { return }
            depth -= 1
            while let last = open.last, last.depth > depth { open.removeLast() }
        }

        private mutating func add(link: String?) {
            guard let path = link.flatMap(Address.path) else {
                guard !text.isEmpty else { return }
                files.append(File(folder: folder, above: open.last?.path ?? "", path: trimmed(text)))
                return
            }
            // The link has the path as it is in the archive; the text is only shown.
            guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")), isFolder(path[..<slash]) else {
                files.append(File(folder: folder, path: path[...]))
                return
            }
            files.append(File(folder: folder, path: path[path.utf8.index(after: slash)...]))
        }

        /// Whether a name is that of the product's folder; nearly always letter for letter.
        private func isFolder(_ name: Substring) -> Bool {
            name.utf8.elementsEqual(folder.utf8) || ComparableName.of(name) == ComparableName.of(folder)
        }

        private func trimmed(_ text: String) -> Substring {
            var rest = text[...]
            while let first = rest.unicodeScalars.first, first.properties.isWhitespace {
                rest.unicodeScalars.removeFirst()
            }
            while let last = rest.unicodeScalars.last, Character(last).isNewline { rest.unicodeScalars.removeLast() }
            return rest
        }
    }
}

/// A relative reference (RFC 3986 section 4.2) of a page.
enum Address {
    /// The path with its percent-encoded bytes decoded; `nil` for an address with a scheme or a host.
    static func path(_ address: String) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(address.utf8.count)
        var rest = address.utf8[...]
        if rest.starts(with: "//".utf8) { return nil }
        if rest.starts(with: "./".utf8) { rest = rest.dropFirst(2) }
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: ":"), !bytes.contains(UInt8(ascii: "/")) { return nil }
            if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { break }
            if byte == UInt8(ascii: "%"), let decoded = hexadecimal(rest.prefix(2)) {
                bytes.append(decoded)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: Substring.UTF8View.SubSequence) -> UInt8? {
        guard digits.count == 2, let first = digits.first, let last = digits.last else { return nil }
        guard let high = hexadecimal(first), let low = hexadecimal(last) else { return nil }
        return high << 4 | low
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
