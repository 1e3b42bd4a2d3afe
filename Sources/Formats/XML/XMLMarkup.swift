/// Tags and the other things that begin with `<`.
extension XMLReader {
    mutating func readMarkup() throws(XMLError) -> Step {
        let rest = buffer[position...]
        switch XMLBytes.markup(rest) {
        case .undecided: return .starved
        case .comment: return begin(.comment, after: 4)
        case .instruction: return begin(.instruction, after: 2)
        case .cdata:
            guard names.isInside else { throw error(.notWellFormed) }
            return begin(.cdata, after: 9)
        case .documentType: return try passDocumentType()
        case .other: throw error(.notWellFormed)
        case .tag:
            if !text.isEmpty { return .token(.text(try takeText(isWhole: true))) }
            guard let end = try tagEnd() else { return .starved }
            let tag = buffer[(position + 1)..<end]
            let token = tag.first == UInt8(ascii: "/") ? try endTag(tag.dropFirst()) : try startTag(tag)
            position = end + 1
            return .token(token)
        }
    }

    private mutating func begin(_ next: Mode, after count: Int) -> Step {
        mode = next
        position += count
        return .goOn
    }

    /// Where the tag ends that begins at the position: the first `>` outside of quotation marks.
    private mutating func tagEnd() throws(XMLError) -> Int? {
        var (index, quote) = tagScan ?? (position + 1, 0)
        while index < buffer.count, index - position <= options.maximumTagBytes {
            let byte = buffer[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                tagScan = nil
                return index
            }
            index += 1
        }
        guard index - position <= options.maximumTagBytes else { throw error(.overLimit) }
        tagScan = (index, quote)
        return nil
    }

    private mutating func endTag(_ tag: ArraySlice<UInt8>) throws(XMLError) -> XMLToken {
        let name = tag.prefix { !XMLBytes.isSpace($0) }
        guard tag[name.endIndex...].allSatisfy(XMLBytes.isSpace), let closed = names.close(name) else {
            throw error(.notWellFormed)
        }
        return .end(closed)
    }

    private mutating func startTag(_ tag: ArraySlice<UInt8>) throws(XMLError) -> XMLToken {
        let isEmpty = tag.last == UInt8(ascii: "/")
        var rest = isEmpty ? tag.dropLast() : tag
        let name = rest.prefix { !XMLBytes.isSpace($0) }
        rest = rest[name.endIndex...]
        guard XMLBytes.isName(name), !names.isDone else { throw error(.notWellFormed) }
        guard names.depth < options.maximumDepth else { throw error(.overLimit) }
        var attributes: [(name: ArraySlice<UInt8>, value: String)] = []
        while true {
            let isApart = rest.first.map(XMLBytes.isSpace) ?? true
            rest = rest.drop(while: XMLBytes.isSpace)
            if rest.isEmpty { break }
            guard isApart else { throw error(.notWellFormed) }
            guard attributes.count < options.maximumAttributes else { throw error(.overLimit) }
            attributes.append(try attribute(&rest))
        }
        guard let start = names.open(name, attributes) else { throw error(.notWellFormed) }
        guard !names.isOverLimit else { throw error(.overLimit) }
        if isEmpty { pendingEnd = names.close(name) }
        return .start(start)
    }

    private func attribute(
        _ rest: inout ArraySlice<UInt8>
    ) throws(XMLError) -> (name: ArraySlice<UInt8>, value: String) {
        let name = rest.prefix { !XMLBytes.isSpace($0) && $0 != UInt8(ascii: "=") }
        rest = rest[name.endIndex...].drop(while: XMLBytes.isSpace)
        guard XMLBytes.isName(name), rest.popFirst() == UInt8(ascii: "=") else { throw error(.notWellFormed) }
        rest = rest.drop(while: XMLBytes.isSpace)
        guard let quote = rest.popFirst(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            let end = rest.firstIndex(of: quote)
        else { throw error(.notWellFormed) }
        let raw = rest[..<end]
        rest = rest[(end + 1)...]
        return (name, try value(raw))
    }

    private func value(_ raw: ArraySlice<UInt8>) throws(XMLError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var index = raw.startIndex
        while index < raw.endIndex {
            let byte = raw[index]
            switch byte {
            case UInt8(ascii: "<"): throw error(.notWellFormed)
            case UInt8(ascii: "&"):
                guard let end = raw[index...].prefix(XMLBytes.longestReference).firstIndex(of: UInt8(ascii: ";")),
                    let scalar = XMLBytes.scalar(raw[(index + 1)..<end], options)
                else { throw error(.unknownEntity) }
                bytes += Array(String(scalar).utf8)
                index = end
            case 0x0D where index + 1 < raw.endIndex && raw[index + 1] == 0x0A: break
            case 0x09, 0x0A, 0x0D: bytes.append(0x20)
            case 0..<0x20 where !options.allowsControlCharacters: throw error(.notWellFormed)
            default: bytes.append(byte)
            }
            index += 1
        }
        guard let string = String(validating: bytes, as: UTF8.self) else { throw error(.encoding) }
        return string
    }

    /// Passes over a document type that is expected and declares nothing.
    private mutating func passDocumentType() throws(XMLError) -> Step {
        guard names.isBefore, !prolog.hasDocumentType else { throw error(.documentType) }
        guard let end = try tagEnd() else { return .starved }
        let declaration = buffer[(position + 9)..<end]
        let name = declaration.drop(while: XMLBytes.isSpace).prefix { !XMLBytes.isSpace($0) }
        // Entities can be declared between brackets only, or in what is never fetched.
        guard !declaration.contains(UInt8(ascii: "[")),
            options.documentTypes.contains(String(decoding: name, as: UTF8.self))
        else { throw error(.documentType) }
        prolog.hasDocumentType = true
        position = end + 1
        return .goOn
    }
}
