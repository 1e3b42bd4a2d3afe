internal import JSON
internal import MarkdownNotes
internal import Timestamps

/// What was said in a conversation in one year, as Markdown.
struct ChatYear: GrowingFile {
    private var text: String
    private var day = ""

    init(period: String) { text = "" }

    var byteCount: Int { text.utf8.count }

    consuming func finished() -> [UInt8] { Array(text.utf8) }

    /// Adds a message.
    ///
    /// - Parameter title: the heading of the file, for the first message.
    mutating func add(_ message: ChatMessage, title: String, people: [String]) {
        if text.isEmpty {
            text = Markdown.heading(1, title) + "\n"
            if !people.isEmpty { text += "\n" + Markdown.inline(people.joined(separator: ", ")) + "\n" }
        }
        let messageDay = message.time.map(UTCTime.day) ?? "?"
        if messageDay != day {
            text += "\n" + Markdown.heading(2, messageDay) + "\n"
            day = messageDay
        }
        text += "\n" + message.markdown + "\n"
    }
}

/// A message of Google Chat.
struct ChatMessage {
    /// What makes it the same in every member's export.
    let id: String?
    /// When it was written, seconds since 1970.
    let time: Int64?
    /// The files it came with, by their names in the export.
    let files: [String]
    private let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
        id = value["message_id"]?.string
        time = (value["created_date"] ?? value["updated_date"])?.string.flatMap(ChatDate.seconds)
        files = (value["attached_files"]?.elements ?? []).compactMap { $0["export_name"]?.string }
    }

    /// The message: who, when, what was quoted, the text, what came with it, and who liked it.
    var markdown: String {
        let creator = value["creator"]
        let who = [creator?["name"]?.string, creator?["email"]?.string].compactMap { $0 }.first { !$0.isEmpty }
        let clock = time.map { " " + UTCTime.clock(of: $0) } ?? ""
        var blocks = ["**\(Markdown.inline(who ?? "?"))**\(clock)"]
        if let quoted = value["quoted_message_metadata"] {
            let author = quoted["creator"]?["name"]?.string ?? ""
            let text = [author, quoted["text"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
            if !text.isEmpty { blocks.append(Markdown.quote(Markdown.text(text))) }
        }
        if let text = value["text"]?.string, !text.isEmpty { blocks.append(Markdown.text(text)) }
        if value["message_state"]?.string == "DELETED" || value["deletion_metadata"] != nil {
            blocks.append("*(deleted)*")
        }
        for file in value["attached_files"]?.elements ?? [] {
            let name = file["original_name"]?.string ?? file["export_name"]?.string ?? "?"
            guard let path = file["export_name"]?.string else {
                blocks.append(Markdown.text("(\(name))"))
                continue
            }
            blocks.append(Markdown.link(name, to: Markdown.destination(ofPath: "files/\(path)")))
        }
        let reactions = (value["reactions"]?.elements ?? []).compactMap { reaction -> String? in
            guard let emoji = reaction["emoji"]?["unicode"]?.string else { return nil }
            return "\(emoji) \(max(1, reaction["reactor_emails"]?.elements.count ?? 1))"
        }
        if !reactions.isEmpty { blocks.append(Markdown.inline(reactions.joined(separator: "  "))) }
        return blocks.joined(separator: "\n\n")
    }
}
