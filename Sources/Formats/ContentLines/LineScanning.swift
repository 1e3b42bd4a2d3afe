/// The scanning that the reader and the line share. Every function looks at each octet a bounded number of times.
enum LineScanning {
    /// The offset of the first CR or LF in `range`, or its end.
    @inline(__always)
    static func lineEnd(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Int {
        var index = start
        while index < end {
            let byte = bytes[index]
            if byte == ASCII.lineFeed || byte == ASCII.carriageReturn { return index }
            index += 1
        }
        return end
    }

    /// How many octets the line end at `index` takes: LF, CR, CRLF, or the CRCRLF that a text-mode copy of a CRLF file
    /// leaves behind.
    @inline(__always)
    static func terminatorLength(in bytes: Span<UInt8>, at index: Int, to end: Int) -> Int {
        guard bytes[index] == ASCII.carriageReturn, index + 1 < end else { return 1 }
        if bytes[index + 1] == ASCII.lineFeed { return 2 }
        let isDoubled = bytes[index + 1] == ASCII.carriageReturn && index + 2 < end
        return isDoubled && bytes[index + 2] == ASCII.lineFeed ? 3 : 1
    }

    /// The offset behind the fold at `index`, which holds a line end inside a logical line.
    static func foldEnd(in bytes: Span<UInt8>, at index: Int, to end: Int) -> Int {
        let next = index + terminatorLength(in: bytes, at: index, to: end)
        return next < end && isFoldSpace(bytes[next]) ? next + 1 : next
    }

    @inline(__always)
    static func isFoldSpace(_ byte: UInt8) -> Bool {
        byte == ASCII.space || byte == ASCII.tab
    }

    /// The parts of a content line in front of its value, as offsets of raw bytes.
    struct Head {
        /// Where the name starts, behind the group.
        var nameStart = 0
        var nameEnd = 0
        /// The end of the group's dot, or the start of the name if there is no group.
        var groupStart = 0
        /// The colon in front of the value; nil for a line that is no property.
        var colon: Int?
        /// Whether a fold lies in front of the colon.
        var isFolded = false
        var isBlank = true
    }

    /// Finds name, group and colon of the logical line at `start ..< end`.
    ///
    /// A colon inside a quoted parameter value does not end the head. If there is no other one, because a quotation
    /// mark is missing or misplaced, it does: the first one behind a mark that is never closed, else the first.
    static func head(in bytes: Span<UInt8>, from start: Int, to end: Int) -> Head {
        var head = Head(nameStart: start, nameEnd: start, groupStart: start)
        var index = start
        var inName = true
        var inQuotes = false
        var colonInOpenQuotes: Int?
        var colonInQuotes: Int?
        while index < end {
            let byte = bytes[index]
            if byte == ASCII.lineFeed || byte == ASCII.carriageReturn {
                head.isFolded = true
                index = foldEnd(in: bytes, at: index, to: end)
                continue
            }
            if head.isBlank {
                guard !isFoldSpace(byte) else {
                    index += 1
                    continue
                }
                head.isBlank = false
                head.isFolded = false
                head.nameStart = index
                head.groupStart = index
            }
            if byte == ASCII.colon {
                if !inQuotes {
                    head.colon = index
                    break
                }
                colonInQuotes = colonInQuotes ?? index
                colonInOpenQuotes = colonInOpenQuotes ?? index
            } else if inName {
                if byte == ASCII.semicolon {
                    inName = false
                    head.nameEnd = index
                } else if byte == ASCII.dot && head.nameStart == head.groupStart {
                    head.nameStart = index + 1
                }
            } else if byte == ASCII.quote {
                inQuotes.toggle()
                colonInOpenQuotes = nil
            }
            index += 1
        }
        head.colon = head.colon ?? colonInOpenQuotes ?? colonInQuotes
        if inName { head.nameEnd = head.colon ?? end }
        return head
    }
}
