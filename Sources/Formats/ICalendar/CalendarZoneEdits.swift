internal import ContentLines

extension CalendarEdits {
    /// Gives time zones their IANA names in place of those of Windows, in VTIMEZONE and wherever one is referred to:
    /// `DTSTART;TZID=W. Europe Standard Time` becomes `DTSTART;TZID=Europe/Berlin`.
    ///
    /// A name of Windows means nothing outside of its file, and programs that do not calculate with VTIMEZONE take such
    /// a time for one without a zone. The VTIMEZONE stays as it is but for its name: servers want one (RFC 4791 section
    /// 4.1), and where the rules in it differ from those of the zone, they are what the event was made with.
    public static func namingZones(_ bytes: [UInt8]) -> CalendarEdit {
        guard mayNameWindowsZones(bytes) else { return CalendarEdit(unchanged: bytes) }
        var patches: [PatchedRange.Patch] = []
        for line in ContentLineReader(bytes) where line.kind == .property {
            var folded: [UInt8] = []
            if line.hasName("TZID") {
                guard let name = ianaName(ASCII.trimmed(line.value)) else { continue }
                Folding.fold(Array("TZID:\(name)".utf8), into: &folded)
            } else {
                guard line.hasParameters, let zone = line.firstParameterValue("TZID"), let name = ianaName(zone) else {
                    continue
                }
                Folding.fold(renaming(line, to: name), into: &folded)
            }
            patches.append(PatchedRange.Patch(line.copyRange, folded))
        }
        return patches.isEmpty ? CalendarEdit(unchanged: bytes) : CalendarEdit(bytes, patches)
    }

    private static func ianaName(_ zone: [UInt8]) -> String? {
        WindowsTimeZones.name(of: String(decoding: zone, as: UTF8.self))
    }

    /// The line, unfolded, with another zone.
    private static func renaming(_ line: ContentLine, to name: String) -> [UInt8] {
        var unfolded: [UInt8] = []
        if let group = line.group { unfolded += Array(group.text.utf8) + [ASCII.dot] }
        unfolded += Array(line.name.text.utf8)
        for parameter in line.parameters {
            unfolded.append(ASCII.semicolon)
            unfolded += Array(parameter.name.text.utf8)
            if parameter.name == "TZID" {
                unfolded += Array("=\(name)".utf8)
                continue
            }
            for (index, value) in parameter.values.enumerated() {
                unfolded.append(index == 0 ? ASCII.equals : ASCII.comma)
                if value.isQuoted { unfolded.append(ASCII.quote) }
                unfolded += value.bytes
                if value.isQuoted { unfolded.append(ASCII.quote) }
            }
        }
        return unfolded + [ASCII.colon] + line.value
    }

    /// Whether it is worth looking at the lines: most calendars hold no such name, and are left alone soon.
    private static func mayNameWindowsZones(_ bytes: [UInt8]) -> Bool {
        let signs = ["Standard Time", "Russia Time Zone", "UTC+", "UTC-"].map { Array($0.utf8) }
        return bytes.withUnsafeBufferPointer { bytes in
            bytes.indices.contains { index in
                let byte = bytes[index]
                guard byte == UInt8(ascii: "S") || byte == UInt8(ascii: "R") || byte == UInt8(ascii: "U") else {
                    return false
                }
                return signs.contains { bytes[index...].starts(with: $0) }
            }
        }
    }
}
