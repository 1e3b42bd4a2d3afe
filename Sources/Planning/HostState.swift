public import Hosting
internal import Items

/// What is known of a host before anything is planned for it.
public struct HostState: Sendable {
    /// The host.
    public let profile: HostProfile
    /// The services it has.
    public let services: Set<StoreService>
    /// How many bytes may still go there; `nil` for as many as there are.
    public let availableBytes: UInt64?
    /// What is there; `nil` when the host was not asked (an offline plan).
    public let snapshot: HostSnapshot?
    /// Where the limits of its stores are, as far as it was asked.
    public let capabilities: [StoreService: Capabilities]

    /// Describes a host.
    public init(
        profile: HostProfile, services: Set<StoreService>, availableBytes: UInt64?, snapshot: HostSnapshot?,
        capabilities: [StoreService: Capabilities] = [:]
    ) {
        self.capabilities = capabilities
        self.profile = profile
        self.services = services
        self.availableBytes = availableBytes
        self.snapshot = snapshot
    }
}

/// What lies at a host in the collections a plan is about.
public struct HostSnapshot: Sendable {
    /// A collection of a store.
    public struct Address: Hashable, Sendable {
        /// The store.
        public let service: StoreService
        /// The collection's path in it.
        public let path: String

        /// A collection of a store.
        public init(_ service: StoreService, _ path: String) {
            self.service = service
            self.path = path
        }
    }

    /// The resources of one collection, to be found by name and by UID.
    struct Contents: Sendable {
        var byName: [String: StoredResource] = [:]
        var byUID: [String: StoredResource] = [:]
    }

    private var contents: [Address: Contents] = [:]
    /// The calendars and address books that exist, for finding one by what its owner calls it.
    private var collections: [Address: StoredCollection] = [:]
    /// The paths that collections get which do not exist yet, where they are not the plan's own.
    public private(set) var newPaths: [Address: String] = [:]

    /// Nothing is there.
    public init() {}

    /// Adds an existing collection.
    public mutating func add(_ collection: StoredCollection, of service: StoreService) {
        collections[Address(service, collection.path)] = collection
    }

    /// The calendars or address books that exist, in the order of their paths.
    func collections(of service: StoreService) -> [StoredCollection] {
        collections.filter { $0.key.service == service }.values.sorted { $0.path.precedesInBytes($1.path) }
    }

    /// Notes the path a collection of the plan gets when it is made.
    public mutating func add(newPath: String, of planned: Address) { newPaths[planned] = newPath }

    /// Adds what lies in a collection.
    public mutating func add(_ resources: [StoredResource], at address: Address) {
        var known = contents[address] ?? Contents()
        for resource in resources {
            known.byName[resource.href.name] = resource
            if let uid = resource.uid { known.byUID[uid] = resource }
        }
        contents[address] = known
    }

    /// The resource with a name in a collection.
    func resource(named name: String, at address: Address) -> StoredResource? { contents[address]?.byName[name] }

    /// The resource with a UID in a collection.
    func resource(uid: String, at address: Address) -> StoredResource? { contents[address]?.byUID[uid] }

    /// The SHA-256 of everything in it: a plan made from one state of a host is not applied to another.
    public var digest: String {
        let lines = contents.flatMap { address, contents in
            contents.byName.values.map { "\(address.service.rawValue)/\($0.href.path)\u{1F}\($0.etag.rawValue)" }
        }
        return Fingerprint(of: lines.sorted { $0.precedesInBytes($1) }.joined(separator: "\n")).description
    }
}
