internal import Digests
internal import Items
internal import MarkdownNotes
internal import Timestamps

/// A note as far as it has been read.
struct EvernoteNote {
    var title = ""
    /// ENML, the markup of notes.
    var content = ""
    var created: Int64?
    var updated: Int64?
    var tags: [String] = []
    /// Further fields in the order in which they are written into the note.
    var fields: [(name: String, value: String)] = []
    var tasks: [EvernoteTask] = []
    /// Whether its text or a field was too long to be held.
    var isCut = false
    /// Whether it has a field more than once, of which only the first is in the note.
    private(set) var repeatsField = false
    /// The path without ending, once it is fixed.
    var stem: String?
    /// The attachments in their order, and their names by their hash.
    private(set) var attachments: [(hash: String, name: String, mime: String)] = []
    private(set) var names: [String: Int] = [:]
    private var taken = TakenNames()

    /// The fields of `note-attributes` whose names in the front matter are others.
    private static let renamed = [
        "source-url": "source", "source": "source-kind", "reminder-time": "reminder",
        "reminder-done-time": "reminder-done",
    ]

    /// The fields of the front matter that are written from what is known otherwise.
    private static let reserved: Set<String> = ["title", "tags", "created", "updated"]

    /// Takes a field.
    mutating func set(_ name: String, _ text: String) {
        switch name {
        case "title": title = text
        case "content": content = text
        case "created": created = EvernoteDate.seconds(text)
        case "updated": updated = EvernoteDate.seconds(text)
        case "tag": if !text.isEmpty { tags.append(text) }
        default:
            guard !text.allSatisfy(\.isWhitespace) else { return }
            let field = Self.renamed[name] ?? name
            // A name stands once in the front matter.
            guard !Self.reserved.contains(field), !fields.contains(where: { $0.name == field }) else {
                repeatsField = true
                return
            }
            fields.append((field, text))
        }
    }

    /// Adds an attachment.
    mutating func add(_ name: String, _ mime: String, _ hash: String) {
        names[hash] = attachments.count
        attachments.append((hash, name, mime))
    }

    /// A name for an attachment that no other of this note has.
    mutating func name(for resource: EvernoteResource, hash: String) -> String {
        let wanted = NoteNames.file(resource.fileName, mime: resource.mime, hash: hash)
        if taken.take(wanted) { return wanted }
        let (stem, ending) = NoteNames.parts(wanted)
        return taken.numbered(stem, ending)
    }
}

/// A task of a note.
struct EvernoteTask {
    private(set) var title = ""
    private(set) var isDone = false
    private(set) var due: String?

    mutating func set(_ name: String, _ text: String) {
        switch name {
        case "title": title = text
        case "taskStatus": isDone = text == "completed"
        case "dueDate": due = EvernoteDate.seconds(text).map(UTCTime.day)
        default: break
        }
    }
}

/// An attachment as far as it has been read: its data comes first, in base64.
struct EvernoteResource {
    private(set) var mime = ""
    private(set) var fileName = ""
    private var decoder = Base64Decoder()
    private var isTooLarge = false

    mutating func add(_ base64: String, limit: Int) {
        guard !isTooLarge else { return }
        decoder.add(base64)
        if decoder.bytes.count > limit {
            isTooLarge = true
            decoder = Base64Decoder()
        }
    }

    mutating func set(_ name: String, _ text: String) {
        switch name {
        case "mime": mime = text.lowercased()
        case "file-name": fileName = text
        default: break
        }
    }

    /// The data and its MD5 in hexadecimal digits, by which the text refers to it; `nil` when it was too large.
    mutating func finish() -> (bytes: [UInt8], hash: String)? {
        guard !isTooLarge else { return nil }
        let digest = MD5()
        digest.update(decoder.bytes)
        let digits = Array("0123456789abcdef".utf8)
        let hash = (digest.finish() ?? []).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return (decoder.bytes, String(decoding: hash, as: UTF8.self))
    }
}

/// Decodes base64 (RFC 4648 section 4) from pieces. Line breaks and whatever else is no digit are passed over.
struct Base64Decoder {
    private(set) var bytes: [UInt8] = []
    private var bits: UInt32 = 0
    private var count = 0

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 0xFF, count: 256)
        for (value, digit) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            values[Int(digit)] = UInt8(value)
        }
        return values
    }()

    mutating func add(_ text: String) {
        let values = Self.values
        for byte in text.utf8 {
            let value = values[Int(byte)]
            guard value != 0xFF else { continue }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
    }
}
