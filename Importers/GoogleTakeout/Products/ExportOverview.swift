internal import Importing
internal import Items

/// What the pages named `archive_browser.html`, by whatever translated name, say of an export.
struct ExportOverview {
    /// How many missing files are named one by one.
    static let limit = 20

    /// Products by the comparable name of their folder.
    private(set) var products: [String: TakeoutProduct] = [:]
    private var files: [ArchiveBrowser.File] = []
    /// How often a page lists a file of one name in one product.
    private var listed: [String: Int] = [:]

    /// Whether an entry can be such a page: it lies at the root of the export.
    static func canBeOverview(_ entry: TakeoutEntry) -> Bool {
        entry.folder == nil && FileEnding.of(entry.path) == .page
            && (entry.entry.byteCount ?? 0) <= UInt64(TakeoutReading.limit)
    }

    /// Adds a page. When several parts hold one, they list the same files, and those of the longest count.
    mutating func add(_ page: [UInt8]) {
        let browser = ArchiveBrowser(page)
        products.merge(browser.products) { known, _ in known }
        guard browser.files.count > files.count else { return }
        files = browser.files
        listed = [:]
        for file in files { listed[Self.key(file.folder, file.name), default: 0] += 1 }
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
        var lacking = listed
        for path in paths {
            guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
            let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] }
            lacking[Self.key(path[..<slash], name ?? path[...]), default: 0] -= 1
        }
        guard lacking.values.contains(where: { $0 > 0 }) else { return [] }
        let present = Set(paths.map(ComparableName.sanitized))
        var named = Set<Int>()
        for isByPath in [true, false] {
            for (index, file) in files.enumerated() where !named.contains(index) {
                let key = Self.key(file.folder, file.name)
                guard let count = lacking[key], count > 0 else { continue }
                if isByPath, present.contains(ComparableName.sanitized("\(file.folder)/\(file.path)")) { continue }
                lacking[key] = count - 1
                named.insert(index)
            }
        }
        return named.sorted().map { "\(files[$0].folder)/\(files[$0].path)" }
    }

    private static func pathBelowRoot(_ path: String) -> String {
        TakeoutRoot.path(below: path).map(String.init) ?? path
    }

    private static func key(_ folder: some StringProtocol, _ name: Substring) -> String {
        ComparableName.of(folder) + "/" + ComparableName.sanitized(name)
    }
}
