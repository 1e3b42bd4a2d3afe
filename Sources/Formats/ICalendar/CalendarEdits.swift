internal import ContentLines

/// A calendar object after a change to some of its lines; all others are the bytes they were.
public struct CalendarEdit: Sendable, Equatable {
    /// The object.
    public let bytes: [UInt8]
    /// How many lines are others than before.
    public let changedLines: Int

    /// An object without any change.
    public init(unchanged bytes: [UInt8]) {
        self.bytes = bytes
        changedLines = 0
    }

    init(_ bytes: [UInt8], _ patches: [PatchedRange.Patch]) {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + 32 * patches.count)
        PatchedRange(0..<bytes.count, patches).write(from: bytes, into: &output)
        self.bytes = output
        changedLines = patches.count
    }
}

/// Changes to single lines of a calendar object that some servers need.
public enum CalendarEdits {
    /// Marks each organizer and attendee as somebody whom the client, and not the server, writes to:
    /// `SCHEDULE-AGENT=CLIENT` (RFC 6638 section 7.1). A changed line is folded anew.
    public static func settingScheduleAgent(_ bytes: [UInt8]) -> CalendarEdit {
        edit(bytes) { line in
            let mark = Array(";SCHEDULE-AGENT=CLIENT".utf8)
            var unfolded = ASCII.uppercased(Array(line.name.text.utf8)) + mark
            for parameter in line.parameters where parameter.name != "SCHEDULE-AGENT" {
                unfolded.append(ASCII.semicolon)
                unfolded += Array(parameter.name.text.utf8)
                for (index, value) in parameter.values.enumerated() {
                    unfolded.append(index == 0 ? ASCII.equals : ASCII.comma)
                    if value.isQuoted { unfolded.append(ASCII.quote) }
                    unfolded += value.bytes
                    if value.isQuoted { unfolded.append(ASCII.quote) }
                }
            }
            var folded: [UInt8] = []
            Folding.fold(unfolded + [ASCII.colon] + line.value, into: &folded)
            return folded
        }
    }

    /// Leaves out each organizer and attendee.
    public static func removingAttendees(_ bytes: [UInt8]) -> CalendarEdit {
        edit(bytes) { _ in [] }
    }

    /// Writes dates in UTC (`RDATE:20211010Z`), which RFC 5545 section 3.3 does not have and Google writes for the
    /// birthdays of contacts, as dates. Radicale refuses them.
    public static func mendingDates(_ bytes: [UInt8]) -> CalendarEdit {
        var patches: [PatchedRange.Patch] = []
        for line in ContentLineReader(bytes) where line.hasName("RDATE") || line.hasName("EXDATE") {
            let values = ASCII.trimmed(line.value).split(separator: ASCII.comma)
            let areDates = values.allSatisfy { value in
                value.count == 9 && value.last.map(ASCII.upper) == 0x5A
                    && value.dropLast().allSatisfy { $0 &- 0x30 < 10 }
            }
            guard areDates, !values.isEmpty, !line.hasParameters else { continue }
            var folded: [UInt8] = []
            let head = ASCII.uppercased(Array(line.name.text.utf8)) + Array(";VALUE=DATE:".utf8)
            Folding.fold(
                head + Array(values.map { $0.dropLast() }.joined(separator: [ASCII.comma])), into: &folded)
            patches.append(PatchedRange.Patch(line.copyRange, folded))
        }
        return patches.isEmpty ? CalendarEdit(unchanged: bytes) : CalendarEdit(bytes, patches)
    }

    /// Replaces the ORGANIZER and ATTENDEE lines of the components directly in the calendar. Those of an alarm are
    /// whom a program is to remind (RFC 5545 section 3.6.6); no server writes to them.
    private static func edit(_ bytes: [UInt8], _ replacement: (ContentLine) -> [UInt8]) -> CalendarEdit {
        var patches: [PatchedRange.Patch] = []
        var depth = 0
        for line in ContentLineReader(bytes) {
            if line.hasName("BEGIN") {
                depth += 1
            } else if line.hasName("END") {
                depth -= 1
            } else if depth == 2, line.hasName("ATTENDEE") || line.hasName("ORGANIZER") {
                patches.append(PatchedRange.Patch(line.copyRange, replacement(line)))
            }
        }
        return patches.isEmpty ? CalendarEdit(unchanged: bytes) : CalendarEdit(bytes, patches)
    }
}
