internal import Hosting
internal import XML

/// Reads XML that a server sent: with limits, without document types, and never with a part of it silently missing.
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
        var options = XMLOptions()
        options.maximumDepth = maximumDepth
        var reader = XMLReader(options: options)
        reader.add(bytes.span)
        reader.finish()
        var open: [XMLTree] = []
        var root: XMLTree?
        var count = 0
        while let token = try next(&reader) {
            switch token {
            case .start(let start):
                count += 1
                guard count <= maximumElements else {
                    throw StoreError(.unavailable, "the answer is XML with too many elements")
                }
                let attributes = start.attributes.map { ($0.name.local, $0.value) }
                open.append(XMLTree(start.name, attributes: Dictionary(attributes) { first, _ in first }))
            case .text(let text): open[open.count - 1].text += text
            case .end:
                let element = open.removeLast()
                if open.isEmpty {
                    root = element
                } else if open.count == 1, let takeChild {
                    try takeChild(element)
                } else {
                    open[open.count - 1].children.append(element)
                }
            }
        }
        guard let root else { throw StoreError(.unavailable, "the answer is no XML") }
        return root
    }

    private static func next(_ reader: inout XMLReader) throws(StoreError) -> XMLToken? {
        do throws(XMLError) {
            return try reader.next()
        } catch {
            throw StoreError(.unavailable, "the answer is XML that cannot be read: \(error.description)")
        }
    }
}
