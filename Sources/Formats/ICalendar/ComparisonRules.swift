internal import ContentLines

/// When two calendar objects mean the same: the rules behind `comparisonBytes`.
///
/// Line ends, folds, the case of names, and the order of parameters, properties and components have no meaning.
public enum ComparisonRules {
    /// Properties that are left out, each with the reason.
    public static let ignoredProperties: [(name: String, reason: String)] = [
        ("DTSTAMP", "the time of writing (RFC 5545 3.8.7.2); exports and servers write it anew each time"),
        ("PRODID", "the program that wrote the object; servers put in their own"),
        ("CREATED", "provider exports of one subscribed calendar differ in it"),
        ("LAST-MODIFIED", "set by the store (RFC 5545 3.8.7.3), not by the person"),
        ("METHOD", "belongs to the message, not to the object; RFC 4791 4.1 forbids it"),
    ]

    /// Beginnings of names that are left out, each with the reason.
    public static let ignoredPrefixes: [(prefix: String, isOnlyInCalendar: Bool, reason: String)] = [
        ("X-VOBJ-", false, "notes of a parser that some servers use"),
        ("X-WR-", true, "describes the collection, not the object; servers drop or rewrite it"),
    ]

    /// The canonical form of a calendar object: equal for objects of equal meaning, the same on every run.
    ///
    /// Components below the 32nd level keep the order of the file, so that the cost stays linear.
    public static func comparisonBytes(of bytes: [UInt8]) -> [UInt8] {
        var stack = [Frame()]
        for line in ContentLineReader(bytes) {
            if line.kind == .blank { continue }
            let opens = line.hasName("BEGIN")
            let closes = line.hasName("END")
            if opens || closes {
                let marker = ASCII.uppercased(line.canonical())
                if opens, stack.count < maximumDepth {
                    stack.append(Frame(opening: marker))
                } else if opens {
                    stack[stack.count - 1].deepen(marker)
                } else if stack[stack.count - 1].depthInside > 0 {
                    stack[stack.count - 1].rise(marker)
                } else if stack.count > 1 {
                    let closed = stack.removeLast()
                    stack[stack.count - 1].components.append(closed.canonical(closing: marker))
                }
            } else if !isIgnored(line, inCalendar: stack.count == 2) {
                stack[stack.count - 1].add(line.canonical { isDefault($0, $1, of: line) })
            }
        }
        while stack.count > 1 {
            let closed = stack.removeLast()
            stack[stack.count - 1].components.append(closed.canonical(closing: []))
        }
        return stack[0].canonical(closing: [])
    }

    private static let maximumDepth = 32
    private static let ignoredNames = ignoredProperties.map { Array($0.name.utf8) }
    private static let ignoredStarts = ignoredPrefixes.map { (Array($0.prefix.utf8), $0.isOnlyInCalendar) }

    private static func isIgnored(_ line: ContentLine, inCalendar: Bool) -> Bool {
        guard line.kind == .property, !line.hasGroup else { return false }
        let name = line.name.text.utf8
        if ignoredNames.contains(where: { $0.count == name.count && starts(name, with: $0) }) { return true }
        return ignoredStarts.contains { prefix, isOnlyInCalendar in
            (inCalendar || !isOnlyInCalendar) && starts(name, with: prefix)
        }
    }

    /// Whether a name begins with upper-case letters, whatever their case in the name.
    private static func starts(_ name: String.UTF8View, with upperCase: [UInt8]) -> Bool {
        name.starts(with: upperCase) { ASCII.upper($0) == $1 }
    }

    /// `VALUE=DATE-TIME` says nothing new wherever DATE-TIME is allowed, but for TRIGGER (RFC 5545 section 3.8.6.3)
    /// and for extensions, whose default is TEXT.
    private static func isDefault(_ name: [UInt8], _ values: [Parameter.Value], of line: ContentLine) -> Bool {
        guard name.elementsEqual("VALUE".utf8), values.count == 1 else { return false }
        guard ASCII.uppercased(values[0].bytes).elementsEqual("DATE-TIME".utf8) else { return false }
        return !line.hasName("TRIGGER") && !line.name.text.uppercased().hasPrefix("X-")
    }

    /// A component being read.
    private struct Frame {
        var opening: [UInt8] = []
        var lines: [[UInt8]] = []
        var components: [[UInt8]] = []
        /// How many components below the deepest level are open.
        var depthInside = 0

        mutating func add(_ line: [UInt8]) {
            if depthInside > 0 {
                components[components.count - 1] += line + [ASCII.lineFeed]
            } else {
                lines.append(line)
            }
        }

        mutating func deepen(_ marker: [UInt8]) {
            if depthInside == 0 { components.append([]) }
            depthInside += 1
            add(marker)
        }

        mutating func rise(_ marker: [UInt8]) {
            add(marker)
            depthInside -= 1
        }

        func canonical(closing: [UInt8]) -> [UInt8] {
            var result: [UInt8] = []
            func append(_ line: [UInt8]) {
                guard !line.isEmpty else { return }
                result += line
                result.append(ASCII.lineFeed)
            }
            append(opening)
            for line in lines.sorted(by: { $0.lexicographicallyPrecedes($1) }) { append(line) }
            for component in components.sorted(by: { $0.lexicographicallyPrecedes($1) }) { result += component }
            append(closing)
            return result
        }
    }
}
