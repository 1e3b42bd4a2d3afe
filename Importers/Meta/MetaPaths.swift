internal import Importing

/// What an entry is, by its path.
enum MetaRole: Hashable {
    /// Messages of the thread whose folder (or, at Messenger, whose name) is given.
    case thread(folder: String)
    /// Posts, stories, reels, comments: what goes to the folder of that name.
    case chronicle(name: String)
    case events
    case addressBook
    /// JSON that is kept, and read only for the dates of pictures.
    case dates
    /// A friends list, which is kept: it has names and nothing else.
    case friends
    /// A page of the HTML flavour.
    case page
    /// A picture, a video, a voice message, a file that was sent.
    case media
    case other
}

/// Finds out what entries are. Folders moved from generation to generation, so file names count, with the folder they
/// are in where they are everybody's words.
enum MetaPaths {
    /// What an entry is.
    static func role(of path: String, _ service: MetaService) -> MetaRole {
        let below = service.path(below: path)
        let elements = below.split(separator: "/")
        guard let name = elements.last else { return .other }
        let folders = elements.dropLast()
        switch ending(of: name) {
        case "json": return json(name.dropLast(5), folders, path, service)
        case "html", "htm": return folders.last == "files" ? .media : .page
        case "txt", "css", "js", "csv", "xml", "": return folders.last == "files" ? .media : .other
        default: return .media
        }
    }

    /// Whether a name at the top of a download of Messenger is that of a thread: `Bob_15.json`.
    static func isMessengerThread(_ name: some StringProtocol) -> Bool {
        guard name.hasSuffix(".json") else { return false }
        let (stem, number) = numbered(name.dropLast(5))
        return number != nil && !stem.isEmpty
    }

    /// A name without the number behind its last `_`, and the number.
    static func numbered(_ name: some StringProtocol) -> (stem: String, number: Int?) {
        let text = String(name)
        guard let mark = text.lastIndex(of: "_"), let number = Int(text[text.index(after: mark)...]), number >= 0
        else { return (text, nil) }
        return (String(text[..<mark]), number)
    }

    private static func ending(of name: Substring) -> String {
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return name[name.index(after: dot)...].lowercased()
    }

    private static func json(
        _ name: Substring, _ folders: ArraySlice<Substring>, _ path: String, _ service: MetaService
    ) -> MetaRole {
        let stem = numbered(name).stem
        if folders.last == "files" { return .media }
        if service == .messenger {
            return folders.isEmpty && isMessengerThread(name + ".json") ? .thread(folder: String(name)) : .other
        }
        if stem == "message", folders.contains("messages"), folders.last != "messages" {
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            return .thread(folder: String(service.path(below: String(path[..<slash]))))
        }
        switch (service, stem) {
        case (.facebook, "your_posts"), (.facebook, "your_posts__check_ins__photos_and_videos"):
            return .chronicle(name: "Posts")
        case (.facebook, "comments"): return .chronicle(name: "Comments")
        case (.facebook, "your_events"), (.facebook, "your_event_responses"): return .events
        case (.facebook, "events") where folders.last == "events": return .events
        case (.facebook, "your_address_books"): return .addressBook
        case (.facebook, "friends"), (.facebook, "your_friends"): return .friends
        case (.facebook, "your_uncategorized_photos"), (.facebook, "your_videos"), (.facebook, "your_photos"):
            return .dates
        case (.facebook, _) where folders.last == "album": return .dates
        case (.instagram, "posts"), (.instagram, "archived_posts"), (.instagram, "igtv_videos"):
            return ["content", "media"].contains(folders.last) ? .chronicle(name: "Posts") : .other
        case (.instagram, "stories"):
            return ["content", "media"].contains(folders.last) ? .chronicle(name: "Stories") : .other
        case (.instagram, "reels"):
            return ["content", "media"].contains(folders.last) ? .chronicle(name: "Reels") : .other
        case (.instagram, "post_comments"), (.instagram, "reels_comments"): return .chronicle(name: "Comments")
        case (.instagram, "profile_photos"): return .dates
        default: return .other
        }
    }
}
