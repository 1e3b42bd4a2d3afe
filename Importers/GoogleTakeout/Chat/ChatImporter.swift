internal import Importing
internal import Items
internal import JSON
internal import MarkdownNotes
internal import Timestamps

/// Finds the conversations of Google Chat: `Groups/NAME/group_info.json` says who takes part, `messages.json` beside it
/// what was said. Each becomes a Markdown text for each year; what came with messages stays a file.
struct ChatImporter {
    /// The most bytes of one message.
    private static let limit = 4 << 20
    /// The most messages of a conversation that are remembered, so that none is written twice.
    private static let idLimit = 1_000_000

    private let reading: TakeoutReading
    private var groups: [ExactText: Group] = [:]
    private var userEmails: Set<String> = []
    private var messages: [TakeoutEntry] = []
    private var others: [TakeoutEntry] = []
    private var information: [TakeoutEntry] = []
    /// Files that came with messages, by their path.
    private var sent: Set<ExactText> = []

    private struct Group {
        let name: String?
        let members: [(name: String, email: String)]
    }

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read with the small ones. Messages are read as streams, when all groups are known.
    mutating func wants(_ entry: TakeoutEntry) async throws -> Bool {
        switch ComparableName.of(entry.entry.name) {
        case "messages.json":
            messages.append(entry)
            return false
        case "group_info.json", "user_info.json":
            return try await reading.wantsConvertible(entry, if: true)
        default:
            others.append(entry)
            return false
        }
    }

    /// Takes the bytes of what says who takes part.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONValue.parse(bytes) } catch {
            try await reading.keep(entry, "not-chat", "It cannot be read, so it is kept as a plain file.")
            return
        }
        guard ComparableName.of(entry.entry.name) == "group_info.json" else {
            if let email = value["user"]?["email"]?.string { userEmails.insert(email.lowercased()) }
            try await reading.keep(entry)
            return
        }
        let members = (value["members"]?.elements ?? []).map {
            (name: $0["name"]?.string ?? "", email: $0["email"]?.string ?? "")
        }
        groups[Self.folder(entry)] = Group(name: value["name"]?.string, members: members)
        information.append(entry)
    }

    /// The entries that are to be read as streams.
    var streams: [TakeoutEntry] { messages }

    /// Takes the open messages of a conversation.
    mutating func take(_ content: any ContentReader, of entry: TakeoutEntry) async throws {
        let reference = entry.entry.reference
        let folder = Self.folder(entry)
        let (title, people) = title(of: folder)
        var files = PeriodFiles<ChatYear>()
        var count = 0
        func give(_ done: PeriodFiles<ChatYear>.Finished) async throws {
            count += 1
            try await reading.sink.take(
                Item(
                    fileAt: "\(path(of: folder))/\(done.name).md", from: reference, bytes: done.bytes,
                    title: "\(title) \(done.name)"))
        }
        var problem: String?
        var seen: Set<Fingerprint> = []
        var unread = 0
        do {
            var source = JSONSource(content)
            while let element = try Self.nextMessage(&source) {
                guard case .value(let value) = element, case .object = value else {
                    unread += 1
                    continue
                }
                let message = ChatMessage(value)
                if let id = message.id.map({ Fingerprint(of: Array($0.utf8)) }) {
                    if seen.contains(id) { continue }
                    if seen.count < Self.idLimit { seen.insert(id) }
                }
                for name in message.files { sent.insert(ExactText("\(folder.text)/\(name)")) }
                let year = message.time.map { String(UTCTime.day(of: $0).prefix(4)) } ?? "undated"
                let done = files.change(year) { $0.add(message, title: title, people: people) }
                if let done { try await give(done) }
            }
        } catch let error as ContentError {
            reading.fail(entry, error)
            return
        } catch let error as JSONProblem {
            problem = "\(error)"
        }
        for done in files.finish() { try await give(done) }
        try await reading.settle(
            entry, .chat, isMade: count > 0, as: "a conversation",
            lacking: problem ?? (unread > 0 ? "\(unread) messages" : nil), code: "chat-not-whole")
    }

    /// Settles what lies beside messages.
    func finish() async throws {
        let conversations = Set(messages.map { Self.folder($0) })
        for entry in information {
            guard conversations.contains(Self.folder(entry)) else {
                try await reading.keep(entry)
                continue
            }
            reading.sink.record(
                .merged(reason: "the conversation says who takes part"), of: entry.entry.reference)
        }
        for entry in others {
            guard sent.contains(ExactText(entry.path)) else {
                try await reading.keep(entry)
                continue
            }
            reading.sink.record(.imported, of: entry.entry.reference)
            let path = "\(path(of: Self.folder(entry)))/files/\(entry.entry.name)"
            try await reading.sink.take(reading.export.file(entry.entry, at: path))
        }
    }

    /// The next element of `messages`; `nil` at the end.
    private static func nextMessage(_ source: inout JSONSource) throws -> JSONElement? {
        while true {
            if source.isInList {
                let element = try source.value(limit: limit)
                guard element == .end else { return element }
                source.isInList = false
            }
            switch try source.next() {
            case .key:
                guard source.isText("messages") else {
                    try source.skip()
                    continue
                }
                if try source.next() == .beginArray { source.isInList = true }
            case .end: return nil
            default: continue
            }
        }
    }

    /// What a conversation is called, and who takes part.
    private func title(of folder: ExactText) -> (String, [String]) {
        let group = groups[folder]
        let members = group?.members ?? []
        let people = members.map { $0.name.isEmpty ? $0.email : $0.name }
        if let name = group?.name, !name.isEmpty { return (name, people) }
        let others = members.filter { !userEmails.contains($0.email.lowercased()) }
            .map { $0.name.isEmpty ? $0.email : $0.name }
        return ((others.isEmpty ? people : others).joined(separator: ", "), people)
    }

    /// Where a conversation lies: its name may be another's too, or change, so the export's own word for it is behind.
    private func path(of folder: ExactText) -> String {
        let own = folder.text.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? folder.text
        let name = title(of: folder).0
        let plain = Markdown.fileStem(String(name.prefix(60)), orElse: "")
        return plain.isEmpty ? "Google Chat/\(own)" : "Google Chat/\(plain) (\(own))"
    }

    private static func folder(_ entry: TakeoutEntry) -> ExactText {
        ExactText(entry.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(entry.path[..<$0]) } ?? "")
    }
}
