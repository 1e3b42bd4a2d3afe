internal import Hosting
internal import XML

/// An element of an answer of S3: the name without its prefix, and either text or other elements.
struct S3Element: Equatable {
    let name: String
    var text = ""
    var children: [S3Element] = []

    /// The first child of a name.
    subscript(name: String) -> S3Element? { children.first { $0.name == name } }

    /// The text of the first child of a name.
    func text(of name: String) -> String? { self[name]?.text }

    /// All children of a name.
    func all(_ name: String) -> [S3Element] { children.filter { $0.name == name } }
}

/// Reads the XML of S3's answers: elements and text. Attributes are passed over.
enum S3XMLReader {
    /// The most elements inside each other.
    private static let maximumDepth = 16

    /// Reads a document.
    ///
    /// - Returns: its root.
    /// - Throws: `.unavailable` for what is no such XML.
    static func root(_ bytes: [UInt8]) throws(StoreError) -> S3Element {
        var options = XMLOptions()
        options.maximumDepth = maximumDepth
        // Some services write them into keys.
        options.allowsControlCharacters = true
        var reader = XMLReader(options: options)
        reader.add(bytes.span)
        reader.finish()
        var open: [S3Element] = []
        do throws(XMLError) {
            while let token = try reader.next() {
                switch token {
                case .start(let start): open.append(S3Element(name: start.name.local))
                case .text(let text): open[open.count - 1].text += text
                case .end:
                    var element = open.removeLast()
                    // Between elements there is only indentation.
                    if !element.children.isEmpty { element.text = "" }
                    guard !open.isEmpty else { return element }
                    open[open.count - 1].children.append(element)
                }
            }
        } catch {
            throw fault
        }
        throw fault
    }

    private static var fault: StoreError {
        StoreError(.unavailable, "the service answers with something that is no XML of S3")
    }
}
