internal import Glibc

/// The archives, folders and loose files of one reading, listed and put in order.
public struct ArchiveSet: Sendable {
    /// The parts that could be listed, sorted by stamp, bundle, number and name, whatever the order of the paths; behind
    /// them the archives that lie in them and were opened.
    public let parts: [Part]
    /// What concerns paths that gave no part, and series of parts. What concerns one part is in ``Part/problems``.
    public let problems: [ArchiveProblem]

    /// All problems: those of the set, then those of each part.
    public var allProblems: [ArchiveProblem] { problems + parts.flatMap(\.problems) }

    /// Lists what the paths name. It never fails as a whole: each path that is unusable is a problem.
    ///
    /// A directory whose top level holds parts of a numbered series stands for these parts; any other directory is
    /// one part of its own.
    public static func open(_ paths: [String], options: ArchiveOptions = ArchiveOptions()) -> ArchiveSet {
        var opening = SetOpening(options: options)
        for path in paths { opening.add(path) }
        return opening.finish()
    }

    init(parts: [Part], problems: [ArchiveProblem]) {
        self.parts = parts
        self.problems = problems
    }

    /// A reader of one part. Several readers of the same part may work at the same time.
    ///
    /// - Parameter part: ``Part/id``.
    public func makeReader(part: Int32) throws(ArchiveError) -> PartReader {
        guard parts.indices.contains(Int(part)) else { throw .notFound }
        return try PartReader(parts[Int(part)], of: parts)
    }
}

/// Gathers candidates first, so that neither order nor memory of the result depends on the order of the paths.
struct SetOpening {
    private struct Candidate {
        let path: String
        let name: PartName
        let isFolder: Bool
    }

    private static let maximumIgnoredFiles = 20

    private let options: ArchiveOptions
    private var candidates: [Candidate] = []
    private var problems: [ArchiveProblem] = []

    init(options: ArchiveOptions) { self.options = options }

    mutating func add(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            problems.append(ArchiveProblem(.system(errno), path: path))
            return
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            addDirectory(path)
        } else {
            candidates.append(Candidate(path: path, name: PartName(String(path.lastPathComponent)), isFolder: false))
        }
    }

    private mutating func addDirectory(_ path: String) {
        let names: [String]
        do throws(ArchiveError) {
            let folder = try FolderWalk.openRoot(path)
            defer { close(folder) }
            names = try FolderWalk.names(in: folder).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            problems.append(ArchiveProblem(error, path: path))
            return
        }
        let named = names.map { (fileName: $0, name: PartName($0)) }
        guard named.contains(where: { $0.name.isPart }) else {
            candidates.append(Candidate(path: path, name: PartName(String(path.lastPathComponent)), isFolder: true))
            return
        }
        let base = path.hasSuffix("/") ? path : path + "/"
        var ignored: [String] = []
        for (fileName, name) in named {
            if name.isPart || isWanted(fileName, name) {
                candidates.append(Candidate(path: base + fileName, name: name, isFolder: false))
            } else if let problem = PartOpening.unfinishedDownload(base + fileName) {
                problems.append(problem)
            } else {
                ignored.append(base + fileName)
            }
        }
        report(ignored, in: path)
    }

    /// Whether a file beside numbered parts is another archive of an export: Apple numbers only what it had to split.
    private func isWanted(_ fileName: String, _ name: PartName) -> Bool {
        name.archiveExtension == "zip" && options.opensNested?(fileName) == true
    }

    private mutating func report(_ ignored: [String], in directory: String) {
        let advice = "Give it as an argument of its own if it is to be read."
        for path in ignored.prefix(Self.maximumIgnoredFiles) {
            problems.append(
                ArchiveProblem(
                    .ignoredFile, .warning, path: path, "It lies beside the parts of an export and is not read.",
                    advice: advice))
        }
        if ignored.count > Self.maximumIgnoredFiles {
            problems.append(
                ArchiveProblem(
                    .ignoredFile, .warning, path: directory,
                    "\(ignored.count - Self.maximumIgnoredFiles) more files beside the parts are not read.",
                    advice: advice))
        }
    }

    /// Lists the candidates and puts them in order.
    consuming func finish() -> ArchiveSet {
        candidates.sort { Self.key($0.name, $0.path) < Self.key($1.name, $1.path) }
        var budget = options.retainTotalLimit
        var parts: [Part] = []
        var failed: [PartName] = []
        for candidate in candidates {
            let opening = PartOpening(path: candidate.path, name: candidate.name, options: options)
            do throws(ArchiveProblem) {
                parts.append(candidate.isFolder ? try opening.openFolder() : try opening.open(budget: &budget))
            } catch {
                problems.append(error)
                failed.append(candidate.name)
            }
        }
        for index in parts.indices {
            parts[index].id = Int32(index)
            parts[index].entries.part = Int32(index)
        }
        var repeats = RepeatedParts()
        repeats.mark(&parts, from: 0)
        if var nested = NestedArchives(options) {
            nested.open(in: &parts, from: 0, repeats: &repeats)
            problems += nested.problems
        }
        problems += repeats.problems
        problems += SeriesCheck.problems(of: parts, failed: failed)
        return ArchiveSet(parts: parts, problems: problems.sorted(by: Self.precedes))
    }

    /// The order of parts. An original comes before its copies.
    private static func key(_ name: PartName, _ path: String) -> SortKey {
        SortKey(
            stamp: name.stamp ?? "", bundle: name.bundle ?? -1, number: name.number ?? -1, isCopy: name.isCopy,
            name: Array(path.lastPathComponent.utf8), path: Array(path.utf8))
    }

    private struct SortKey: Comparable {
        let stamp: String
        let bundle: Int
        let number: Int
        let isCopy: Bool
        let name: [UInt8]
        let path: [UInt8]

        static func < (left: SortKey, right: SortKey) -> Bool {
            let (first, second) = (
                (left.stamp, left.bundle, left.number, left.isCopy ? 1 : 0),
                (right.stamp, right.bundle, right.number, right.isCopy ? 1 : 0)
            )
            if first != second { return first < second }
            if left.name != right.name { return left.name.lexicographicallyPrecedes(right.name) }
            return left.path.lexicographicallyPrecedes(right.path)
        }
    }

    private static func precedes(_ left: ArchiveProblem, _ right: ArchiveProblem) -> Bool {
        (left.path, left.code.rawValue, left.sentence) < (right.path, right.code.rawValue, right.sentence)
    }
}

extension PartName {
    /// Whether a directory that holds a file of this name is a directory of parts.
    fileprivate var isPart: Bool { isNumbered && !archiveExtension.isEmpty }
}
