/// What a store of calendar objects or cards tells of a resource it has read.
public struct ResourceSummary: Hashable, Sendable {
    /// The UID inside (RFC 5545 section 3.8.4.7, RFC 6350 section 6.7.6), if it has one.
    public let uid: String?
    /// The canonical form whose fingerprint the resource is compared by.
    public let comparisonBytes: [UInt8]

    /// Describes a resource's content.
    public init(uid: String?, comparisonBytes: [UInt8]) {
        self.uid = uid
        self.comparisonBytes = comparisonBytes
    }

    /// Reads a resource; `nil` for what is no such resource.
    public typealias Reader = @Sendable (_ bytes: [UInt8]) -> ResourceSummary?
}
