/// The name of an entry as stored, on its way to a path.
struct EntryName {
    /// How the stored bytes are to be read.
    enum Encoding {
        /// Declared as UTF-8, or bytes of a file system; broken sequences become U+FFFD and the raw bytes are kept.
        case utf8
        /// Not declared: UTF-8 if it is valid as such, else code page 437 (APPNOTE appendix D).
        case undeclared
    }

    /// The bytes in the archive.
    let stored: UnsafeBufferPointer<UInt8>
    /// UTF-8 that replaces them: a Unicode path field, a converted code page, or repaired UTF-8.
    private let decoded: [UInt8]?
    private let backslashSeparates: Bool

    /// - Parameters:
    ///   - unicodePath: the content of an Info-ZIP Unicode path field (APPNOTE 4.6.9) that belongs to this name.
    ///   - fromDOS: whether the archive was made where `\` separates; then a name without `/` is split at `\`.
    init(
        _ stored: UnsafeBufferPointer<UInt8>,
        encoding: Encoding,
        unicodePath: UnsafeBufferPointer<UInt8>? = nil,
        fromDOS: Bool = false
    ) {
        self.stored = stored
        if let unicodePath, isValidUTF8(unicodePath) {
            decoded = unicodePath.elementsEqual(stored) ? nil : Array(unicodePath)
        } else if isValidUTF8(stored) {
            decoded = nil
        } else {
            switch encoding {
            case .utf8: decoded = Array(String(decoding: stored, as: UTF8.self).utf8)
            case .undeclared: decoded = CodePage437.utf8(stored)
            }
        }
        backslashSeparates = fromDOS && !stored.contains(UInt8(ascii: "/")) && stored.contains(UInt8(ascii: "\\"))
    }

    /// Whether the path will not encode to the stored bytes.
    var keepsRaw: Bool { decoded != nil || backslashSeparates }

    /// Appends the normal path and tells what makes the name unsafe as one, judged by both separators.
    func appendPath(to names: inout [UInt8]) -> EntryRefusal.PathFault? {
        if let decoded {
            return decoded.withUnsafeBufferPointer { append($0, to: &names) }
        }
        return append(stored, to: &names)
    }

    private func append(_ name: UnsafeBufferPointer<UInt8>, to names: inout [UInt8]) -> EntryRefusal.PathFault? {
        let slash = UInt8(ascii: "/")
        let backslash = UInt8(ascii: "\\")
        var fault: EntryRefusal.PathFault?
        if let first = name.first, first == slash || first == backslash { fault = .absolute }
        if name.count >= 2, name[1] == UInt8(ascii: ":"), isLetter(name[0]),
            name.count == 2 || name[2] == slash || name[2] == backslash
        {
            fault = .driveLetter
        }
        let start = names.count
        var segmentStart = 0
        // The segment by the stricter reading, in which both characters separate.
        var strictStart = 0
        for index in 0...name.count {
            let byte = index < name.count ? name[index] : slash
            if byte == 0 { fault = .nul }
            guard byte == slash || byte == backslash else { continue }
            if isParent(name, strictStart..<index), fault != .nul { fault = .parentSegment }
            strictStart = index + 1
            guard byte == slash || backslashSeparates else { continue }
            let isDot = index - segmentStart == 1 && name[segmentStart] == UInt8(ascii: ".")
            if index > segmentStart, !isDot {
                if names.count > start { names.append(slash) }
                names.append(contentsOf: UnsafeBufferPointer(rebasing: name[segmentStart..<index]))
            }
            segmentStart = index + 1
        }
        return fault ?? (names.count == start ? .empty : nil)
    }

    private func isParent(_ name: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        let dot = UInt8(ascii: ".")
        return range.count == 2 && name[range.lowerBound] == dot && name[range.lowerBound + 1] == dot
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

/// Whether the bytes are well-formed UTF-8; plain ASCII is told apart eight bytes at a time.
func isValidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index + 8 <= raw.count {
        if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
        index += 8
    }
    while index < raw.count, raw[index] < 0x80 { index += 1 }
    if index == raw.count { return true }
    return String(validating: UnsafeBufferPointer(rebasing: bytes[index...]), as: UTF8.self) != nil
}
