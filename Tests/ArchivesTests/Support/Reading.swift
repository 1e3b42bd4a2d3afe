import Archives
import Testing

extension ArchiveSet {
    /// The set of one path that gives one part.
    static func single(_ path: String, options: ArchiveOptions = ArchiveOptions()) throws -> (ArchiveSet, Part) {
        let set = ArchiveSet.open([path], options: options)
        return (set, try #require(set.parts.first, "\(set.problems)"))
    }

    /// What each file of a part gives when it is read to its end.
    func contents(of part: Part) throws -> [(path: String, content: Result<[UInt8], ArchiveError>)] {
        let reader = try makeReader(part: part.id)
        return part.entries.filter { $0.kind == .file }.map { entry in
            do throws(ArchiveError) {
                return (entry.path, .success(try reader.open(entry.id.index).readAll(limit: 1 << 30)))
            } catch {
                return (entry.path, .failure(error))
            }
        }
    }

    /// The content of the only entry with this path.
    func content(_ path: String, of part: Part) throws(ArchiveError) -> [UInt8] {
        guard let index = part.entries.indices.first(where: { part.entries.path(at: $0) == path }) else {
            throw .notFound
        }
        return try makeReader(part: part.id).open(Int32(index)).readAll(limit: 1 << 30)
    }

    var codes: [ArchiveProblem.Code] { allProblems.map(\.code) }
}

extension Part {
    var paths: [String] { entries.map(\.path) }

    /// Refusals by path.
    var refusals: [String: EntryRefusal] {
        Dictionary(entries.compactMap { entry in entry.refusal.map { (entry.path, $0) } }) { first, _ in first }
    }
}

extension Array<UInt8> {
    init(text: String) { self = Array(text.utf8) }

    /// Bytes that do not compress, the same for the same seed.
    static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        return (0..<count).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }
}

/// Archives gathered elsewhere, beside the repository; not everybody has them.
enum Corpus {
    static let root: String = {
        let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return "/" + package + "/../shared/corpus/zip"
    }()

    static let folders = ["cpython", "go-archive-tar", "go-archive-zip", "libarchive", "snyk-zip-slip", "yauzl"]
    static let hostile = root + "/selfmade-hostile"
    static var exists: Bool { !Command.output(of: "ls '\(root)' 2>/dev/null").isEmpty }

    static func files(in folder: String) -> [String] {
        String(decoding: Command.output(of: "ls '\(folder)'"), as: UTF8.self)
            .split(separator: "\n").map { folder + "/" + $0 }
    }
}
