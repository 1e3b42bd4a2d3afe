internal import CSV

/// The list `Notes Details.csv`: when each note was made and changed, and whether it is pinned. It knows a note by its
/// title only.
struct NoteDetails {
    /// What the list says of a note.
    struct Note: Equatable {
        var created: Int64?
        var modified: Int64?
        var isPinned = false
    }

    /// What the list says, by the comparable title; `nil` where it says different things of one title.
    private var notes: [String: Note?] = [:]

    /// Adds a list.
    ///
    /// - Returns: whether it is one.
    mutating func add(_ bytes: [UInt8]) -> Bool {
        let records = CSVReader.records(of: bytes)
        guard let first = records.first else { return false }
        let header = CSVHeader(first)
        guard let title = header.column("Title"), let created = header.column("Created On"),
            let modified = header.column("Modified On")
        else { return false }
        let pinned = header.column("Pinned")
        for record in records.dropFirst() where !record.isBlank {
            let note = Note(
                created: AppleDate.ofNote(record[created]), modified: AppleDate.ofNote(record[modified]),
                isPinned: pinned.map { record[$0].lowercased().hasPrefix("yes") } ?? false)
            let key = Self.key(record[title])
            if let known = notes[key], known != note { notes[key] = .some(nil) } else { notes[key] = note }
        }
        return true
    }

    /// What the list says of the note with a title.
    ///
    /// - Parameter title: the name of the folder of the note, in which what a file system does not take was replaced.
    func note(titled title: String) -> (note: Note?, isAmbiguous: Bool) {
        guard let found = notes[Self.key(title)] else { return (nil, false) }
        return (found, found == nil)
    }

    /// The letters and digits of a title, in lower case.
    private static func key(_ title: String) -> String {
        var key = String.UnicodeScalarView()
        for scalar in title.lowercased().unicodeScalars {
            if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { key.append(scalar) }
        }
        return key.isEmpty ? title : String(key)
    }
}
