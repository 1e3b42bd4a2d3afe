internal import Importing
internal import Items

/// What the pages named `archive_browser.html`, by whatever translated name, say of an export.
struct ExportOverview {
    /// How many missing files are named one by one.
    static let limit = 20

    /// Products by the comparable name of their folder.
    private(set) var products: [String: TakeoutProduct] = [:]
    private var files: [ArchiveBrowser.File] = []

    /// Whether an entry can be such a page: it lies at the root of the export.
    static func canBeOverview(_ entry: TakeoutEntry) -> Bool {
        entry.folder == nil && FileEnding.of(entry.path) == .page
            && (entry.entry.byteCount ?? 0) <= UInt64(TakeoutReading.limit)
    }

    /// Adds a page. When several parts hold one, they list the same files, and those of the longest count.
    mutating func add(_ page: [UInt8]) {
        let browser = ArchiveBrowser(page)
        products.merge(browser.products) { known, _ in known }
        if browser.files.count > files.count { files = browser.files }
    }

    /// Says which files the export lists and no part holds: only so can a missing last part be noticed.
    ///
    /// Files are counted by product and name, and the path only says which of several is meant: a page whose folders
    /// are nested otherwise than thought must not accuse.
    func reportMissing(from entries: [TakeoutEntry], _ reading: TakeoutReading) {
        let missing = missing(from: entries.map(\.path) + reading.export.refused.map(Self.pathBelowRoot))
        for path in missing.prefix(Self.limit) {
            reading.sink.note(
                Finding(
                    "missing-from-parts", .error, entry: path,
                    "The export lists this file, and none of the parts given holds it."))
        }
        guard !missing.isEmpty else { return }
        let isOne = missing.count == 1
        reading.sink.note(
            Finding(
                "missing-from-parts", .error, entry: reading.export.label,
                "\(missing.count) \(isOne ? "file" : "files") that the export lists \(isOne ? "is" : "are") in none "
                    + "of the parts given. Probably a part is missing: download all parts and give them together."))
    }

    /// The paths below the root that are listed and not among `paths`, in the order of the page.
    func missing(from paths: [String]) -> [String] {
        guard !files.isEmpty else { return [] }
        // Nearly all files lie where the page says, letter for letter. Only what is left then is compared loosely.
        var present: [ExactText: Int] = [:]
        present.reserveCapacity(paths.count)
        for path in paths { present[ExactText(path), default: 0] += 1 }
        let absent = files.filter { file in
            guard let place = present.index(forKey: ExactText(file.pathBelowRoot)), present.values[place] > 0 else {
                return true
            }
            present.values[place] -= 1
            return false
        }
        guard !absent.isEmpty else { return [] }
        return Self.missing(absent, from: present.flatMap { repeatElement($0.key.text, count: $0.value) })
    }

    private static func missing(_ files: [ArchiveBrowser.File], from paths: [String]) -> [String] {
        /// How often a file of one name in one product is listed more often than it is there.
        var lacking: [String: Int] = [:]
        for file in files { lacking[key(file.folder, file.name), default: 0] += 1 }
        var present: Set<String> = []
        for path in paths {
            guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
            lacking[key(path[..<slash], path.lastElement), default: 0] -= 1
            present.insert(ComparableName.sanitized(path))
        }
        var named = Set<Int>()
        for isByPath in [true, false] {
            for (index, file) in files.enumerated() where !named.contains(index) {
                let key = key(file.folder, file.name)
                guard let count = lacking[key], count > 0 else { continue }
                if isByPath, present.contains(ComparableName.sanitized(file.pathBelowRoot)) { continue }
                lacking[key] = count - 1
                named.insert(index)
            }
        }
        return named.sorted().map { files[$0].pathBelowRoot }
    }

    private static func pathBelowRoot(_ path: String) -> String {
        TakeoutRoot.path(below: path).map(String.init) ?? path
    }

    private static func key(_ folder: Substring, _ name: Substring) -> String {
        ComparableName.of(folder) + "/" + ComparableName.sanitized(name)
    }
}
