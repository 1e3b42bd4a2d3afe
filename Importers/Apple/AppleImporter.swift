public import Importing
internal import Items

/// Reads what privacy.apple.com hands over: an archive for each category, archives inside archives, in any number of
/// parts.
public struct AppleImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "apple", title: "Apple",
        contents: "contacts, calendars, reminders, notes, Drive, photos",
        products: [
            ProductDescription(
                source: "iCloud Contacts", destination: "one address book (CardDAV, .vcf)",
                lost: "groups, linked cards, contact posters"),
            ProductDescription(
                source: "iCloud Calendars and Reminders",
                destination: "calendars (CalDAV, .ics); reminders are tasks. The calendar of birthdays is left out",
                lost: "sharing, subscriptions, tags, subtasks and attachments of reminders"),
            ProductDescription(
                source: "iCloud Notes", destination: "notes (Markdown) with their attachments",
                lost: "what Apple leaves out: bold, headings, check lists, tables, drawings, locked notes"),
            ProductDescription(
                source: "iCloud Drive", destination: "files", lost: "sharing, tags, earlier versions"),
            ProductDescription(
                source: "iCloud Photos", destination: "files with the dates Apple's lists state",
                lost: "albums, favourites, people and memories (the lists are kept as files)"),
            ProductDescription(
                source: "iCloud Bookmarks", destination: "a bookmarks file (Netscape HTML), as it is", lost: ""),
            ProductDescription(source: "iCloud Mail", destination: "files (.eml), as they are", lost: ""),
            ProductDescription(source: "everything else", destination: "files, as the export has them", lost: ""),
        ],
        howTo: .apple)

    /// Knows an export by the names of its archives and of the folders at their top.
    public func recognize(_ listing: EntryListing) -> Recognition? { AppleRecognition.recognize(listing) }

    /// Opens the archives of categories inside others, and never one of a person's.
    public func opensArchive(at path: String) -> Bool { AppleRecognition.opensArchive(at: path) }

    /// The categories whose products lose something.
    private static let categories: [String: AppleCategory] = [
        "iCloud Contacts": .contacts, "iCloud Calendars and Reminders": .calendars, "iCloud Notes": .notes,
        "iCloud Drive": .drive, "iCloud Photos": .photos,
    ]

    /// Gives one address book, calendars, notes, files, and everything else as files below `Apple/`.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        let reading = AppleReading(export, sink: sink)
        var byCategory: [AppleCategory: [AppleEntry]] = [:]
        for listed in export.entries {
            let entry = AppleEntry(listed, partName: export.partName(of: listed))
            if let category = entry.category {
                byCategory[category, default: []].append(entry)
            } else {
                try await reading.keep(entry)
            }
        }
        for finding in description.losses(where: { Self.categories[$0.source].map { byCategory[$0] != nil } ?? false })
        {
            sink.note(finding)
        }
        func take(_ category: AppleCategory) -> [AppleEntry] { byCategory.removeValue(forKey: category) ?? [] }
        try await ContactsImporter.read(take(.contacts), reading)
        try await CalendarsImporter.read(take(.calendars), reading)
        try await NotesImporter.read(take(.notes), reading)
        try await FilesOfDrive.read(take(.drive), reading)
        try await PhotosImporter.read(take(.photos), reading)
        for entry in take(.bookmarks) {
            if entry.ending == "html" || entry.ending == "htm" {
                try await reading.take(entry, as: "iCloud Bookmarks/" + entry.path, .imported)
            } else {
                try await reading.keep(entry)
            }
        }
        for category in [AppleCategory.mail, .sharedAlbums, .records] {
            for entry in take(category) { try await reading.keep(entry) }
        }
        reading.reportKept()
    }
}

/// The files of iCloud Drive. What is a folder to Apple's programs, such as a document of Pages, stays the folder or the
/// archive it is.
enum FilesOfDrive {
    static func read(_ entries: [AppleEntry], _ reading: AppleReading) async throws {
        // Apple puts one folder around everything; a folder of that name beside others is a person's.
        let isWrapped = entries.allSatisfy { $0.folders.first == "Drive" }
        for entry in entries {
            let path = isWrapped ? entry.path.dropFirst("Drive/".count) : entry.path[...]
            try await reading.take(entry, as: "iCloud Drive/" + path, .imported)
        }
    }
}
