internal import Glibc

/// A directory for one test server, removed with it unless `DEGOOGLE_KEEP_SCRATCH` is set.
public final class ScratchDirectory: Sendable {
    /// Where it is.
    public let path: String

    /// Makes it below `TMPDIR`.
    ///
    /// - Parameter name: the beginning of its name.
    /// - Throws: `ServerFailure` when it cannot be made.
    public init(_ name: String) throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/\(name)-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw ServerFailure("No directory can be made in \(parent).") }
        path = String(cString: made)
    }

    deinit {
        if getenv("DEGOOGLE_KEEP_SCRATCH") == nil { _ = try? Program.run(["rm", "-rf", "--", path]) }
    }

    /// Writes a file.
    ///
    /// - Returns: its path.
    @discardableResult
    public func write(_ name: String, _ text: String, mode: UInt32 = 0o644) throws -> String {
        try write(name, Array(text.utf8), mode: mode)
    }

    /// Writes a file.
    ///
    /// - Returns: its path.
    @discardableResult
    public func write(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws -> String {
        let file = path + "/" + name
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw ServerFailure("\(file) cannot be written.") }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw ServerFailure("\(file) cannot be written.") }
            rest = rest.dropFirst(count)
        }
        return file
    }

    /// Makes a directory in it.
    ///
    /// - Returns: its path.
    @discardableResult
    public func makeDirectory(_ name: String, mode: UInt32 = 0o755) throws -> String {
        let folder = path + "/" + name
        guard mkdir(folder, mode) == 0, chmod(folder, mode) == 0 else {
            throw ServerFailure("\(folder) cannot be made.")
        }
        return folder
    }

    /// Reads a file of at most 64 MiB; empty when there is none.
    public func read(_ name: String) -> [UInt8] {
        let descriptor = open(path + "/" + name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 64 << 20 {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }
}
