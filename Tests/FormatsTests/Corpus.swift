import Foundation

/// Sample files of other projects, when the folder beside the package is there (or named by DEGOOGLE_CORPUS).
enum Corpus {
    static let root: URL = {
        if let named = ProcessInfo.processInfo.environment["DEGOOGLE_CORPUS"] { return URL(fileURLWithPath: named) }
        let package = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appendingPathComponent("shared/corpus")
    }()

    static func exists(_ folder: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(folder).path)
    }

    /// The different files below `folder` that hold `marker`, in the order of their names.
    static func files(_ folder: String, holding marker: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = root.appendingPathComponent(folder)
        var seen: Set<Data> = []
        var files: [(name: String, bytes: [UInt8])] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
            let url = folder.appendingPathComponent(name)
            guard !url.hasDirectoryPath, let data = try? Data(contentsOf: url), seen.insert(data).inserted else {
                continue
            }
            if data.range(of: Data(marker.utf8)) != nil { files.append((name, Array(data))) }
        }
        return files
    }

    /// The file with all line ends LF, and with all line ends CRLF.
    static func variants(_ bytes: [UInt8]) -> [[UInt8]] {
        let unix = LineJudge.unixLines(bytes)
        return [unix, unix.flatMap { $0 == 10 ? [13, 10] : [$0] }]
    }
}
