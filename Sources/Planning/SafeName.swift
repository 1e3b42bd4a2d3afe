internal import Items

/// Names that every store takes: ext4 (255 bytes), NTFS (no `\ / : * ? " < > |`, no control characters, no trailing
/// dot or space, no device names: Microsoft, "Naming Files, Paths, and Namespaces") and Nextcloud (no `.htaccess`, no
/// `.part` or `.filepart` ending: `forbidden_filenames` and `forbidden_filename_extensions` of its configuration).
public enum SafeName {
    /// The longest component given out, in UTF-8 bytes: 255 less room for a number and for a temporary ending.
    public static let maximumLength = 240

    /// A component that every store takes; the same text where it is one already.
    ///
    /// What is replaced becomes `_`, and different names may become one: the caller settles that.
    public static func component(_ name: String) -> String {
        if isSafe(name) { return name }
        var scalars = String.UnicodeScalarView()
        for scalar in name.unicodeScalars { scalars.append(isForbidden(scalar) ? "_" : scalar) }
        var safe = String(scalars)
        while let last = safe.utf8.last, last == UInt8(ascii: ".") || last == UInt8(ascii: " ") {
            safe.unicodeScalars.removeLast()
            safe += "_"
        }
        if safe.isEmpty { safe = "_" }
        if isReserved(safe) {
            let first = firstPart(of: safe)
            safe = first + "_" + safe[first.endIndex...]
        }
        if hasForbiddenEnding(safe) { safe += "_" }
        return shortened(safe)
    }

    /// The resource name of a calendar object or card: its UID where that is a plain name, else a hash of it, so that
    /// no UID can leave its collection or grow past the limits of a file system.
    public static func resource(uid: String, ending: String) -> String {
        let isPlain =
            !uid.isEmpty && uid.utf8.count <= 120 && uid.utf8.first != UInt8(ascii: ".")
            && uid.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "@"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        let stem = isPlain ? uid : String(Fingerprint(of: uid).description.prefix(32))
        return component(stem + ending)
    }

    /// `name` with a number before its ending: `photo (2).jpg`.
    public static func numbered(_ name: String, _ number: Int) -> String {
        let (stem, ending) = split(name)
        return shortened("\(stem) (\(number))\(ending)")
    }

    /// `path` with a label before its ending: `Drive/a (3f2a9c1b).txt`.
    static func labelled(_ path: String, _ label: String) -> String {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.utf8.index(after:)) ?? path.startIndex
        let (stem, ending) = split(String(path[slash...]))
        return "\(path[..<slash])\(stem) (\(label))\(ending)"
    }

    /// Two names with one key are one name on a file system that knows no case, or normalises.
    ///
    /// Hashing and comparing a `String` already treats canonically equivalent texts as one.
    public static func collisionKey(_ name: String) -> String { name.lowercased() }

    private static func isSafe(_ name: String) -> Bool {
        guard let last = name.utf8.last, name.utf8.count <= maximumLength else { return false }
        guard last != UInt8(ascii: "."), last != UInt8(ascii: " ") else { return false }
        // Most names are ASCII, and bytes are quicker to look at than scalars.
        let isPlain = name.utf8.allSatisfy { $0 < 0x80 && !isForbidden(ascii: $0) }
        guard isPlain || name.unicodeScalars.allSatisfy({ !isForbidden($0) }) else { return false }
        return !isReserved(name) && !hasForbiddenEnding(name)
    }

    private static func isForbidden(ascii byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x7F: true
        case UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: ":"), UInt8(ascii: "*"), UInt8(ascii: "?"),
            UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "|"):
            true
        default: false
        }
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return isForbidden(ascii: UInt8(truncatingIfNeeded: scalar.value)) }
        // C1 controls, line and paragraph separators, and what turns the direction of a line: a name is shown to people.
        switch scalar.value {
        case 0x80...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: return true
        default: return false
        }
    }

    private static let reserved: Set<String> = {
        var names: Set<String> = ["con", "prn", "aux", "nul", ".htaccess"]
        for digit in "123456789\u{B9}\u{B2}\u{B3}" { names.formUnion(["com\(digit)", "lpt\(digit)"]) }
        return names
    }()

    /// `NUL.tar.gz` is `NUL` to Windows: what comes before the first dot counts.
    private static func isReserved(_ name: String) -> Bool {
        let first = firstPart(of: name)
        // All reserved names are short: most names are decided by their length.
        return first.utf8.count <= 9 && reserved.contains(first.lowercased())
    }

    /// The name before its first dot. A leading dot does not count.
    private static func firstPart(of name: String) -> Substring {
        let start = name.utf8.first == UInt8(ascii: ".") ? name.utf8.index(after: name.startIndex) : name.startIndex
        return name[..<(name.utf8[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.endIndex)]
    }

    private static func hasForbiddenEnding(_ name: String) -> Bool {
        guard name.utf8.last == UInt8(ascii: "t") || name.utf8.last == UInt8(ascii: "T") else { return false }
        let lower = name.lowercased()
        return lower.hasSuffix(".part") || lower.hasSuffix(".filepart")
    }

    /// The name before its last dot, and the rest with the dot. A leading dot does not start an ending.
    private static func split(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    /// Cuts a long name in its middle: the start and the ending stay, a hash keeps it unique.
    private static func shortened(_ name: String) -> String {
        guard name.utf8.count > maximumLength else { return name }
        var (stem, ending) = split(name)
        if ending.utf8.count > 20 { (stem, ending) = (name, "") }
        let hash = "~" + String(Fingerprint(of: name).description.prefix(8))
        while stem.utf8.count + hash.utf8.count + ending.utf8.count > maximumLength { stem.removeLast() }
        return stem + hash + ending
    }
}
