internal import Importing
internal import Items

/// What becomes of each product, and what of it cannot be carried over.
enum ProductTable {
    /// The lines of `degoogle importers google-takeout`.
    static var descriptions: [ProductDescription] {
        lines.map(\.description) + [
            ProductDescription(source: "everything else", destination: "files, as the export has them", lost: "")
        ]
    }

    /// What is said in a report of the products something was imported of, once for each.
    static func findings(of products: Set<TakeoutProduct>) -> [Finding] {
        let sources = Set(lines.filter { products.contains($0.product) }.map(\.description.source))
        return descriptions.losses { sources.contains($0.source) }
    }

    private static let lines: [(product: TakeoutProduct, description: ProductDescription)] = [
        (
            .calendar,
            ProductDescription(
                source: "Calendar", destination: "calendars (CalDAV, .ics)",
                lost: "colours, sharing, Meet rooms, files in Drive that events refer to")
        ),
        (
            .contacts,
            ProductDescription(
                source: "Contacts (.vcf, or .csv)",
                destination: "one address book (CardDAV, .vcf); labels become categories",
                lost: "photos that the export only names by an address of Google")
        ),
        (
            .drive,
            ProductDescription(
                source: "Drive", destination: "files", lost: "sharing, comments, earlier versions, stars")
        ),
        (
            .tasks,
            ProductDescription(
                source: "Tasks", destination: "to-dos (VTODO), a calendar for each list",
                lost: "repetition, the time of day, the order of tasks, who in Docs or Chat assigned them")
        ),
        (
            .keep,
            ProductDescription(
                source: "Keep", destination: "Markdown notes with front matter, and their attachments",
                lost: "reminders, bold and headings, indents of lists, the strokes of drawings; notes in the trash")
        ),
        (
            .chrome,
            ProductDescription(
                source: "Chrome bookmarks, reading list", destination: "one bookmark file for any browser; files kept",
                lost: "which pages of the reading list were read")
        ),
        (
            .youTube,
            ProductDescription(
                source: "YouTube subscriptions", destination: "OPML for feed readers; all files kept",
                lost: "which channels ring a bell, comments of others, counts")
        ),
        (
            .maps,
            ProductDescription(
                source: "Maps: saved, labelled and reviewed places", destination: "GPX waypoints; all files kept",
                lost: "the position of places that the export only knows by a number of Google")
        ),
        (
            .location,
            ProductDescription(
                source: "Location History, Timeline", destination: "GPX for each month: tracks, trips, visits",
                lost: "accuracy, guesses at other places and activities, scans of wireless networks")
        ),
        (
            .chat,
            ProductDescription(
                source: "Google Chat", destination: "Markdown for each conversation and year, with its files",
                lost: "cards, calls, who reacted, the order of threads")
        ),
    ]
}
