internal import CSV
internal import Importing
internal import Items

/// The lists `Photo Details.csv`: when each picture was taken. Names are not unique across the parts of an export, so a
/// list counts first for the folder it lies in.
struct PhotoDetails {
    private struct Key: Hashable {
        let folder: ExactText
        let name: ExactText
    }

    /// When pictures were taken; `nil` where a list says different things of one name.
    private var inFolder: [Key: Int64?] = [:]
    private var anywhere: [ExactText: Int64?] = [:]

    /// Adds a list.
    mutating func add(_ bytes: [UInt8], of entry: AppleEntry) {
        let records = CSVReader.records(of: bytes)
        guard let first = records.first else { return }
        let header = CSVHeader(first)
        guard let name = header.column("imgName"), let date = header.column("originalCreationDate") else { return }
        let folder = Self.folder(of: entry)
        for record in records.dropFirst() {
            guard let taken = Self.date(record, date, header) else { continue }
            let name = ExactText(record[name])
            Self.note(taken, in: &inFolder, Key(folder: folder, name: name))
            Self.note(taken, in: &anywhere, name)
        }
    }

    /// When a picture was taken, seconds since 1970.
    func taken(_ entry: AppleEntry) -> Int64? {
        let name = ExactText(String(entry.name))
        if let found = inFolder[Key(folder: Self.folder(of: entry), name: name)] { return found }
        return anywhere[name] ?? nil
    }

    /// A date that is not quoted is cut in two at its comma.
    private static func date(_ record: CSVRecord, _ column: Int, _ header: CSVHeader) -> Int64? {
        if let date = AppleDate.ofPhoto(record[column]) { return date }
        return record.count > header.names.count ? AppleDate.ofPhoto(record[column] + "," + record[column + 1]) : nil
    }

    private static func note<Key: Hashable>(_ taken: Int64, in dates: inout [Key: Int64?], _ key: Key) {
        if let known = dates[key], known != taken { dates[key] = .some(nil) } else { dates[key] = taken }
    }

    /// The folder as it lies in the export, with the number of the part.
    private static func folder(of entry: AppleEntry) -> ExactText {
        ExactText(String(entry.entry.path.dropLast(entry.name.count)))
    }
}

/// The pictures: files, with the dates that the lists state. The lists stay files beside them, for they know more.
enum PhotosImporter {
    static func read(_ entries: [AppleEntry], _ reading: AppleReading) async throws {
        var lists: [AppleEntry] = []
        var files: [AppleEntry] = []
        for entry in entries {
            if entry.ending == "csv", entry.name.hasPrefix("Photo Details") {
                if try await reading.isConvertible(entry) { lists.append(entry) }
            } else {
                files.append(entry)
            }
        }
        var details = PhotoDetails()
        try await reading.read(lists) { entry, bytes in
            details.add(bytes, of: entry)
            try await reading.keep(entry)
        }
        for entry in files {
            if entry.ending == "csv" || entry.ending == "json" {
                try await reading.keep(entry)
            } else {
                try await reading.take(
                    entry, as: "iCloud Photos/" + entry.path, modified: details.taken(entry), .imported)
            }
        }
    }
}
