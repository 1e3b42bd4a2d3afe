/// A kind of items that an import of a sample export must find.
public enum SampleItemKind: String, Sendable, CaseIterable {
    case event, contact, file, task, note, attachment
}

/// An entry as it must be found.
public struct SampleFile: Sendable, Equatable {
    /// The path inside the archive, the extra top folder included.
    public let path: String
    /// The number of bytes.
    public let size: UInt64
    /// The CRC-32 of the bytes.
    public let crc32: UInt32
    /// What an import must make of it.
    public let outcome: SampleOutcome
}

/// What an import of a sample export must find, known from the making and from no reading.
public struct SampleExpectation: Sendable {
    /// Every entry of every part, in the order of the making.
    public let files: [SampleFile]
    /// How many entries end as what; the sum is the number of entries.
    public let outcomes: [SampleOutcome: Int]
    /// How many items of each kind there are; kept entries are files too, and so are calendars that hold two states of
    /// an event, for the older state is in no item, and what stays beside the file that was made of it.
    public let items: [SampleItemKind: Int]
    /// The calendars in the order of their files.
    public let calendars: [SampleCalendarFacts]
    /// The number of contacts.
    public let contacts: Int
    /// How many contacts carry each label, by the label's name.
    public let labels: [String: Int]
    /// The paths that `archive_browser.html` lists and no part holds.
    public let missingPaths: [String]

    /// The number of entries.
    public var entries: Int { files.count }
    /// The number of bytes of all entries.
    public var bytes: UInt64 { files.reduce(0) { $0 + $1.size } }
}

extension SampleExport {
    /// What an import must find when the export is handed over as `packing` says. Makes all content once, for the
    /// checksums: about a second for each gigabyte.
    public func expected(as packing: SamplePacking = SamplePacking()) -> SampleExpectation {
        let files = entries(packedAs: packing).map {
            SampleFile(path: $0.path, size: $0.content.size, crc32: $0.content.crc32, outcome: $0.outcome)
        }
        let outcomes = files.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
        let calendarFacts = (0..<calendars).map(calendarFacts)
        let keptBeside = calendarFacts.count { $0.repeatedComponents > 0 }
        let driveCount = driveFiles + (largeEntryBytes == nil ? 0 : 1)
        let top = packing.extraTopFolder.map { $0 + "/" } ?? ""
        return SampleExpectation(
            files: files, outcomes: outcomes,
            items: [
                .event: calendars * eventsPerCalendar, .contact: contacts,
                .file: driveCount + outcomes[.kept, default: 0] + keptBeside,
            ].merging(itemsOfProducts) { $0 + $1 },
            calendars: calendarFacts, contacts: contacts, labels: labelSizes,
            missingPaths: missingPaths.map { top + $0 })
    }
}
