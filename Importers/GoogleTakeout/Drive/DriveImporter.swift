internal import Importing
internal import Items

/// Finds the files of Drive: everything below the folder of the product, as it lies there.
///
/// Exports an administrator makes have a sidecar beside each file, which knows when the file was changed; the dates of
/// the archive are those of packing.
struct DriveImporter {
    private let reading: TakeoutReading
    private var entries: [TakeoutEntry] = []
    /// The path of the file each sidecar belongs to. Two parts may hold the same path, so files are told by path.
    private var fileOfSidecar: [EntryReference: ExactText] = [:]
    private var information: [ExactText: DriveInformation] = [:]
    /// Entries that need no item: sidecars that were understood, and what could not be read.
    private var settled: Set<EntryReference> = []
    private var sharedFiles: Set<ExactText> = []

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Takes note of an entry. Which are read is only known when all are: see `sidecars`.
    mutating func add(_ entry: TakeoutEntry) { entries.append(entry) }

    /// The entries that are named like the sidecar of a file that is there; they have to be read.
    mutating func sidecars() -> [TakeoutEntry] {
        let named = entries.filter { $0.entry.byteCount ?? 0 <= DriveSidecar.limit && DriveSidecar.isNamed($0.path) }
        guard !named.isEmpty else { return [] }
        let siblings = DriveSidecar.Siblings(entries.map(\.path))
        let found = named.compactMap { entry in siblings.file(ofSidecar: entry.path).map { (entry, $0) } }
        for (entry, file) in found { fileOfSidecar[entry.entry.reference] = file }
        return found.map(\.0)
    }

    /// Takes the bytes of an entry that `sidecars` named.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) {
        guard let file = fileOfSidecar[entry.entry.reference], let read = DriveInformation(bytes) else { return }
        settled.insert(entry.entry.reference)
        if read.isShared { sharedFiles.insert(file) }
        // Of two sidecars, from two parts, the later date holds, whichever was read first.
        if (information[file]?.contentModified ?? .min) < (read.contentModified ?? .min) { information[file] = read }
        reading.sink.record(
            .merged(reason: "its date is that of the file it belongs to"), of: entry.entry.reference)
    }

    /// Takes note that an entry `sidecars` named cannot be read.
    mutating func fail(_ entry: TakeoutEntry) { settled.insert(entry.entry.reference) }

    /// Gives the files.
    func finish() async throws {
        for entry in entries where !settled.contains(entry.entry.reference) {
            reading.sink.record(.imported, of: entry.entry.reference)
            reading.found(.drive)
            let stated = information.isEmpty ? nil : information[ExactText(entry.path)]?.contentModified
            // Where Google calls the folder so too, the text is shared and not made again.
            let path = entry.folder == "Drive" ? entry.path : "Drive/" + entry.pathInProduct
            try await reading.sink.take(reading.export.file(entry.entry, at: path, modified: stated))
        }
        guard !sharedFiles.isEmpty else { return }
        reading.sink.note(
            Finding(
                "sharing-not-carried", .note, entry: reading.export.label,
                sharedFiles.count.counting(
                    "file of Drive is shared with others; who may see it is not carried over.",
                    "files of Drive are shared with others; who may see them is not carried over.")))
    }
}

/// The names of sidecars: `file.docx-info.json`, `file-info.json`, and with a number `file-info(1).json`.
enum DriveSidecar {
    /// A sidecar is a few hundred bytes, more only with very many permissions.
    static let limit: UInt64 = 1 << 20

    /// Whether a path ends as a sidecar's does.
    static func isNamed(_ path: String) -> Bool { split(path) != nil }

    /// The paths of one export, to find the file a sidecar belongs to.
    struct Siblings {
        private var paths: Set<ExactText> = []
        /// Paths by the path without its ending: a converted document has an ending its sidecar does not know.
        private var byStem: [ExactText: Set<ExactText>] = [:]

        init(_ all: [String]) {
            for path in all where !DriveSidecar.isNamed(path) {
                paths.insert(ExactText(path))
                byStem[ExactText(DriveSidecar.parts(path).stem), default: []].insert(ExactText(path))
            }
        }

        /// The file a sidecar belongs to; `nil` when there is none, or several could be meant.
        func file(ofSidecar path: String) -> ExactText? {
            guard let (base, number) = DriveSidecar.split(path) else { return nil }
            let (stem, ending) = DriveSidecar.parts(base)
            if let file = [base + number, stem + number + ending].map(ExactText.init).first(where: paths.contains) {
                return file
            }
            let similar = byStem[ExactText(base + number)] ?? []
            return similar.count == 1 ? similar.first : nil
        }
    }

    /// What stands before `-info.json`, and the number in brackets that may stand inside it.
    private static func split(_ path: String) -> (base: String, number: String)? {
        guard path.utf8.last == UInt8(ascii: "n"), path.hasSuffix(".json") else { return nil }
        var rest = path.dropLast(".json".count)
        var number: Substring = ""
        if rest.utf8.last == UInt8(ascii: ")"), let bracket = rest.utf8.lastIndex(of: UInt8(ascii: "(")) {
            number = rest[bracket...]
            rest = rest[..<bracket]
            let digits = number.utf8.dropFirst().dropLast()
            guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        }
        guard rest.hasSuffix("-info") else { return nil }
        let base = rest.dropLast("-info".count)
        guard let last = base.utf8.last, last != UInt8(ascii: "/") else { return nil }
        return (String(base), String(number))
    }

    private static func parts(_ path: String) -> (stem: String, ending: String) {
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map(path.utf8.index(after:)) ?? path.startIndex
        guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name else { return (path, "") }
        return (String(path[..<dot]), String(path[dot...]))
    }
}
