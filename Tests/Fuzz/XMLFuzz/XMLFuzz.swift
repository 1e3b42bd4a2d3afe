// Compiled into one module with the sources that turn the text of Evernote's notes into Markdown.
internal import XML

/// Feeds bytes to the reader and to the conversion of notes, and checks what must hold for any bytes at all. The first
/// byte is the size of the chunks and chooses the options.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzXML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let document = Array(bytes.dropFirst())
    if first & 0x80 != 0 {
        let (nodes, _) = ENMLNode.read(String(decoding: document, as: UTF8.self))
        var blocks = ENMLBlocks(ENMLInline { $0.isEmpty ? nil : ($0, "folder/\($0)", $0.utf8.count % 2 == 0) })
        let markdown = blocks.markdown(nodes)
        // Nothing in a text makes the note grow beyond what escapes and indents can.
        check(markdown.utf8.count <= 4096 + document.count * document.count, "a note grows without bound")
        return 0
    }
    var options = XMLOptions()
    options.allowsControlCharacters = first & 0x40 != 0
    options.documentTypes = ["a"]
    options.entities = ["nbsp": "\u{A0}"]
    options.maximumDepth = 8
    options.maximumTagBytes = 200
    options.textPiece = 16 + Int(first & 0x20)
    let whole = result(of: document, chunk: document.count + 1, options)
    let pieces = result(of: document, chunk: 1 + Int(first & 0x1F), options)
    check(whole.tokens == pieces.tokens, "chunks change the tokens")
    // Of two errors in one text, chunks decide which is met first.
    check((whole.error == nil) == (pieces.error == nil), "chunks change whether there is an error")
    check(whole.depth == 0 || whole.error != nil, "an element has no end")
    return 0
}

private struct Result {
    var tokens: [XMLToken] = []
    var error: XMLError.Code?
    var depth = 0
}

/// The tokens, neighbouring texts joined, and what ended them.
private func result(of document: [UInt8], chunk: Int, _ options: XMLOptions) -> Result {
    var reader = XMLReader(options: options)
    var result = Result()
    var text = ""
    func take(_ token: XMLToken) {
        if case .text(let piece) = token {
            text += piece
            return
        }
        if !text.isEmpty { result.tokens.append(.text(text)) }
        text = ""
        result.tokens.append(token)
        switch token {
        case .start: result.depth += 1
        case .end: result.depth -= 1
        case .text: break
        }
        check(result.depth >= 0 && result.depth <= options.maximumDepth, "elements are not nested")
    }
    do {
        var rest = document[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            reader.add(piece.span)
            while let token = try reader.next() { take(token) }
        }
        reader.finish()
        while let token = try reader.next() { take(token) }
    } catch {
        // How much of a text comes before an error depends on the chunks; the elements do not.
        result.error = error.code
    }
    return result
}

private func check(_ holds: Bool, _ rule: String) {
    if !holds { fatalError(rule) }
}
