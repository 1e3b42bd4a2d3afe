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
}
