internal import ContentLines

extension Card {
    /// The card with that UID, in place of the one it has or as a new line.
    public func settingUID(_ uid: String) -> Card {
        replacing(newLine("UID", [uid])) { $0.hasName("UID") }
    }

    /// The card with an FN, if it has none; else the card itself.
    public func settingFormattedName(_ name: String) -> Card {
        hasFormattedName ? self : replacing(newLine("FN", [name])) { $0.hasName("FN") }
    }

    /// The card with those of the categories that it lacks, at the end of its first CATEGORIES or in a new line if
    /// that one is encoded or not UTF-8.
    public func addingCategories(_ added: [String]) -> Card {
        var known = Set(categories)
        let missing = added.filter { !$0.isEmpty && known.insert($0).inserted }
        if missing.isEmpty { return self }
        var first: ContentLine?
        each { line in
            if first == nil, line.hasName("CATEGORIES") { first = line }
        }
        guard let line = first, !line.isEncoded(as: "QUOTED-PRINTABLE"), !line.isEncoded(as: "BASE64"),
            line.firstParameterValue("CHARSET") == nil, String(validating: line.unfolded, as: UTF8.self) != nil
        else {
            return replacing(newLine("CATEGORIES", missing)) { _ in false }
        }
        var unfolded = line.unfolded
        if !ASCII.trimmed(line.value).isEmpty { unfolded.append(ASCII.comma) }
        for (index, category) in missing.enumerated() {
            if index > 0 { unfolded.append(ASCII.comma) }
            unfolded += TextValue.escape(category)
        }
        var folded: [UInt8] = []
        Folding.fold(unfolded, into: &folded)
        return replacing(folded) { $0.range == line.range }
    }

    /// The card with a photo in it: in place of a photo at a URI, or as a new line. A card that has a photo in it
    /// stays as it is.
    /// - Parameter type: the subtype of the image's media type, `jpeg` for instance.
    public func addingPhoto(_ image: [UInt8], type: String) -> Card {
        if photo == .inline { return self }
        let base64 = Base64.encode(image)
        var builder = ContentLineBuilder("PHOTO")
        var line: [UInt8]
        switch version {
        case .v40:
            line = builder.line(value: Array("data:image/\(type.lowercased());base64,".utf8) + base64)
        case .v30, nil:
            builder.addParameter("ENCODING", ["b"])
            builder.addParameter("TYPE", [type.uppercased()])
            line = builder.line(value: base64)
        case .v21:
            builder.addParameter("ENCODING", ["BASE64"])
            builder.addParameter("TYPE", [type.uppercased()])
            // A blank line ends base64 text, vCard 2.1 section 2.1.3.
            line = builder.line(value: base64) + [ASCII.carriageReturn, ASCII.lineFeed]
        }
        return replacing(line) { $0.hasName("PHOTO") }
    }

    /// A line with a list of text values, in the manner of the card's version.
    private func newLine(_ name: PropertyName, _ values: [String]) -> [UInt8] {
        var builder = ContentLineBuilder(name)
        var value: [UInt8] = []
        for (index, text) in values.enumerated() {
            if index > 0 { value.append(ASCII.comma) }
            value += TextValue.escape(text)
        }
        if version == .v21, value.contains(where: { $0 >= 0x80 }) { builder.addParameter("CHARSET", ["UTF-8"]) }
        return builder.line(value: value)
    }

    private func each(_ body: (ContentLine) -> Void) {
        CardLines.each(in: bytes) { line, isNested in
            if !isNested { body(line) }
        }
    }

    /// The card with `newLine` in place of the first line that matches. If none does, it stands behind VERSION, which
    /// must come first in vCard 4.0, or behind BEGIN; no open value can swallow it there.
    private func replacing(_ newLine: [UInt8], where matches: (ContentLine) -> Bool) -> Card {
        let bytes = bytes
        var match: Range<Int>?
        var versionEnd: Int?
        each { line in
            if match == nil, line.kind == .property, matches(line) { match = line.copyRange }
            if line.hasName("VERSION") { versionEnd = versionEnd ?? line.range.upperBound }
        }
        let beginEnd = ContentLineReader(bytes).first { $0.hasName("BEGIN") }?.range.upperBound ?? 0
        let insertion = versionEnd ?? beginEnd
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + newLine.count)
        let patch = PatchedRange.Patch(match ?? insertion..<insertion, newLine)
        PatchedRange(0..<bytes.count, [patch]).write(from: bytes, into: &output)
        return Card(changed: output)
    }
}

/// Base64, RFC 4648 section 4.
enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let count = min(3, bytes.count - start)
            var group: UInt32 = 0
            for offset in 0..<3 {
                group = group << 8 | (offset < count ? UInt32(bytes[start + offset]) : 0)
            }
            for digit in 0..<4 {
                let value = digits[Int(group >> (18 - 6 * UInt32(digit)) & 0x3F)]
                result.append(digit <= count ? value : ASCII.equals)
            }
        }
        return result
    }
}
