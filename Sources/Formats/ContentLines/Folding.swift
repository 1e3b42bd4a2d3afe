/// Folding of long lines, RFC 5545 section 3.1 and RFC 6350 section 3.2.
public enum Folding {
    /// The longest physical line in octets, without its line end.
    public static let limit = 75

    /// Appends `unfolded` as physical lines of at most 75 octets, each ended by CRLF.
    ///
    /// A UTF-8 sequence is never split. Bytes that are not UTF-8 are split at the limit.
    /// - Parameter unfolded: a whole content line without line end. It must not contain CR or LF.
    public static func fold(_ unfolded: [UInt8], into output: inout [UInt8]) {
        var start = 0
        var room = limit
        while unfolded.count - start > room {
            var end = start + room
            while end > start + room - 3, unfolded[end] & 0xC0 == 0x80 { end -= 1 }
            if unfolded[end] & 0xC0 == 0x80 { end = start + room }
            output.append(contentsOf: unfolded[start..<end])
            output += [ASCII.carriageReturn, ASCII.lineFeed, ASCII.space]
            start = end
            room = limit - 1
        }
        output.append(contentsOf: unfolded[start...])
        output += [ASCII.carriageReturn, ASCII.lineFeed]
    }

    /// The file with every line folded anew whose folds stand inside of a character, as RFC 5545 section 3.1 warns they
    /// may: programs that decode before they unfold refuse such text or turn all of it into other text.
    ///
    /// - Returns: `nil` when there is no such line.
    public static func mendingSplitCharacters(in bytes: [UInt8]) -> [UInt8]? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var patches: [PatchedRange.Patch] = []
        for line in ContentLineReader(bytes) where line.kind == .property {
            guard String(validating: bytes[line.copyRange], as: UTF8.self) == nil else { continue }
            let unfolded = line.unfolded
            guard String(validating: unfolded, as: UTF8.self) != nil else { continue }
            var folded: [UInt8] = []
            fold(unfolded, into: &folded)
            patches.append(PatchedRange.Patch(line.copyRange, folded))
        }
        guard !patches.isEmpty else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 8 * patches.count)
        PatchedRange(0..<bytes.count, patches).write(from: bytes, into: &output)
        return output
    }
}
