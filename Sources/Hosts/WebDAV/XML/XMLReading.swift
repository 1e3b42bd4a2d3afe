internal import FoundationXML
internal import Foundation
internal import Hosting

/// Reads XML that a server sent (XML 1.0), by libxml2: with limits, without document types, and never with a part of
/// it silently missing.
enum XMLReading {
    /// The most elements inside each other.
    static let maximumDepth = 64
    /// The most elements in a document: a small answer may hold many.
    static let maximumElements = 4_000_000

    /// Reads a document.
    ///
    /// - Parameter takeChild: gets each child of the root as soon as it is read; such a child is then not kept.
    /// - Returns: the root, with the children only when `takeChild` is `nil`.
    /// - Throws: `.unavailable` for what is no XML, holds a document type or is beyond the limits, and what
    ///   `takeChild` throws.
    @discardableResult
    static func read(
        _ bytes: [UInt8], takeChild: ((XMLTree) throws(StoreError) -> Void)? = nil
    ) throws(StoreError) -> XMLTree {
        guard XMLProlog.isPlain(bytes) else {
            throw StoreError(.unavailable, "the answer is no XML, or XML with a document type or in a rare encoding")
        }
        return try withoutActuallyEscaping(takeChild ?? { _ in }) { take throws(StoreError) in
            let builder = TreeBuilder(takeChild == nil ? nil : take)
            let parser = XMLParser(data: Data(bytes))
            parser.shouldProcessNamespaces = true
            parser.shouldResolveExternalEntities = false
            parser.delegate = builder
            let isWhole = parser.parse()
            if let problem = builder.problem { throw problem }
            guard isWhole, let root = builder.root else {
                throw StoreError(.unavailable, "the answer is XML that breaks off or is not well-formed")
            }
            return root
        }
    }
}

/// What may come before the root element.
enum XMLProlog {
    /// Whether a document has no document type (XML 1.0 section 2.8) and an encoding in which ASCII is ASCII, so that
    /// no document type can hide. Entities are defined in a document type only: without one every reference that is
    /// not predefined is an error, where libxml2 else drops the text and says that all is well.
    static func isPlain(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        if rest.starts(with: "<?xml".utf8) {
            guard let end = end(of: "?>", in: rest), isPlain(declaration: rest[..<end]) else { return false }
            rest = rest[end...]
        }
        while true {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            if rest.starts(with: "<!--".utf8) {
                guard let end = end(of: "-->", in: rest) else { return false }
                rest = rest[end...]
            } else if rest.starts(with: "<?".utf8) {
                guard let end = end(of: "?>", in: rest) else { return false }
                rest = rest[end...]
            } else {
                guard rest.first == UInt8(ascii: "<"), let next = rest.dropFirst().first else { return false }
                return next != UInt8(ascii: "!")
            }
        }
    }

    private static let encodings = ["utf-8", "utf8", "us-ascii", "iso-8859-1"]

    private static func isPlain(declaration: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: declaration, as: UTF8.self).lowercased()
        guard let range = text.firstRange(of: "encoding") else { return true }
        let value = text[range.upperBound...].split { "=\"' \t\r\n?>".contains($0) }.first
        return encodings.contains(String(value ?? ""))
    }

    private static func end(of mark: String, in bytes: ArraySlice<UInt8>) -> Int? {
        bytes.firstRange(of: Array(mark.utf8))?.upperBound
    }
}

/// Builds elements from what the parser reports.
private final class TreeBuilder: NSObject, XMLParserDelegate {
    private let takeChild: ((XMLTree) throws(StoreError) -> Void)?
    private var open: [XMLTree] = []
    private var count = 0
    private(set) var root: XMLTree?
    private(set) var problem: StoreError?

    init(_ takeChild: ((XMLTree) throws(StoreError) -> Void)?) { self.takeChild = takeChild }

    private func fail(_ parser: XMLParser, _ error: StoreError) {
        if problem == nil { problem = error }
        parser.abortParsing()
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName qName: String?, attributes attributeDict: [String: String] = [:]
    ) {
        guard problem == nil else { return }
        count += 1
        guard open.count < XMLReading.maximumDepth, count <= XMLReading.maximumElements else {
            return fail(parser, StoreError(.unavailable, "the answer is XML with too many elements"))
        }
        open.append(XMLTree(XMLName(namespaceURI ?? "", elementName), attributes: attributeDict))
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName qName: String?
    ) {
        guard problem == nil, let element = open.popLast() else { return }
        if open.isEmpty {
            root = element
        } else if open.count == 1, let takeChild {
            do { try takeChild(element) } catch { fail(parser, error) }
        } else {
            open[open.count - 1].children.append(element)
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { append(string) }

    func parser(_ parser: XMLParser, foundIgnorableWhitespace whitespaceString: String) { append(whitespaceString) }

    func parser(_ parser: XMLParser, foundCDATA CDATABlock: Data) {
        append(String(decoding: CDATABlock, as: UTF8.self))
    }

    private func append(_ text: String) {
        guard problem == nil, !open.isEmpty else { return }
        open[open.count - 1].text += text
    }

    func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) {
        fail(parser, StoreError(.unavailable, "the answer is XML that defines entities"))
    }

    func parser(_ parser: XMLParser, resolveExternalEntityName name: String, systemID: String?) -> Data? {
        fail(parser, StoreError(.unavailable, "the answer is XML that refers to other documents"))
        return nil
    }

    func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        if problem == nil {
            problem = StoreError(
                .unavailable, "the answer is XML that breaks off or is not well-formed (line \(parser.lineNumber))")
        }
    }
}
