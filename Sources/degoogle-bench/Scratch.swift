internal import Foundation

/// A directory for data of one measurement, removed at its end.
final class Scratch {
    private let root: String
    /// Where it lies, and where servers have theirs.
    private let above: String

    /// Makes a directory below `parent`, or below that for temporary files.
    init(in parent: String?) throws {
        above = parent ?? FileManager.default.temporaryDirectory.path
        root = "\(above)/degoogle-bench-\(getpid())"
        // Some configurations in it have a password.
        try FileManager.default.createDirectory(
            atPath: root, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        _ = Machine.loadAtStart
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// The path of something in it.
    func path(_ name: String) -> String { "\(root)/\(name)" }

    /// A command without what differs from one machine to another.
    func shortened(_ command: String) -> String {
        command.replacing(root, with: "$SCRATCH")
            .replacing(above + "/", with: "$TMPDIR/")
            .replacing(Programs.directory + "/", with: "")
            .replacing(Programs.peers, with: "")
    }

    /// Removes something in it, if it is there.
    func remove(_ name: String) throws {
        guard FileManager.default.fileExists(atPath: path(name)) else { return }
        try FileManager.default.removeItem(atPath: path(name))
    }

    /// Makes an empty directory in it, in the place of one that is there.
    func makeDirectory(_ name: String) throws {
        try remove(name)
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    /// Writes a file in it.
    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: false, encoding: .utf8)
    }

    /// Makes a sample export in it with this program's own command, in a process of its own: what it needs of memory
    /// must not count for those that are measured.
    ///
    /// - Returns: the paths of its parts.
    func makeSample(_ name: String, _ options: [String]) throws -> [String] {
        let output = path("sample")
        let command = Invocation([Programs.bench, "sample", path(name)] + options)
        guard try command.run(output: output).status == 0 else { throw MeasurementError("\(command.text) failed") }
        let text = try String(decoding: Data(contentsOf: URL(filePath: output)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }

    /// The largest file below a directory in it whose name ends in `ending`.
    func largestFile(below name: String, ending: String) throws -> String {
        var largest: (path: String, bytes: UInt64)?
        let walk = FileManager.default.enumerator(atPath: path(name))
        while let file = walk?.nextObject() as? String {
            guard file.hasSuffix(ending), let bytes = walk?.fileAttributes?[.size] as? UInt64 else { continue }
            if bytes > largest?.bytes ?? 0 { largest = ("\(path(name))/\(file)", bytes) }
        }
        guard let largest else { throw MeasurementError("there is no \(ending) below \(path(name))") }
        return largest.path
    }

    /// How many files lie below a directory in it, without those whose names begin with a dot, and how many bytes
    /// they have.
    func countFiles(below names: [String]) throws -> (files: Int, bytes: UInt64) {
        var (files, bytes) = (0, UInt64(0))
        for name in names {
            guard let walk = FileManager.default.enumerator(atPath: path(name)) else {
                throw MeasurementError("\(path(name)) is missing")
            }
            while let entry = walk.nextObject() as? String {
                guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
                // The copies of the catalogue hold times and are no item.
                if entry.hasPrefix("files/degoogle/") { continue }
                files += 1
                bytes += walk.fileAttributes?[.size] as? UInt64 ?? 0
            }
        }
        return (files, bytes)
    }
}
