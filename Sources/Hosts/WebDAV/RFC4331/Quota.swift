internal import XML

/// The room of a collection (RFC 4331).
enum Quota {
    /// Section 3: bytes that can still be stored.
    static let available = XMLName.dav("quota-available-bytes")

    /// What a response says of the room left.
    ///
    /// - Returns: `nil` when it says nothing; Nextcloud's negative numbers mean unknown and unlimited.
    static func availableBytes(_ response: MultistatusResponse?) -> UInt64? {
        response?.property(available).flatMap { UInt64($0.trimmedText) }
    }
}
