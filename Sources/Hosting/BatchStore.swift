public import Items

/// A store that takes many small resources in one request, which may be many times faster than one by one.
public protocol BatchStore: Store {
    /// What fits into a batch; `nil` when this host takes none.
    var batchLimits: BatchLimits? { get }

    /// Stores resources as `create` does each of them. Their collections exist, and their hrefs differ.
    ///
    /// - Parameter batch: within `batchLimits`, each body with a known size.
    /// - Returns: what became of each, in their order.
    /// - Throws: only what ends the host; then what became of each is unknown.
    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>]
}

/// What fits into a batch.
public struct BatchLimits: Hashable, Sendable {
    /// The most resources.
    public let count: Int
    /// The most bytes in all.
    public let byteCount: UInt64
    /// The most bytes of one resource.
    public let resourceByteCount: UInt64

    /// Describes limits.
    public init(count: Int, byteCount: UInt64, resourceByteCount: UInt64) {
        self.count = count
        self.byteCount = byteCount
        self.resourceByteCount = resourceByteCount
    }
}

/// One resource of a batch.
public struct BatchItem {
    /// What it is to be.
    public let resource: NewResource
    /// Its content.
    public let body: any ContentBody

    /// Puts a resource and its content together.
    public init(_ resource: NewResource, body: any ContentBody) {
        self.resource = resource
        self.body = body
    }
}
