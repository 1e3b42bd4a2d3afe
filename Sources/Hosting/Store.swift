public import Items

/// One typed service of a host: a calendar home, an address-book home, a tree of files or notes.
///
/// A store knows nothing of plans and archives. Every implementation passes the conformance suite of the test kit.
/// Calls may come from several tasks at once.
public protocol Store: Sendable {
    /// Which kind of collections it holds.
    var service: StoreService { get }

    /// What it can do and where its limits are.
    var capabilities: Capabilities { get }

    /// The collections that exist.
    ///
    /// - Returns: for calendars and address books all of them; a file tree answers with its top folders only.
    func collections() async throws(StoreError) -> [StoredCollection]

    /// The resources directly in one collection, in any order.
    ///
    /// - Parameter collection: the collection's path in this store (RFC 4918: its URL below the home), components
    ///   separated by `/`; empty for the top of a file tree.
    /// - Returns: what is there. A collection that does not exist has no resources: that is not an error.
    func list(_ collection: String) async throws(StoreError) -> [StoredResource]

    /// The resources directly in one collection, as `list(_:)` gives them, at less cost where some are known.
    ///
    /// - Parameter earlier: what is known of the collection, with fingerprints. What still has its ETag may be given
    ///   back as it is here, without asking for its content.
    func list(_ collection: String, knowing earlier: [StoredResource]) async throws(StoreError) -> [StoredResource]

    /// The content of a resource.
    ///
    /// - Throws: `.notFound` when there is none.
    func get(_ href: Href) async throws(StoreError) -> any ContentBody

    /// The path that a collection gets when it is made: where a store takes other names than people give.
    ///
    /// - Parameter path: the one it would best have.
    func path(ofNew path: String) -> String

    /// Makes a collection and, in a file tree, the folders above it. One that exists already is left as it is.
    ///
    /// - Parameters:
    ///   - path: its path in this store.
    ///   - description: its display name, colour and summary, for stores that keep such properties.
    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError)

    /// Removes a collection that holds nothing. One that is not there is removed already.
    ///
    /// - Returns: what became of it. Nothing that lies in it is ever touched.
    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval

    /// Stores a resource that does not exist yet, whole or not at all. The collection exists.
    ///
    /// - Returns: what is now stored, durable against a power failure as far as the store can say.
    /// - Throws: `.alreadyExists` when something has that href, which then is untouched; `.source` when `body` fails.
    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival

    /// Replaces a resource, whole or not at all.
    ///
    /// - Parameter etag: what `list` or `create` said of the state to be replaced.
    /// - Throws: `.preconditionFailed` when the resource is gone or has another ETag, and then changes nothing.
    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival

    /// Removes a resource. Only a move does this, after it has read the copy back at another host.
    ///
    /// - Parameter etag: what `list` or `create` said of the state to be removed.
    /// - Throws: `.preconditionFailed` when the resource is gone or has another ETag, and then changes nothing.
    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError)
}

extension Store {
    /// Not possible: right for a store that cannot be sure to remove nothing else.
    public func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval { .unsupported }

    /// The one it would best have.
    public func path(ofNew path: String) -> String { path }

    /// Asks for everything: right for a store whose list costs no more than names.
    public func list(
        _ collection: String, knowing earlier: [StoredResource]
    ) async throws(StoreError) -> [StoredResource] {
        try await list(collection)
    }
}

/// What a store holds.
public enum StoreService: String, Hashable, Sendable, Codable, CaseIterable {
    /// Calendar object resources (RFC 4791).
    case calendars
    /// vCards (RFC 6352).
    case contacts
    /// Files (RFC 4918, S3, SFTP).
    case files
    /// Notes and the files they refer to: a file tree of its own.
    case notes

    /// Whether collections nest, and resources are compared by their bytes.
    public var isFileTree: Bool {
        switch self {
        case .calendars, .contacts: false
        case .files, .notes: true
        }
    }

    /// The service that holds collections of a form.
    public init(for form: ItemCollection.Form) {
        switch form {
        case .calendar: self = .calendars
        case .addressBook: self = .contacts
        case .folder: self = .files
        case .notes: self = .notes
        }
    }
}

/// The address of a resource in its store: the path of its collection, `/`, and its name; as text, not
/// percent-encoded.
public struct Href: Hashable, Sendable, Codable {
    /// The path of the collection, empty for the top of a file tree.
    public let collection: String
    /// The last component.
    public let name: String

