public import Archives
public import Items

/// Reads the exports of one provider.
///
/// An importer judges by names, then turns entries into items. It is deterministic: the same archives in any order,
/// zip or tgz or unpacked, split in any way, give the same items. It never stops at something broken: that becomes a
/// finding, and everything else goes on. It cannot reach a network.
public protocol Importer: Sendable {
    /// What it is and what it reads, for `degoogle importers`.
    var description: ImporterDescription { get }

    /// Says whether a zip inside the parts is one that its provider packed, and is to be read as if it had been given.
    /// What a person packed stays the file it is. Without an answer of its own, an importer opens none.
    ///
    /// - Parameter path: from the outermost part on; zips on the way end their component with `.zip`.
    func opensArchive(at path: String) -> Bool

    /// Says whether an export is one of its provider's, by the names and sizes of the entries alone.
    ///
    /// - Parameter listing: the entries of one export, once as they are and once without a common top folder; the
    ///   answer with the higher confidence decides which of the two `read` gets.
    /// - Returns: `nil` for "not mine".
    func recognize(_ listing: EntryListing) -> Recognition?

    /// Reads an export it recognised.
    ///
    /// Every entry of `export.entries` is given exactly one outcome. Items may come in any order.
    ///
    /// - Throws: only what the sink throws (the run is being stopped).
    func read(_ export: ExportReader, into sink: any ImportSink) async throws
}

extension Importer {
    /// Opens none.
    public func opensArchive(at path: String) -> Bool { false }
}

extension ArchiveOptions {
    /// What the importers want of the archives.
    ///
    /// - Parameter retain: see ``ArchiveOptions/retain``.
    public init(for importers: [any Importer], retain: (@Sendable (String) -> Bool)? = nil) {
        self.init(
            retain: retain, opensNested: { path in importers.contains { $0.opensArchive(at: path) } })
    }
}

/// What an importer is and does, in words.
public struct ImporterDescription: Sendable {
    /// Its name on the command line and in reports: `google-takeout`.
    public let name: String
    /// What it reads, for a person: `Google Takeout`.
    public let title: String
    /// What is in there for a person, in a few words, for a list: `calendars, contacts, files`.
    public let contents: String
    /// One line for each product: what becomes what.
    public let products: [ProductDescription]
    /// How to ask the provider for such an export; `nil` where there is no provider.
    public let howTo: HowTo?

    /// Describes an importer.
    public init(
        name: String, title: String, contents: String = "", products: [ProductDescription], howTo: HowTo? = nil
    ) {
        self.name = name
        self.title = title
        self.contents = contents
        self.products = products
        self.howTo = howTo
    }
}

/// One line of `degoogle importers NAME`.
public struct ProductDescription: Sendable {
    /// What the export calls it: `Calendar`.
    public let source: String
    /// What it becomes: `calendars (CalDAV, .ics)`.
    public let destination: String
    /// What cannot be carried; empty when nothing is lost.
    public let lost: String

    /// Describes a product.
    public init(source: String, destination: String, lost: String) {
        self.source = source
        self.destination = destination
        self.lost = lost
    }
}

/// How sure an importer is, and why.
public struct Recognition: Sendable {
    /// 0 to 1; the scores of importers are compared with each other. Below 0.1 is "if nobody else".
    public let confidence: Double
    /// What decided it, for `--verbose`: `an entry below Takeout/`.
    public let evidence: String
    /// Why it could not be asked, a sentence; it is then not the one.
    public let trouble: String?

    /// Makes an answer.
    public init(confidence: Double, evidence: String) {
        self.confidence = confidence
        self.evidence = evidence
        trouble = nil
    }

    /// Says that there is no answer, and why: only a program outside of this one can fail to judge.
    public init(trouble: String) {
        confidence = 0
        evidence = ""
        self.trouble = trouble
    }
}

/// Takes what importers find.
public protocol ImportSink: AnyObject {
    /// Takes an item.
    ///
    /// - Throws: when the run is being stopped; the importer passes it on.
    func take(_ item: Item) async throws

    /// Takes something a person should know.
    func note(_ finding: Finding)

    /// Takes how an entry ended. Called once for each entry.
    func record(_ outcome: EntryOutcome, of entry: EntryReference)
}
