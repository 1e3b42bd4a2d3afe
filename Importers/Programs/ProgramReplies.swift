internal import Items
internal import JSON

/// The lines an importer answers with, one JSON object each. Described in `Importers/README.md`.
enum ProgramReply {
    /// A thing it found, whose bytes stand on descriptor 4 or are those of the entry.
    case item(ProgramItem)
    /// Something a person should know.
    case finding(ProgramFinding)
    /// What becomes of an entry: `nil` for one it wants to read.
    case entry(Int, EntryOutcome?)
    /// The end of an answer; of one to `read` with what became of the entry.
    case done(EntryOutcome?)

    /// Reads a line.
    ///
    /// - Throws: what is wrong with it, a sentence without its subject.
    init(_ line: [UInt8]) throws(ReplyProblem) {
        let value = try Self.object(line)
        if value["item"] != nil {
            self = .item(try ProgramItem(value))
        } else if let finding = value["finding"] {
            self = .finding(try ProgramFinding(finding))
        } else if value["done"]?.bool == true {
            self = .done(try Self.outcome(value))
        } else if let entry = value["entry"]?.integer {
            let isToBeRead = value["read"]?.bool == true
            self = .entry(Int(clamping: entry), isToBeRead ? nil : try Self.outcome(value) ?? .kept)
        } else {
            throw ReplyProblem("gave an answer nobody asked for")
        }
    }

    /// Reads a line that is one object, whatever it says.
    static func object(_ line: [UInt8]) throws(ReplyProblem) -> JSONValue {
        let value: JSONValue
        do throws(JSONProblem) {
            value = try JSONValue.parse(line, limits: JSONLimits(depth: 16))
        } catch {
            throw ReplyProblem("answered with a line that is no JSON: \(error.description)")
        }
        guard case .object = value else { throw ReplyProblem("answered with something else than an object") }
        return value
    }

    private static func outcome(_ value: JSONValue) throws(ReplyProblem) -> EntryOutcome? {
        guard let word = value["outcome"]?.string else { return nil }
        let reason = value["reason"]?.string ?? ""
        switch word {
        case "imported": return .imported
        case "kept": return .kept
        case "merged" where !reason.isEmpty: return .merged(reason: reason)
        case "left-out" where !reason.isEmpty: return .leftOut(reason: reason)
        case "unreadable" where !reason.isEmpty: return .unreadable(reason: reason)
        default: throw ReplyProblem("gave the outcome \(word), which there is not, or which needs a reason")
        }
    }
}

/// Why an answer cannot be used: a sentence without its subject.
struct ReplyProblem: Error {
    let sentence: String

    init(_ sentence: String) { self.sentence = sentence }
}

/// Something a program says a person should know.
struct ProgramFinding {
    let code: String
    let severity: Finding.Severity
    let message: String
    let detail: String?

    init(_ value: JSONValue) throws(ReplyProblem) {
        guard let code = value["code"]?.string, let message = value["message"]?.string, !code.isEmpty,
            code.utf8.allSatisfy({ Self.isOfCode($0) })
        else { throw ReplyProblem("gave a finding without a code and a message") }
        self.code = code
        self.message = message
        severity = value["severity"]?.string.flatMap(Finding.Severity.init(rawValue:)) ?? .warning
        detail = value["detail"]?.string
    }

    private static func isOfCode(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "-")
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// A thing a program found, before its bytes are read.
struct ProgramItem {
    /// What its bytes are.
    enum Form: String {
        /// A file, a note in Markdown, a file beside a note: with a path.
        case file, note, attachment
        /// A calendar file (RFC 5545), an address book file (vCard): with the name of the collection.
        case calendar, contacts
    }

    let form: Form
    /// The path or the name.
    let name: String
    /// How many bytes follow on descriptor 4; `nil` when it is the entry itself.
    let byteCount: Int?
    /// The entry it comes from, where that is another than the one being read.
    let entry: Int?
    let modified: Int64?
    let title: String?

    init(_ value: JSONValue) throws(ReplyProblem) {
        guard let form = value["item"]?.string.flatMap(Form.init(rawValue:)) else {
            throw ReplyProblem("gave an item of a kind there is not")
        }
        self.form = form
        let isCollection = form == .calendar || form == .contacts
        guard let name = value[isCollection ? "name" : "path"]?.string,
            isCollection ? !name.isEmpty : Self.isSafe(name)
        else { throw ReplyProblem("gave an item without a usable path or name") }
        self.name = name
        byteCount = value["bytes"]?.integer.map { Int(clamping: $0) }
        let isEntry = value["same-as-entry"]?.bool == true
        guard isEntry != (byteCount != nil), !isEntry || form == .file || form == .attachment else {
            throw ReplyProblem("gave an item of which it does not say where its bytes are")
        }
        entry = value["entry"]?.integer.map { Int(clamping: $0) }
        modified = value["modified"]?.integer
        title = value["title"]?.string
    }

    /// Whether a path stays below the top: a program is not to be trusted more than an archive.
    private static func isSafe(_ path: String) -> Bool {
        path.utf8.count <= 4096 && !path.unicodeScalars.contains { $0.value < 0x20 }
            && path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8)
            }
    }
}
