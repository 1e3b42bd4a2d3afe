internal import JSON
internal import MarkdownNotes
internal import Timestamps

/// Turns a post, a story or a comment into Markdown. Its file is always kept beside, because Meta puts ever new things
/// into posts.
enum PostConversion {
    /// The post as it is to be read.
    static func record(of post: JSONValue, _ links: MediaLinks) -> ChronicleRecord {
        let seconds = time(of: post)
        var blocks: [String] = []
        let clock = seconds.map { UTCTime.clock(of: $0) }
        let title = post["title"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        let head = [clock, title.map(Markdown.inline)].compactMap { $0 }.joined(separator: ", ")
        blocks.append("**\(head.isEmpty ? "?" : head)**")
        for data in post["data"]?.elements ?? [] {
            let texts = [data["post"]?.string, data["comment"]?["comment"]?.string]
            blocks += texts.compactMap { $0 }.filter { !$0.isEmpty }.map(Markdown.text)
        }
        for attachment in post["attachments"]?.elements ?? [] {
            for part in attachment["data"]?.elements ?? [] { blocks += attached(part, links) }
        }
        // Instagram has pictures at the top, and a story is one.
        for media in (post["media"]?.elements ?? []) + (post["uri"] == nil ? [] : [post]) {
            if let line = links.line(for: media, isPicture: true) { blocks.append(line) }
        }
        blocks += labels(of: post)
        let names = (post["tags"]?.elements ?? []).compactMap { $0["name"]?.string }
        if !names.isEmpty { blocks.append(Markdown.inline("(with \(names.joined(separator: ", ")))")) }
        return ChronicleRecord(
            time: seconds.flatMap { $0.multipliedReportingOverflow(by: 1000).overflow ? nil : $0 * 1000 },
            text: blocks.joined(separator: "\n\n") + "\n", isWhole: false)
    }

    private static func attached(_ part: JSONValue, _ links: MediaLinks) -> [String] {
        var lines: [String] = []
        if let media = part["media"], let line = links.line(for: media, isPicture: true) { lines.append(line) }
        if let text = part["text"]?.string, !text.isEmpty { lines.append(Markdown.text(text)) }
        if let place = part["place"]?["name"]?.string, !place.isEmpty {
            let address = part["place"]?["address"]?.string ?? ""
            lines.append(Markdown.inline("(at \(place)\(address.isEmpty ? "" : ", \(address)"))"))
        }
        if let page = part["external_context"], let url = page["url"]?.string, !url.isEmpty {
            lines.append(Markdown.link(page["name"]?.string ?? url, to: url))
        }
        return lines
    }

    /// Values with a label in the language of the account, in both shapes Meta has for them.
    private static func labels(of post: JSONValue) -> [String] {
        var lines: [String] = []
        for member in post["string_map_data"]?.members ?? [] {
            if let value = member.value["value"]?.string, !value.isEmpty {
                lines.append(Markdown.item("\(member.name): \(value)"))
            }
        }
        for label in post["label_values"]?.elements ?? [] {
            if let value = label["value"]?.string, !value.isEmpty {
                lines.append(Markdown.item("\(label["label"]?.string ?? ""): \(value)"))
            }
        }
        return lines.isEmpty ? [] : [lines.joined(separator: "\n")]
    }

    /// Seconds since 1970.
    private static func time(of post: JSONValue) -> Int64? {
        let own = (post["timestamp"] ?? post["creation_timestamp"])?.integer
        let inside =
            (post["media"]?.elements ?? []).compactMap { $0["creation_timestamp"]?.integer }
            + (post["data"]?.elements ?? []).compactMap { $0["comment"]?["timestamp"]?.integer }
            + (post["string_map_data"]?.members ?? []).compactMap { $0.value["timestamp"]?.integer }
        // 0 stands in labelled values that are no time.
        return own ?? inside.first { $0 != 0 }
    }
}
