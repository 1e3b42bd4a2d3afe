internal import Hosting

/// What the capabilities of a Nextcloud say of files (`apps/files`, `apps/dav` of nextcloud/server).
struct NextcloudFeatures: Sendable {
    /// Whether it calls its theming Nextcloud's: ownCloud has none.
    let isNextcloud: Bool
    /// Whether there is a bulk endpoint.
    let takesBulk: Bool
    /// Whether there are chunked uploads, and the largest chunk.
    let takesChunks: Bool
    let largestChunk: UInt64?
    /// Whether the Notes app is there (docs/api/README.md of nextcloud/notes).
    let hasNotes: Bool
    /// Which names it refuses.
    let nameRules: NameRules

    /// - Parameter data: the `data` of `/ocs/v2.php/cloud/capabilities`.
    init(_ data: JSONValue) {
        let capabilities = data["capabilities"]
        let files = capabilities?["files"]
        isNextcloud = data["version"]?["extendedSupport"] != nil || capabilities?["theming"] != nil
        takesBulk = capabilities?["dav"]?["bulkupload"]?.text == "1.0"
        takesChunks = capabilities?["dav"]?["chunking"]?.text == "1.0"
        largestChunk = files?["chunked_upload"]?["max_size"]?.count
        hasNotes = capabilities?["notes"] != nil
        let names = (files?["forbidden_filenames"] ?? files?["blacklisted_files"])?.texts ?? []
        nameRules = NameRules(
            names: Set(names), basenames: Set(files?["forbidden_filename_basenames"]?.texts ?? []),
            endings: Set(files?["forbidden_filename_extensions"]?.texts ?? []),
            characters: Set((files?["forbidden_filename_characters"]?.texts ?? []).flatMap(\.unicodeScalars))
                .union(isNextcloud ? Self.controls : []), composes: isNextcloud)
    }

    /// What it refuses without saying so (`lib/private/Files/FilenameValidator.php`): control characters.
    private static let controls = Set((0..<0x20 as Range<UInt8>).map { Unicode.Scalar($0) })

    /// What the calendar and contact apps let be made when nobody has configured them otherwise; they do not tell
    /// (`RateLimitingPlugin` and `CardDavRateLimitingPlugin` of `apps/dav`).
    static func collectionLimits(of service: StoreService) -> CollectionLimits {
        CollectionLimits(anHour: 10, inAll: service == .calendars ? 30 : 10)
    }

    /// The largest card it takes, in bytes, whatever its `max-resource-size` says (`CardDavValidatePlugin`).
    static let largestCard: UInt64 = 5_242_880
}
