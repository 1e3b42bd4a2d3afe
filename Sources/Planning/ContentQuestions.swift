public import Hosting
public import Items

/// Contents that must be read before there can be a plan: a file of the same size lies in the same place already.
public struct ContentQuestions: Sendable {
    /// Entries of the archives.
    public internal(set) var entries: [EntryReference] = []
    /// Resources at hosts and the stores they lie in, by the number of the host.
    public internal(set) var resources: [Int: [(service: StoreService, href: Href)]] = [:]
}

/// What reading found: fingerprints of contents. What could not be read is missing.
public struct ContentAnswers: Sendable {
    /// Of entries.
    public var entries: [EntryReference: Fingerprint]
    /// Of resources, by the number of the host and their place.
    public var resources: [Int: [StoredPlace: Fingerprint]]

    /// Takes fingerprints.
    public init(entries: [EntryReference: Fingerprint] = [:], resources: [Int: [StoredPlace: Fingerprint]] = [:]) {
        self.entries = entries
        self.resources = resources
    }
}
