public import Hosting

/// What must stay together at one host: a calendar, an address book, a top folder of files or of notes.
public struct PlacementUnit: Hashable, Sendable, Codable {
    /// A name that is the same in every run: the form, `/`, the name; and, behind a `#`, the condition of the route or
    /// the rule by which a part of a collection goes elsewhere.
    public let id: String
    /// The store it needs.
    public let service: StoreService
    /// The hosts a route allows, by name; `nil` for all.
    public let allowedHosts: [String]?
    /// How many copies a route wants; `nil` for as many as of everything.
    public let copies: Int?
    /// How many bytes its items have.
    public internal(set) var byteCount: UInt64
    /// How many items it has.
    public internal(set) var itemCount: Int
    /// The hosts it goes to, by their number in the plan; empty when none takes it.
    public internal(set) var hosts: [Int32] = []

    /// A unit that has no place yet.
    public init(
        id: String, service: StoreService, allowedHosts: [String]? = nil, copies: Int? = nil, byteCount: UInt64 = 0,
        itemCount: Int = 0
    ) {
        self.id = id
        self.service = service
        self.allowedHosts = allowedHosts
        self.copies = copies
        self.byteCount = byteCount
        self.itemCount = itemCount
    }

    /// Adds an item. A size no disk has, which only a hostile archive states, is cut.
    mutating func add(bytes: UInt64) {
        let (sum, isTooMuch) = byteCount.addingReportingOverflow(bytes)
        byteCount = isTooMuch ? .max : sum
        itemCount += 1
    }
}
