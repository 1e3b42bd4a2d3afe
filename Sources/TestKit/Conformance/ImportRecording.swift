public import Archives
public import Importing
public import Items
public import Planning

/// What an import of some parts gave, in a form that can be compared.
public struct ImportRecording: Sendable {
    /// What makes an item the same item, whatever archive it came from.
    public struct Fact: Hashable, Comparable, Sendable, CustomStringConvertible {
        /// What it is.
        public let kind: ItemKind
        /// The form and name of its collection.
        public let collection: String
        /// Its UID or path.
        public let identity: String
        /// What it is compared by; of a file the SHA-256 of its bytes.
        public let fingerprint: Fingerprint
        /// The SHA-256 of its bytes.
        public let content: Fingerprint
        /// What a person calls it.
        public let title: String?
        /// Which of two states is newer.
        public let revision: String

        /// Kind, collection and identity.
        public var description: String { "\(kind.rawValue) \(collection): \(identity)" }

        /// By kind, collection, identity and content.
        public static func < (left: Fact, right: Fact) -> Bool {
            (left.kind.rawValue, left.collection, left.identity, left.fingerprint, left.content)
                < (right.kind.rawValue, right.collection, right.identity, right.fingerprint, right.content)
        }
    }

    /// The exports that were found: the name of the importer, and of how many parts they are.
    public let exports: [(importer: String, parts: Int)]
    /// The items as they came.
    public let items: [Item]
    /// What makes each item the same, sorted.
    public let facts: [Fact]
    /// What the importers had to say, in the order they said it; without what the archives had.
    public let findings: [Finding]
    /// Where the entries went.
    public let ledger: Ledger
    /// The parts.
    public let archives: ArchiveSet

    /// Imports what the paths name.
    ///
    /// - Parameter importers: those to ask.
    public init(of paths: [String], with importers: [any Importer]) async throws {
        archives = ArchiveSet.open(paths, options: ArchiveOptions(for: importers))
        let session = ImportSession(archives: archives, importers: importers)
        exports = session.exports.map { ($0.importer.description.name, $0.export.parts.count) }
        let sink = RecordingSink(Ledger(entryCounts: archives.parts.map(\.entries.count)))
        try await session.run(into: sink)
        items = sink.items
        findings = Array(sink.findings.dropFirst(session.findings.count))
        ledger = sink.ledger
        facts = try Self.facts(of: items, in: archives)
    }

    /// The items of one kind, sorted.
    public func facts(of kind: ItemKind) -> [Fact] { facts.filter { $0.kind == kind } }

    /// The items whose fact is this one.
    public func item(_ kind: ItemKind, identity: String) -> Item? {
        items.first { $0.kind == kind && ExactText($0.identity) == ExactText(identity) }
    }

    /// How an entry ended, by its path in its part.
    public func outcome(ofPath path: String) -> Ledger.Column? {
        for part in archives.parts {
            for entry in part.entries where ExactText(entry.path) == ExactText(path) {
                return ledger[EntryReference(part: part.id, entry: entry.id.index)]?.column
            }
        }
        return nil
    }

    private static func facts(of items: [Item], in archives: ArchiveSet) throws -> [Fact] {
        var readers: [Int32: PartReader] = [:]
        return try items.sorted { $0.source < $1.source }.map { item in
            let content: Fingerprint
            switch item.content {
            case .bytes(let bytes): content = Fingerprint(of: bytes)
            case .entry:
                let part = item.source.part
                let reader = try readers[part] ?? archives.makeReader(part: part)
                readers[part] = reader
                content = try fingerprint(of: reader.open(item.source.entry))
            }
            return Fact(
                kind: item.kind, collection: "\(item.collection.form.rawValue) \(item.collection.name)",
                identity: item.identity, fingerprint: item.fingerprint ?? content, content: content,
                title: item.title, revision: item.revision)
        }.sorted()
    }

    private static func fingerprint(of entry: EntryReader) throws(ArchiveError) -> Fingerprint {
        var hasher = FingerprintHasher()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try entry.read(into: buffer)
            if count == 0 { return hasher.finish() }
            hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }
}

/// Writes down what importers find.
private final class RecordingSink: ImportSink {
    var items: [Item] = []
    var findings: [Finding] = []
    var ledger: Ledger

    init(_ ledger: Ledger) { self.ledger = ledger }

    func take(_ item: Item) { items.append(item) }

    func note(_ finding: Finding) { findings.append(finding) }

    func record(_ outcome: EntryOutcome, of entry: EntryReference) { ledger.record(outcome, of: entry) }
}
