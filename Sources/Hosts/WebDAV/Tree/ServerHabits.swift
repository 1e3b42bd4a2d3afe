/// What a server was found to do with files, as far as the way of storing depends on it.
struct ServerHabits: Hashable, Sendable {
    /// PUT minds `If-None-Match: *` and `If-Match`, and a PUT whose client dies leaves what was there: then a file can
    /// be put in its place directly. Else it is written under another name and moved.
    var putsSafely: Bool
    /// MOVE minds `Overwrite: F`.
    var movesSafely: Bool
    /// MOVE finds the way to names with a question mark, a semicolon or a line break in them. WsgiDAV decodes the
    /// Destination header before it takes it apart, and cuts the name there.
    var movesHardNames: Bool
    /// MOVE takes a folder to a new place with all that is in it, and minds `Overwrite: F` there too.
    var movesFolders: Bool
    /// The ETag stays the same when a file is moved.
    var moveKeepsETag: Bool
    /// PROPFIND tells ETags.
    var listsETags: Bool
    /// HEAD tells the same as PROPFIND, which costs the server more.
    var headTellsState: Bool
    /// Names with a leading dot are listed.
    var listsDotNames: Bool
    /// To list a folder costs the server less than to be asked for each file in it.
    var listsQuickly: Bool
    /// A PUT with the header `X-Hash` is answered with the SHA-256 of what was received.
    var hashesPuts: Bool

    /// Whether the files of a new folder are put into another one, which then is moved to its place: one request where
    /// there would be one for each file.
    var stagesFolders: Bool { movesFolders && !putsSafely }

    /// Nextcloud and ownCloud 10, which write to a part file and then rename it, and mind preconditions.
    static func nextcloud(hashesPuts: Bool) -> ServerHabits {
        ServerHabits(
            putsSafely: true, movesSafely: true, movesHardNames: true, movesFolders: false,
            moveKeepsETag: false, listsETags: true, headTellsState: false, listsDotNames: true, listsQuickly: false,
            hashesPuts: hashesPuts)
    }
}
