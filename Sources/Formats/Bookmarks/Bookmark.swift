/// A bookmark, or a folder of them.
public enum BookmarkNode: Hashable, Sendable {
    /// The address of a page.
    case page(Bookmark)
    /// A folder.
    case folder(BookmarkFolder)
}

/// The address of a page and what a person noted about it.
public struct Bookmark: Hashable, Sendable {
    /// The address as it was written.
    public var address: String
    /// What it is called.
    public var title: String
    /// When it was added, seconds since 1970.
    public var added: Int64?
    /// Words it is filed under.
    public var tags: [String]
    /// A longer text about it.
    public var note: String

    /// Describes a bookmark.
    public init(address: String, title: String, added: Int64? = nil, tags: [String] = [], note: String = "") {
        self.address = address
        self.title = title
        self.added = added
        self.tags = tags
        self.note = note
    }
}

/// A folder of bookmarks.
public struct BookmarkFolder: Hashable, Sendable {
    /// What it is called.
    public var title: String
    /// When it was added, seconds since 1970.
    public var added: Int64?
    /// Whether it is the bar of bookmarks that a browser shows.
    public var isToolbar: Bool
    /// What is in it, in order.
    public var nodes: [BookmarkNode]

    /// Describes a folder.
    public init(title: String, added: Int64? = nil, isToolbar: Bool = false, nodes: [BookmarkNode] = []) {
        self.title = title
        self.added = added
        self.isToolbar = isToolbar
        self.nodes = nodes
    }

    /// How many bookmarks are in it and in the folders below it.
    public var count: Int {
        nodes.reduce(0) { sum, node in
            switch node {
            case .page: sum + 1
            case .folder(let folder): sum + folder.count
            }
        }
    }
}
