/// One content line: a property with its group, parameters and value, RFC 5545 section 3.1 and RFC 6350 section 3.3.
///
/// ```
/// item1.TEL;TYPE=home;PREF=1:+33 1 23 45 67 89
/// group name parameters      value
/// ```
/// A line knows where its bytes lie in the buffer it was read from and takes them apart only when asked. Nothing is
/// normalised: folds, case and line ends are those of the source.
public struct ContentLine: Sendable {
    /// What a logical line turned out to be.
    public enum Kind: Sendable, Equatable {
        /// A line with a name and a colon.
        case property
        /// A line without a colon or without a name.
        case invalid
        /// A line with nothing but white space.
        case blank
    }

    /// The buffer that the line is a part of.
    public let source: [UInt8]
    /// The raw bytes in `source`: byte order mark, folds and line end included. Ranges of successive lines touch.
    public let range: Range<Int>
    /// The number of the line's first physical line, from 1.
    public let number: Int
    /// What the line is.
    public let kind: Kind
    /// Whether a quoted-printable value ends in a soft line break with nothing behind it.
    public let isDangling: Bool

    let contentStart: Int
    let contentEnd: Int
    let head: LineScanning.Head
    let isFolded: Bool
    let hasSoftBreaks: Bool

    /// The raw bytes without byte order marks and margin: what a copy of the line consists of.
    public var copyRange: Range<Int> { contentStart..<range.upperBound }

    /// The whole line without folds and line end.
    public var unfolded: [UInt8] { unfold(contentStart..<contentEnd) }

    /// The name without its group; empty for a blank or invalid line.
    public var name: PropertyName {
        PropertyName(String(decoding: nameBytes, as: UTF8.self))
    }

    /// The group in front of the name (`item1` in `item1.TEL`, RFC 6350 section 3.3), or nil.
    public var group: PropertyName? {
        guard hasGroup else { return nil }
        return PropertyName(String(decoding: unfold(head.groupStart..<head.nameStart - 1), as: UTF8.self))
    }

    /// Whether the name has a group in front.
    public var hasGroup: Bool { kind == .property && head.nameStart > head.groupStart }

    /// The value without folds; escapes and encodings are as written. Empty for a blank or invalid line.
    ///
    /// The soft line breaks of a quoted-printable value (vCard 2.1 section 2.1.3) are removed like folds.
    public var value: [UInt8] {
        guard kind == .property, let colon = head.colon else { return [] }
        return unfold(colon + 1..<contentEnd)
    }

    /// Whether there is a parameter.
    public var hasParameters: Bool {
        guard kind == .property, let colon = head.colon else { return false }
        return head.nameEnd < colon
    }

    /// The parameters in their order. A vCard 2.1 parameter without `=` (`TEL;HOME:`) is a name without values.
    public var parameters: [Parameter] {
        var found: [Parameter] = []
        scanParameters { bytes, parameter in
            found.append(Parameter(bytes, parameter))
            return true
        }
        return found
    }

    /// The first value of the first parameter of that name, without quotation marks and not RFC 6868 decoded.
    public func firstParameterValue(_ name: StaticString) -> [UInt8]? {
        var found: [UInt8]?
        scanParameters { bytes, parameter in
            guard parameter.isNamed(name, in: bytes) else { return true }
            found = Parameter(bytes, parameter).values.first?.bytes
            return found == nil
        }
        return found
    }

    /// Whether the line is a property of that upper-case name, with or without group.
    public func hasName(_ name: StaticString) -> Bool {
        guard kind == .property else { return false }
        if head.isFolded { return matches(nameBytes, name) }
        guard head.nameEnd - head.nameStart == name.utf8CodeUnitCount else { return false }
        let bytes = source.span
        return name.withUTF8Buffer { expected in
            for offset in 0..<expected.count where ASCII.upper(bytes[head.nameStart + offset]) != expected[offset] {
                return false
            }
            return true
        }
    }

    /// Whether the name starts with that upper-case text.
    package func hasNamePrefix(_ prefix: StaticString) -> Bool {
        kind == .property && matches(Array(nameBytes.prefix(prefix.utf8CodeUnitCount)), prefix)
    }

    /// Whether the line has one of the encodings of vCard 2.1 and vCalendar 1.0, written `ENCODING=X` or just `X`.
    package func isEncoded(as encoding: StaticString) -> Bool {
        var found = false
        scanParameters { bytes, scanned in
            let parameter = Parameter(bytes, scanned)
            if parameter.values.isEmpty {
                found = matches(Array(parameter.name.text.utf8), encoding)
            } else if parameter.name == "ENCODING" {
                found = parameter.values.contains { matches($0.bytes, encoding) }
            }
            return !found
        }
        return found
    }

    var nameBytes: [UInt8] {
        kind == .property ? unfold(head.nameStart..<head.nameEnd) : []
    }

    /// What `ASCII.uppercased(nameBytes)` would give, without the arrays in between.
    func appendUppercasedName(to line: inout [UInt8]) {
        guard kind == .property else { return }
        if head.isFolded {
            line += ASCII.uppercased(nameBytes)
        } else {
            for index in head.nameStart..<head.nameEnd { line.append(ASCII.upper(source[index])) }
        }
    }

    /// What `value` would give, without the array in between.
    func appendValue(to line: inout [UInt8]) {
        guard kind == .property, let colon = head.colon else { return }
        if isFolded {
            line += value
        } else {
            line += source[colon + 1..<contentEnd]
        }
    }

    private func matches(_ bytes: [UInt8], _ name: StaticString) -> Bool {
        name.withUTF8Buffer { expected in
            bytes.elementsEqual(expected) { ASCII.upper($0) == $1 }
        }
    }

    private func scanParameters(_ body: (Span<UInt8>, ParameterScan) -> Bool) {
        guard hasParameters, let colon = head.colon else { return }
        guard head.isFolded else {
            ParameterScan.each(in: source.span, head.nameEnd..<colon, body)
            return
        }
        let unfolded = unfold(head.nameEnd..<colon)
        ParameterScan.each(in: unfolded.span, 0..<unfolded.count, body)
    }

    private func unfold(_ part: Range<Int>) -> [UInt8] {
        guard isFolded else { return Array(source[part]) }
        let bytes = source.span
        var result: [UInt8] = []
        result.reserveCapacity(part.count)
        var index = part.lowerBound
        while index < part.upperBound {
            let end = LineScanning.lineEnd(in: bytes, from: index, to: part.upperBound)
            result.append(contentsOf: source[index..<end])
            guard end < part.upperBound else { break }
            if hasSoftBreaks, result.last == ASCII.equals { result.removeLast() }
            index = LineScanning.foldEnd(in: bytes, at: end, to: part.upperBound)
        }
        return result
    }
}
