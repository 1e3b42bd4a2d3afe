internal import Importing
internal import Items

/// What is told in the order of time in one or more files: a thread, posts, comments.
struct Chronicle {
    /// What is known of one of its files after the first pass.
    struct File {
        let entry: ListedEntry
        /// Whether it goes into the texts.
        var isRead = false
        /// Whether it has something that is not in the texts.
        var leavesOut = false
    }

    /// A text that will be written: how often its year was cut before it, and what it is made of.
    struct Part {
        let year: Int64?
        let source: Int
        let first: Int64
        /// From 1, in the order of time.
        var number = 1
    }

    /// What it is: the thread or the name.
    let role: MetaRole
    /// The files in the order of their numbers.
    var files: [File]
    /// The title that a thread has.
    var title: String?
    /// Who takes part in a thread.
    var participants: [String] = []
    /// The texts in the order in which reading gives them.
    private(set) var parts: [Part] = []
    /// Whether reading gives the newest first.
    var isNewestFirst = false

    init(_ role: MetaRole, _ entries: [ListedEntry]) {
        self.role = role
        files = entries.map { entry in (entry, MetaPaths.numbered(entry.name.prefix { $0 != "." }).number ?? 0) }
            .sorted { ($0.1, ExactText($0.0.path)) < ($1.1, ExactText($1.0.path)) }
            .map { File(entry: $0.0) }
    }

    /// Whether it is a thread.
    var isThread: Bool { if case .thread = role { true } else { false } }

    /// What it is called: its title, or those who take part, or its folder.
    var name: String {
        switch role {
        case .thread(let folder):
            let id = String(folder.split(separator: "/").last ?? "thread")
            if let title, !title.isEmpty { return title }
            return participants.isEmpty ? id : participants.prefix(5).joined(separator: ", ")
        case .chronicle(let name): return name
        default: return ""
        }
    }

    /// What tells two threads of one name apart: the number Facebook gives them.
    var identifier: String {
        guard case .thread(let folder) = role else { return "" }
        let id = folder.split(separator: "/").last ?? "thread"
        return MetaPaths.numbered(id).number.map(String.init) ?? String(id)
    }

    /// The folder in which the folder of a thread lies: `inbox`.
    var box: String {
        guard case .thread(let folder) = role else { return "" }
        return folder.split(separator: "/").dropLast().last.map(String.init) ?? ""
    }

    /// Takes how the texts will be cut, and numbers those of one year.
    mutating func plan(_ pieces: [ChronicleCutting.Piece]) {
        parts = pieces.map { Part(year: $0.year, source: $0.source, first: $0.first) }
        var counts: [Int64?: Int] = [:]
        for index in parts.indices.sorted(by: { (parts[$0].first, $0) < (parts[$1].first, $1) }) {
            counts[parts[index].year, default: 0] += 1
            parts[index].number = counts[parts[index].year, default: 1]
        }
    }
}