    /// Names a resource in a collection.
    public init(collection: String, name: String) {
        self.collection = collection
        self.name = name
    }

    /// Collection and name as one path.
    public var path: String { collection.isEmpty ? name : collection + "/" + name }

    /// Byte for byte: two writings of an accent are two resources.
    public static func == (left: Href, right: Href) -> Bool {
        ExactText(left.collection) == ExactText(right.collection) && ExactText(left.name) == ExactText(right.name)
    }

    /// The bytes of both.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(collection))
        hasher.combine(ExactText(name))
    }
}

/// A resource's state as its store names it (RFC 9110 section 8.8.3): it differs after each change.
public struct ETag: Hashable, Sendable, Codable {
    /// The opaque text.
    public let rawValue: String

    /// Wraps the text a store gave.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

/// A collection that exists at a host.
public struct StoredCollection: Hashable, Sendable {
    /// Its path in the store.
    public let path: String
    /// What its owner calls it, where the store knows.
    public let displayName: String?
    /// The kinds of calendar objects a calendar takes (RFC 4791 section 5.2.3); `nil` for all, or where nothing says.
    public let kinds: Set<ItemKind>?

    /// Describes a collection.
    public init(path: String, displayName: String?, kinds: Set<ItemKind>? = nil) {
        self.path = path
        self.displayName = displayName
        self.kinds = kinds
    }

    /// Whether it takes items of a kind, as far as it says.
    public func takes(_ kind: ItemKind) -> Bool { kinds?.contains(kind) ?? true }
}

/// What became of a collection that was to be removed.
public enum CollectionRemoval: Hashable, Sendable {
    /// It is not there any more.
    case removed
    /// Something lies in it, and so it stays.
    case occupied
    /// The store cannot remove collections, or not without a danger for what it does not show.
    case unsupported
}

/// A resource that exists at a host.
public struct StoredResource: Hashable, Sendable {
    /// Its address.
    public let href: Href
    /// Its state.
    public let etag: ETag
    /// Its size in bytes.
    public let byteCount: UInt64
    /// The UID inside a calendar object or card; `nil` for a file and for what cannot be read as either.
    public let uid: String?
    /// What it is compared by, where the store knows without a transfer: of calendar objects and cards always.
    public let fingerprint: Fingerprint?

    /// Describes a resource.
    public init(href: Href, etag: ETag, byteCount: UInt64, uid: String? = nil, fingerprint: Fingerprint? = nil) {
        self.href = href
        self.etag = etag
        self.byteCount = byteCount
        self.uid = uid
        self.fingerprint = fingerprint
    }
}

/// What is to be stored.
public struct NewResource: Hashable, Sendable {
    /// Its address.
    public let href: Href
    /// When it was last changed, seconds since 1970, if the export can be believed about it.
    public let modified: Int64?

    /// Describes a resource to be.
    public init(href: Href, modified: Int64? = nil) {
        self.href = href
        self.modified = modified
    }
}

/// What a store can do and where its limits are.
public struct Capabilities: Hashable, Sendable {
    /// How many changes it takes at the same time without harm.
    public let concurrentChanges: Int
    /// The largest resource it takes, in bytes, if it says.
    public let maximumResourceSize: UInt64?
    /// How many bytes are free, if it says (RFC 4331).
    public let availableBytes: UInt64?
    /// Which names it does not take, if it says.
    public let nameRules: NameRules
    /// How many collections it lets be made, if that is known.
    public let collectionLimits: CollectionLimits?

    /// Describes a store.
    public init(
        concurrentChanges: Int, maximumResourceSize: UInt64? = nil, availableBytes: UInt64? = nil,
        nameRules: NameRules = NameRules(), collectionLimits: CollectionLimits? = nil
    ) {
        self.nameRules = nameRules
        self.collectionLimits = collectionLimits
        self.concurrentChanges = concurrentChanges
        self.maximumResourceSize = maximumResourceSize
        self.availableBytes = availableBytes
    }
}

/// How many collections a store lets be made.
public struct CollectionLimits: Hashable, Sendable {
    /// How many in an hour.
    public let anHour: Int
    /// How many there may be, those that are there counted.
    public let inAll: Int

    /// Describes limits.
    public init(anHour: Int, inAll: Int) {
        self.anHour = anHour
        self.inAll = inAll
    }
}
