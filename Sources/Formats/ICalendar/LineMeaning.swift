internal import ContentLines
internal import TextEncoding

extension ContentLine {
    /// The name of the component that a BEGIN or END line opens or closes, in upper case.
    var componentName: [UInt8] { ASCII.uppercased(ASCII.trimmed(value)) }

    /// Whether the property is free text that people write over several lines, and not encoded.
    var isFreeText: Bool {
        (hasName("DESCRIPTION") || hasName("SUMMARY") || hasName("COMMENT") || hasName("LOCATION")
            || hasName("X-ALT-DESC")) && !isEncoded(as: "QUOTED-PRINTABLE") && !isEncoded(as: "BASE64")
    }
}

extension CalendarProperties {
    /// Takes the line in if it is one of the properties that describe the calendar.
    mutating func read(_ line: ContentLine) {
        guard !line.hasGroup else { return }
        func text() -> String { TextDecoding.text(TextValue.unescape(line.value)) }
        if line.hasName("NAME") {
            // The standard's name wins over the older extension.
            name = text()
            hasStandardName = true
        } else if line.hasName("X-WR-CALNAME"), !hasStandardName {
            name = text()
        } else if line.hasName("DESCRIPTION") || line.hasName("X-WR-CALDESC") {
            description = description ?? text()
        } else if line.hasName("X-WR-TIMEZONE") {
            timeZone = timeZone ?? text()
        } else if line.hasName("COLOR") || line.hasName("X-APPLE-CALENDAR-COLOR") {
            color = color ?? text()
        } else if line.hasName("PRODID") {
            productID = productID ?? text()
        }
    }
}

extension ScannedComponent {
    /// Gives the component a UID that depends on nothing but its meaning, in place of its own if it has one.
    mutating func makeIdentifier(_ reason: CalendarProblemCode, from source: [UInt8]) {
        var bytes: [UInt8] = []
        part.write(from: source, into: &bytes)
        let uid = ContentDigest(ComparisonRules.comparisonBytes(of: bytes)).uuid
        identifier = Array(uid.utf8)
        let place = identifierLine ?? beginLine.upperBound..<beginLine.upperBound
        let index = patches.firstIndex { $0.range.lowerBound >= place.lowerBound } ?? patches.count
        patches.insert(PatchedRange.Patch(place, Array("UID:\(uid)\r\n".utf8)), at: index)
        problems.append(CalendarProblem(reason, line: line, range, uid))
    }
}
