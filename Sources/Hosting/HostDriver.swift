/// Opens hosts of one kind: the entry a folder in `Sources/Hosts` gives to the registry.
public protocol HostDriver: Sendable {
    /// The URL schemes it opens, lower case, such as `folder`.
    var schemes: [String] { get }

    /// Checks a profile without contacting anything.
    ///
    /// - Throws: `.refused` with a sentence for the person when the URL cannot be right.
    func check(_ profile: HostProfile) throws(StoreError)

    /// Opens the stores of a host.
    ///
    /// - Parameter access: with `.reading` nothing at the host changes, not even a lock file or a missing folder.
    /// - Throws: a `StoreError` that ends the host.
    func open(_ profile: HostProfile, for access: HostAccess) async throws(StoreError) -> HostSession
}

/// What a session may do at a host.
public enum HostAccess: Sendable {
    /// Looking only.
    case reading
    /// Looking and storing. Where a host can be locked against a second writer, it is.
    case writing
}

/// A host that is open: its stores, until `close`.
public struct HostSession: Sendable {
    /// The stores by what they hold.
    public let stores: [StoreService: any Store]
    /// What the host is, and what about it a person should know: one sentence each.
    public let remarks: [String]
    private let ending: @Sendable () async -> Void

    /// Wraps open stores.
    ///
    /// - Parameters:
    ///   - remarks: what the host is, and what about it a person should know.
    ///   - ending: gives back what the stores hold (locks, connections, temporary names).
    public init(stores: [any Store], remarks: [String] = [], ending: @escaping @Sendable () async -> Void) {
        self.remarks = remarks
        self.stores = Dictionary(stores.map { ($0.service, $0) }) { first, _ in first }
        self.ending = ending
    }

    /// Gives back what the stores hold. The stores are not used afterwards.
    public func close() async { await ending() }
}
