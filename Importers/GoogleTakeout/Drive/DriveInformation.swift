internal import FoundationEssentials
internal import Timestamps

/// The sidecar `NAME-info.json` that an administrator's export puts beside each file of Drive.
struct DriveInformation {
    /// When the content was last changed, seconds since 1970.
    let contentModified: Int64?
    /// Whether somebody besides the owner may see the file.
    let isShared: Bool

    /// Reads a sidecar; `nil` for a file of a person that only has such a name.
    init?(_ bytes: [UInt8]) {
        // Whatever the decoder has against the bytes: they are then no sidecar, and stay a file.
        guard let fields = try? JSONDecoder().decode(Fields.self, from: Data(bytes)) else { return nil }
        guard fields.title != nil, fields.content_last_modified != nil || fields.permissions != nil else { return nil }
        contentModified = fields.content_last_modified.flatMap(InternetTime.seconds)
        isShared = (fields.permissions?.count ?? 0) > 1
    }

    /// The keys as Google writes them.
    private struct Fields: Decodable {
        let title: String?
        let content_last_modified: String?
        let permissions: [Permission]?

        struct Permission: Decodable {}
    }
}
