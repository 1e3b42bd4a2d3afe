internal import Importing

/// Where files go: below `Files/`, and there below the name of the folder or archive they come from.
enum FilePath {
    /// The path of an entry in the file tree.
    ///
    /// - Parameters:
    ///   - partName: the file name of the part; a loose file's is its own.
    ///   - stamp: the stamp in the names of the parts of one export, which then share a folder.
    static func path(of entry: ListedEntry, partName: String, stamp: String?) -> String {
        if partName == entry.path { return "Files/" + entry.path }
        return "Files/\(folder(partName, stamp: stamp))/\(entry.path)"
    }

    /// The name of a part without its ending, and without what counts parts: `drive-download-20240101T000000Z`.
    static func folder(_ partName: String, stamp: String?) -> String {
        if let stamp, let range = partName.firstRange(of: stamp) { return String(partName[..<range.upperBound]) }
        return String(partName.dropLast(ending(of: partName)?.count ?? 0))
    }

    /// Whether a file is named like an archive.
    static func isArchive(_ name: Substring) -> Bool { ending(of: String(name)) != nil }

    private static func ending(of name: String) -> String? {
        let lower = name.lowercased()
        return endings.first { lower.hasSuffix($0) && lower.utf8.count > $0.utf8.count }
    }

    private static let endings = [".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".tbz2", ".tbz", ".txz", ".tar", ".zip"]
}
