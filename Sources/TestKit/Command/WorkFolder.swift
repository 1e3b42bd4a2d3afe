internal import Glibc

/// A new folder for one test; it and all below it is gone with the value.
public final class WorkFolder: Sendable {
    /// Its path, without symbolic links in it.
    public let path: String

    /// Makes the folder below `$TMPDIR`, else below `/tmp`.
    ///
    /// - Throws: `ChildFailure` when it cannot be made.
    public init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/degoogle-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template), let real = realpath(made, nil) else {
            throw ChildFailure("no folder can be made in \(base): \(String(cString: strerror(errno)))")
        }
        path = String(cString: real)
        free(real)
        // So that a program that gave up its rights can still look in.
        chmod(path, 0o755)
    }

    deinit { FileTree.remove(path) }

    /// The path of something in it.
    public func at(_ name: String) -> String { path + "/" + name }

    /// Writes a file, and makes the folders above it.
    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> String {
        let target = at(name)
        for index in target.indices where target[index] == "/" && index > target.startIndex {
            mkdir(String(target[..<index]), 0o755)
        }
        guard let file = fopen(target, "w") else {
            throw ChildFailure("\(target) cannot be written: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw ChildFailure("\(target) is cut short") }
        return target
    }

    /// Writes a text file.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }
}
