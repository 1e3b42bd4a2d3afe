public import Hosting
public import Items

/// What must stay together at one host: a calendar, an address book, a top folder.
public struct PlacementUnit: Hashable, Sendable, Codable {
    /// A name that is the same in every run: the form, `/`, the name; and `#` with the kind where a route sends one
    /// kind of a collection elsewhere.
    public let id: String
    /// The store it needs.
    public let service: StoreService
    /// The hosts a route allows, by name; `nil` for all.
    public let allowedHosts: [String]?
    /// How many bytes its items have.
    public internal(set) var byteCount: UInt64
    /// How many items it has.
    public internal(set) var itemCount: Int
    /// The hosts it goes to, by their number in the plan; empty when none takes it.
    public internal(set) var hosts: [Int32] = []
}

/// How the person wants things spread.
public struct PlacementPolicy: Hashable, Sendable {
    /// Sends items of some kinds to some hosts only.
    public struct Route: Hashable, Sendable {
        /// The kinds.
        public let kinds: [ItemKind]
        /// The hosts, by name.
        public let hosts: [String]

        /// A route.
        public init(kinds: [ItemKind], hosts: [String]) {
            self.kinds = kinds
            self.hosts = hosts
        }
    }

    /// How many hosts hold each unit.
    public let copies: Int
    /// The routes; the first that names a kind decides.
    public let routes: [Route]
    /// How many folders deep the tree is cut into units: 2 makes `Drive/Photos` one.
    public let folderDepth: Int

    /// A policy.
    public init(copies: Int = 1, routes: [Route] = [], folderDepth: Int = 2) {
        self.copies = copies
        self.routes = routes
        self.folderDepth = folderDepth
    }

    func route(of kind: ItemKind) -> Route? { routes.first { $0.kinds.contains(kind) } }

    /// The name of the unit an item belongs to.
    func unitID(of kind: ItemKind, in collection: ItemCollection) -> String {
        var name = collection.name[...]
        if collection.form == .folder {
            var depth = 0
            if let cut = name.utf8.firstIndex(where: { byte in
                if byte == UInt8(ascii: "/") { depth += 1 }
                return depth == folderDepth
            }) {
                name = name[..<cut]
            }
        }
        let id = "\(collection.form.rawValue)/\(name)"
        return route(of: kind) == nil || collection.form == .folder ? id : "\(id)#\(kind.rawValue)"
    }
}
