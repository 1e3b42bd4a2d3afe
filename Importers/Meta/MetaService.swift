/// The services of Meta whose exports are read. Each has a shape of its own, and paths that tell it from the others.
enum MetaService: String, Sendable, CaseIterable {
    case facebook, instagram
    /// The download of end-to-end encrypted chats, which Messenger makes apart from Facebook's.
    case messenger

    /// What it is called, and the folder its files go to.
    var title: String {
        switch self {
        case .facebook: "Facebook"
        case .instagram: "Instagram"
        case .messenger: "Messenger"
        }
    }

    /// Whether its texts have every byte of their UTF-8 as a character. Messenger writes clean UTF-8.
    var isGarbled: Bool { self != .messenger }

    /// The folders that exports since 2023 have above those of the products.
    var roots: [String] {
        switch self {
        case .facebook:
            [
                "your_facebook_activity/", "your_activity_across_facebook/",
                "this_profile's_activity_across_facebook/",
            ]
        case .instagram: ["your_instagram_activity/"]
        case .messenger: []
        }
    }

    /// A path without the root that its generation of exports has, so that those of all generations agree.
    func path(below path: String) -> Substring {
        for root in roots where path.hasPrefix(root) { return path.dropFirst(root.count) }
        return path[...]
    }
}
