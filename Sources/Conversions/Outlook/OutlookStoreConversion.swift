public import Importing
public import Items
internal import VCard

/// Turns a mailbox of Outlook (`.pst`, `.ost`; MS-PST) into calendars and address books, by `readpst` of libpst, which
/// Debian has in the package pst-utils. Mail, tasks and notes in it are not read; the store is kept beside for them.
///
/// It runs as a process of its own in a private folder, because stores are large and often damaged, with bounds of time
/// and size. Items that were deleted stay deleted.
public struct OutlookStoreConversion {
    /// The most bytes of a store; it is written to the private folder first.
    private static let storeLimit = 64 << 30
    /// The most bytes of one calendar or address book in it.
    private static let fileLimit = 256 << 20

    /// How it ended.
    public enum Outcome: Sendable, Equatable {
        /// Items were taken; the store still holds what is not read.
        case converted
        /// There is nothing to take, or no way to: a finding says which.
        case notConverted
        /// The entry is damaged.
        case unreadable(ContentError)
    }

    private let program: ConverterProgram?
    private let sink: any ImportSink
    private var entry = EntryReference(part: 0, entry: 0)
    private var place = ""
    /// The address books of all stores.
    private var books = AddressBooks()
    /// The components of all stores.
    private var calendars = OutlookItems()

    /// Prepares the conversion of the stores of an export.
    public init(into sink: any ImportSink) { self.init(into: sink, by: ConverterProgram(named: "readpst")) }

    /// The same by a program that stands in for `readpst`.
    package init(into sink: any ImportSink, by program: ConverterProgram?) {
        self.program = program
        self.sink = sink
    }

    /// What was mended in the address books so far.
    public var findings: [Finding] { books.findings }

    /// Converts a store.
    ///
    /// - Parameters:
    ///   - entry: the entry it is.
    ///   - place: the name of the entry for findings.
    /// - Throws: only what the sink throws.
    public mutating func convert(
        _ content: any ContentReader, of entry: EntryReference, place: String
    ) async throws -> Outcome {
        (self.entry, self.place) = (entry, place)
        guard let program else {
            note(
                "readpst-missing", .warning,
                "The calendar and contacts of this Outlook file can be read when readpst is installed (on Debian: apt "
                    + "install pst-utils). Until then it is kept as a file.")
            return .notConverted
        }
        let folder: PrivateFolder
        do throws(PrivateFolder.CopyFailure) {
            folder = try PrivateFolder()
            try folder.makeFolder("out")
            try folder.write("store", from: content, limit: Self.storeLimit)
        } catch .source(let error) {
            return .unreadable(error)
        } catch .folder(let error) {
            return notConverted(error)
        }
        do throws(ContentError) {
            // One file for the calendar and one for the contacts of each folder; no forks, for they would outlive it.
            try program.run(
                [
                    "-q", "-r", "-j", "0", "-t", "ajc", "-c", "v", "-8", "-C", "windows-1252", "-o",
                    "\(folder.path)/out",
                    "\(folder.path)/store",
                ], in: folder)
        } catch {
            return notConverted(error)
        }
        var count = 0
        try await folder.readFiles(in: "out", limit: Self.fileLimit) { path, content in
            switch content {
            case .success(let bytes): count += try await take(bytes, path)
            case .failure(let error):
                note("outlook-folder-not-read", .error, "A folder in it could not be read.", "\(path): \(error)")
            }
        }
        guard count > 0 else {
            note("empty-outlook-file", .note, "There are no events and no contacts in it, so it is kept as a file.")
            return .notConverted
        }
        note(
            "outlook-kept-beside", .note,
            "Its calendars and contacts were read; mail, tasks and notes were not, so it is kept as a file too.")
        return .converted
    }

    /// Takes the items of one file that `readpst` wrote: `Store/Folder/calendar`.
    private mutating func take(_ bytes: [UInt8], _ path: String) async throws -> Int {
        let parts = path.split(separator: "/")
        guard let kind = parts.last else { return 0 }
        // The first folder is the store itself.
        let name = parts.dropLast().dropFirst().last.map(String.init) ?? "Outlook"
        var count = 0
        switch kind {
        case "calendar", "journal":
            let conversion = CalendarConversion(
                calendars.mendedCalendar(bytes, named: name), stem: name, source: entry, place: place, namingZones: true
            )
            for finding in conversion.findings { sink.note(finding) }
            for item in conversion.items {
                count += 1
                try await sink.take(item)
            }
        case "contacts":
            let conversion = CardConversion(bytes, place: place)
            for finding in conversion.findings { sink.note(finding) }
            for card in OutlookItems.mendedCards(conversion.cards) {
                count += 1
                try await sink.take(books.item(of: card, in: name, from: entry))
            }
        default: break
        }
        return count
    }

    private func notConverted(_ error: ContentError) -> Outcome {
        note(
            "outlook-file-not-read", .warning, "Its calendar and contacts could not be read; it is kept as a file.",
            error.description)
        return .notConverted
    }

    private func note(_ code: String, _ severity: Finding.Severity, _ message: String, _ detail: String? = nil) {
        sink.note(Finding(code, severity, entry: place, message, detail: detail))
    }
}
