public import Importing
internal import Items

/// Reads exports of Facebook, of all generations: events, the address book, messages, posts and comments of the JSON
/// flavour, pictures and videos of both.
public struct FacebookImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "facebook", title: "Facebook",
        contents: "messages, posts, events, address book, photos",
        products: [
            ProductDescription(
                source: MetaImport.events, destination: "a calendar (CalDAV, .ics)",
                lost: "guests, pictures, the link to the event"),
            ProductDescription(
                source: "address book", destination: "an address book (CardDAV, .vcf)", lost: ""),
            .messages,
            ProductDescription(
                source: "posts, comments",
                destination: "a readable text (Markdown) for each year; the files are kept beside",
                lost: ""),
            ProductDescription(
                source: MetaImport.pictures, destination: "files with their dates",
                lost: "what Facebook took out of them: place, camera, full size"),
            ProductDescription(
                source: "friends", destination: "a file: the export has only their names", lost: ""),
            .restOfSite,
        ],
        howTo: .facebook)

    /// Knows an export by the folder of the activity, by files only Facebook has, or by the names of its parts.
    public func recognize(_ listing: EntryListing) -> Recognition? { MetaImport.recognize(listing, .facebook) }

    /// Gives events, cards, texts and files.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        try await MetaImport(export, .facebook, sink: sink).run(description)
    }
}

/// Reads exports of Instagram, of all generations.
public struct InstagramImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "instagram", title: "Instagram",
        contents: "messages, posts, stories, photos",
        products: [
            .messages,
            ProductDescription(
                source: "posts, stories, reels, comments",
                destination: "a readable text (Markdown) for each year; the files are kept beside",
                lost: ""),
            ProductDescription(
                source: MetaImport.pictures, destination: "files with their dates",
                lost: "what Instagram took out of them: place, camera, full size"),
            .restOfSite,
        ],
        howTo: .instagram)

    /// Knows an export by the folder of the activity, by two files as Instagram names them, or by the names of its parts.
    public func recognize(_ listing: EntryListing) -> Recognition? { MetaImport.recognize(listing, .instagram) }

    /// Gives texts and files.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        try await MetaImport(export, .instagram, sink: sink).run(description)
    }
}

/// Reads the download of end-to-end encrypted chats that Messenger makes.
public struct MessengerImporter: Importer {
    /// The importer; it has no options.
    public init() {}

    /// What it is and what it reads.
    public let description = ImporterDescription(
        name: "messenger", title: "Messenger, encrypted chats",
        contents: "end-to-end encrypted chats, photos",
        products: [
            .messages,
            ProductDescription(
                source: MetaImport.pictures, destination: "files",
                lost: "what Messenger took out of them, and what it failed to download"),
            ProductDescription(source: "everything else", destination: "files, as the export has them", lost: ""),
        ],
        howTo: .messenger)

    /// Knows an export by threads at its top and the folder `media`, or by the name `messages.zip`.
    public func recognize(_ listing: EntryListing) -> Recognition? { MetaImport.recognize(listing, .messenger) }

    /// Gives texts and files.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        try await MetaImport(export, .messenger, sink: sink).run(description)
    }
}

extension ProductDescription {
    /// What becomes of threads, the same for all services.
    fileprivate static let messages = ProductDescription(
        source: "messages",
        destination: "a readable text (Markdown) for each thread and year; what it has no place for is kept as a file",
        lost: "")

    /// What becomes of what no importer reads.
    fileprivate static let restOfSite = ProductDescription(
        source: "everything else, HTML exports", destination: "files, as the export has them", lost: "")
}
