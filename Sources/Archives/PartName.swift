/// What the file name of a part says about its place in an export.
///
/// Google: `takeout-20240525T201456Z-001.zip`, since May 2025 `takeout-20260605T094613Z-3-001.zip`, where the first
/// number is the bundle and the last one the part. Apple: `iCloud Photos Part 1 of 20.zip`. Browsers and file managers
/// add ` (1)` or ` copy`; people put words in front.
public struct PartName: Hashable, Sendable {
    /// What comes before the stamp or before `Part N of M`; the whole name without its extension otherwise.
    public let prefix: String
    /// The UTC time of the request as `YYYYMMDDTHHMMSSZ`: the same in all parts of one export.
    public let stamp: String?
    /// The bundle within the export. Bundles are series of their own; their numbers need not be contiguous.
    public let bundle: Int?
    /// The place in the series, from 1.
    public let number: Int?
    /// How many parts the series has, if the name tells.
    public let total: Int?
    /// Whether the name has the mark of a second download or of a copied file.
    public let isCopy: Bool
    /// What kind of archive the name promises, in lower case: `zip`, `tgz`, `tar.gz`...; empty if none.
    public let archiveExtension: String

    /// Whether the name is that of a part of a series.
    public var isNumbered: Bool { number != nil }

    /// Reads a file name (without directories).
    public init(_ fileName: String) {
        var name = Substring(fileName)
        archiveExtension = Self.takeExtension(from: &name)
        var stem = name
        isCopy = Self.takeCopyMark(from: &stem)
        if let series = Self.stamped(stem) {
            (prefix, stamp, bundle, number) = (
                String(series.prefix), String(series.stamp), series.bundle, series.number
            )
            total = nil
        } else if let series = Self.counted(stem) {
            (prefix, number, total) = (String(series.prefix), series.number, series.total)
            (stamp, bundle) = (nil, nil)
        } else {
            prefix = String(name)
            (stamp, bundle, number, total) = (nil, nil, nil, nil)
        }
    }

    private static let extensions = [
        ".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".tbz", ".txz", ".tar", ".zip",
    ]

    private static func takeExtension(from name: inout Substring) -> String {
        for candidate in extensions where name.utf8.count > candidate.utf8.count {
            let tail = name.utf8.suffix(candidate.utf8.count)
            if zip(tail, candidate.utf8).allSatisfy({ lowercase($0) == $1 }) {
                name = name[..<tail.startIndex]
                return String(candidate.dropFirst())
            }
        }
        return ""
    }

    /// ` (1)`, `(1)`, ` copy`, ` copy 2`, ` - Copy`, ` - Copy (2)`.
    private static func takeCopyMark(from stem: inout Substring) -> Bool {
        var rest = stem
        var found = false
        if rest.utf8.last == UInt8(ascii: ")") {
            var inner = rest.dropLast()
            if takeNumber(from: &inner) != nil, inner.utf8.last == UInt8(ascii: "(") {
                rest = trimmed(inner.dropLast())
                found = true
            }
        }
        var words = rest
        if takeNumber(from: &words) != nil, words.utf8.last == UInt8(ascii: " ") {
            words = trimmed(words)
        } else {
            words = rest
        }
        for mark in [" - copy", " copy"] where words.utf8.count > mark.utf8.count {
            let tail = words.utf8.suffix(mark.utf8.count)
            if zip(tail, mark.utf8).allSatisfy({ lowercase($0) == $1 }) {
                rest = words[..<tail.startIndex]
                found = true
                break
            }
        }
        if found, !rest.isEmpty { stem = rest }
        return found
    }

    /// `prefix-stamp[-bundle]-number`, the number with three digits or more.
    private static func stamped(
        _ stem: Substring
    ) -> (prefix: Substring, stamp: Substring, bundle: Int?, number: Int)? {
        var rest = stem
        guard let last = takeNumber(from: &rest), last.digits >= 3, takeHyphen(from: &rest) else { return nil }
        if let (prefix, stamp) = splitStamp(rest) { return (prefix, stamp, nil, last.value) }
        guard let bundle = takeNumber(from: &rest), takeHyphen(from: &rest), let (prefix, stamp) = splitStamp(rest)
        else {
            return nil
        }
        return (prefix, stamp, bundle.value, last.value)
    }

    /// `prefix-YYYYMMDDTHHMMSSZ` with six or seven digits after the T.
    private static func splitStamp(_ text: Substring) -> (Substring, Substring)? {
        for length in [16, 17] where text.utf8.count > length + 1 {
            let stamp = text.utf8.suffix(length)
            let shape = stamp.enumerated().allSatisfy { index, byte in
                switch index {
                case 8: byte == UInt8(ascii: "T")
                case length - 1: byte == UInt8(ascii: "Z")
                default: isDigit(byte)
                }
            }
            let prefix = text[..<stamp.startIndex]
            if shape, prefix.utf8.last == UInt8(ascii: "-") { return (prefix.dropLast(), text[stamp.startIndex...]) }
        }
        return nil
    }

    /// `prefix Part N of M`.
    private static func counted(_ stem: Substring) -> (prefix: Substring, number: Int, total: Int)? {
        var rest = stem
        guard let total = takeNumber(from: &rest), rest.hasSuffix(" of ") else { return nil }
        rest = rest.dropLast(4)
        guard let number = takeNumber(from: &rest), rest.hasSuffix(" Part ") else { return nil }
        rest = rest.dropLast(6)
        guard !rest.isEmpty, number.value >= 1, number.value <= total.value else { return nil }
        return (rest, number.value, total.value)
    }

    /// Up to six trailing digits; longer ones are no part numbers.
    private static func takeNumber(from text: inout Substring) -> (value: Int, digits: Int)? {
        var start = text.utf8.endIndex
        var digits = 0
        while start > text.utf8.startIndex {
            let previous = text.utf8.index(before: start)
            guard isDigit(text.utf8[previous]) else { break }
            start = previous
            digits += 1
        }
        guard (1...6).contains(digits), let value = Int(text[start...]) else { return nil }
        text = text[..<start]
        return (value, digits)
    }

    private static func takeHyphen(from text: inout Substring) -> Bool {
        guard text.utf8.last == UInt8(ascii: "-") else { return false }
        text = text.dropLast()
        return true
    }

    private static func trimmed(_ text: Substring) -> Substring {
        text.utf8.last == UInt8(ascii: " ") ? text.dropLast() : text
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
