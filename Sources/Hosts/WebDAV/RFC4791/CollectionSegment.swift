internal import Items

/// The last segment of the address of a new collection.
enum CollectionSegment {
    /// The segment for a path: the path itself where it is plain, else what is plain in it and the beginning of its
    /// fingerprint. A calendar is called by its display name, with every character it has; Radicale refuses some of
    /// these in an address, SOGo others.
    static func portable(_ path: String) -> String {
        if isPlain(path) { return path }
        var words: [UInt8] = []
        for byte in path.utf8 {
            if isPlain(byte) {
                words.append(byte)
            } else if let last = words.last, last != UInt8(ascii: "-") {
                words.append(UInt8(ascii: "-"))
            }
        }
        let stem = String(decoding: words.prefix(40), as: UTF8.self)
        let mark = Fingerprint(of: path).description.prefix(8)
        return stem.isEmpty || stem.hasSuffix("-") ? stem + mark : "\(stem)-\(mark)"
    }

    private static func isPlain(_ path: String) -> Bool {
        path.utf8.count <= 200 && path.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: ".") }
            && path.utf8.first != UInt8(ascii: ".")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
