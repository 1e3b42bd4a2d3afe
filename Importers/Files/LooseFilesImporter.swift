internal import Conversions
public import Importing
internal import Items

/// Reads whatever nobody else knows: loose files, folders, and archives of unknown origin. Calendars, address books,
/// contact lists and mailboxes of Outlook are recognised by their endings, and everything else goes to the hosts as the
/// file it is.
public struct LooseFilesImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "files", title: "Files and folders",
        contents: "loose .ics, .vcf, .csv, .pst; any folder, any other archive",
        products: [
            ProductDescription(source: ".ics", destination: "a calendar (CalDAV)", lost: ""),
            ProductDescription(source: ".vcf", destination: "an address book (CardDAV)", lost: ""),
            ProductDescription(
                source: ".csv with contacts (Google, Outlook, Thunderbird)", destination: "an address book (CardDAV)",
                lost: ""),
            ProductDescription(
                source: ".pst, .ost of Outlook", destination: "calendars and address books, if readpst is installed",
                lost: "mail, tasks and notes stay in the file, which is kept"),
            ProductDescription(source: "everything else", destination: "files", lost: ""),
        ])

    /// Answers to everything, but only if nobody else does.
    public func recognize(_ listing: EntryListing) -> Recognition? {
        Recognition(confidence: 0.05, evidence: "nobody else knows it")
    }

    /// Gives a calendar for every `.ics`, an address book for every `.vcf` and every contact list, both for a mailbox of
    /// Outlook, and a file for everything else.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        // What somebody gives as files is meant as files; what an unknown provider packed is not understood.
        let files = StandardFiles(of: export, into: sink, plain: export.hasFileDates ? .imported : .kept) { entry in
            FilePath.path(of: entry, partName: export.partName(of: entry), stamp: export.stamp)
        }
        let archives = export.hasFileDates ? export.entries.count { FilePath.isArchive($0.name) } : 0
        if archives > 0 {
            sink.note(
                Finding(
                    "archives-in-folder", .note, entry: export.label,
                    "Archives that lie in a folder are stored as the files they are. To have an export read, give its "
                        + "archives and not the folder: FOLDER/*.zip.",
                    detail: archives.counting("archive", "archives")))
        }
        let found = try await files.read(export.entries)
        for finding in description.losses(where: { _ in found.contains(.outlookStore) }) { sink.note(finding) }
    }
}
