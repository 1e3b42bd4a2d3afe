internal import JSON
internal import MarkdownNotes
internal import Timestamps

/// Turns a message of a thread into Markdown. Facebook and Instagram write one shape, Messenger another.
enum MessageConversion {
    /// The message as it is to be read.
    static func record(of message: JSONValue, _ links: MediaLinks) -> ChronicleRecord {
        let time = (message["timestamp_ms"] ?? message["timestamp"])?.integer
        let sender = (message["sender_name"] ?? message["senderName"])?.string ?? "?"
        var head = "**\(Markdown.inline(sender.isEmpty ? "?" : sender))**"
        if let time { head += ", " + UTCTime.clock(of: time.seconds) }
        var blocks = [head]
        for name in ["content", "text"] {
            if let text = message[name]?.string, !text.isEmpty { blocks.append(Markdown.text(text)) }
        }
        for name in ["photos", "gifs", "media", "videos", "audio_files", "files"] {
            for media in message[name]?.elements ?? [] {
                if let line = links.line(for: media, isPicture: true) { blocks.append(line) }
            }
        }
        if let sticker = message["sticker"], let line = links.line(for: sticker, isPicture: true) {
            blocks.append(line)
        }
        blocks += notes(of: message).map { Markdown.inline("(\($0))") }
        if let share = message["share"] { blocks += shared(share) }
        let reactions = (message["reactions"]?.elements ?? []).compactMap { reaction in
            reaction["reaction"]?.string.map { "\($0) \(reaction["actor"]?.string ?? "")" }
        }
        if !reactions.isEmpty { blocks.append(Markdown.quote(Markdown.inline(reactions.joined(separator: ", ")))) }
        return ChronicleRecord(
            time: time, text: blocks.joined(separator: "\n\n") + "\n",
            isWhole: message.members.allSatisfy { known.contains($0.name) || isNothing($0.value) })
    }

    /// What happened beside what was written, in words.
    private static func notes(of message: JSONValue) -> [String] {
        var notes: [String] = []
        if let seconds = message["call_duration"]?.integer {
            notes.append(message["missed"]?.bool == true ? "missed call" : "call of \(seconds) seconds")
        }
        if (message["is_unsent"] ?? message["isUnsent"])?.bool == true { notes.append("unsent") }
        let users = (message["users"]?.elements ?? []).compactMap { $0["name"]?.string }
        if !users.isEmpty { notes.append(users.joined(separator: ", ")) }
        return notes
    }

    private static func shared(_ share: JSONValue) -> [String] {
        var lines: [String] = []
        if let text = share["share_text"]?.string, !text.isEmpty { lines.append(Markdown.text(text)) }
        if let link = share["link"]?.string, !link.isEmpty { lines.append(Markdown.link(link, to: link)) }
        if let owner = share["original_content_owner"]?.string, !owner.isEmpty {
            lines.append(Markdown.inline("(by \(owner))"))
        }
        return lines
    }

    /// What says nothing where it stands.
    private static func isNothing(_ value: JSONValue) -> Bool {
        switch value {
        case .null, .bool(false), .string(""), .array([]), .object([]): true
        default: false
        }
    }

    /// What is in the text, or says only how the message was sent.
    private static let known: Set<String> = [
        "sender_name", "senderName", "timestamp_ms", "timestamp", "content", "text", "type", "photos", "gifs", "media",
        "videos", "audio_files", "files", "sticker", "share", "reactions", "is_unsent", "isUnsent", "call_duration",
        "missed", "users", "is_geoblocked_for_viewer", "is_unsent_image_by_messenger_kid_parent", "is_taken_down",
    ]
}
