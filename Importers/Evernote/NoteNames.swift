internal import Items
internal import MarkdownNotes
internal import Timestamps

/// Names of notes and of their attachments.
enum NoteNames {
    /// A title as a name.
    static func stem(_ title: String) -> String { Markdown.fileStem(title, orElse: "Untitled") }

    /// `20210826T125012Z`.
    static func stamp(_ seconds: Int64) -> String {
        UTCTime.text(of: seconds).filter { $0 != "-" && $0 != ":" }
    }

    /// The name of an attachment: its own, else its hash with the ending of its kind.
    static func file(_ name: String, mime: String, hash: String) -> String {
        let (stem, ending) = parts(name)
        let usual = endings[mime].map { "." + $0 } ?? ""
        // An ending is part of a name that has to be shortened.
        let isEnding =
            !ending.isEmpty && ending.utf8.count <= 12
            && ending.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }
        if isEnding { return Markdown.fileStem(stem, orElse: hash) + ending }
        return Markdown.fileStem(name, orElse: hash) + usual
    }

    /// A name and its ending, dot included.
    static func parts(_ name: String) -> (stem: String, ending: String) {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return (name, "") }
        return (String(name[..<dot]), String(name[dot...]))
    }

    private static let endings = [
        "image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
        "image/tiff": "tiff", "image/heic": "heic", "application/pdf": "pdf", "audio/wav": "wav", "audio/mpeg": "mp3",
        "audio/x-m4a": "m4a", "audio/mp4": "m4a", "audio/amr": "amr", "video/mp4": "mp4", "text/plain": "txt",
        "text/html": "html", "application/zip": "zip", "application/vnd.evernote.ink": "ink",
    ]
}

/// Names that are taken, without regard to case.
struct TakenNames {
    private var taken: Set<ExactText> = []
    /// The next number of each name that was numbered.
    private var next: [ExactText: Int] = [:]

    /// Takes a name, if it is free.
    mutating func take(_ name: String) -> Bool { taken.insert(ExactText(name.lowercased())).inserted }

    /// Takes the name with the first number that makes it free.
    mutating func numbered(_ stem: String, _ ending: String = "") -> String {
        let base = ExactText("\(stem)/\(ending)".lowercased())
        var number = next[base, default: 2]
        while !take("\(stem) (\(number))\(ending)") { number += 1 }
        next[base] = number + 1
        return "\(stem) (\(number))\(ending)"
    }
}

/// Times of an ENEX file.
enum EvernoteDate {
    /// `20210826T125012Z`, also `20210826T125012 AMZ`; seconds since 1970, `nil` for what is no such time.
    static func seconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 15, bytes[8] == UInt8(ascii: "T") else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            let digits = String(decoding: bytes[range], as: UTF8.self)
            return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(digits) : nil
        }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8), let hour = number(9..<11),
            let minute = number(11..<13), let second = number(13..<15), (1900...2999).contains(year),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        // Years that begin in March, so that the leap day is the last of its year.
        let shifted = month > 2 ? year : year - 1
        let days =
            shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day - 1
            - 719_468
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }
}
