import Glibc

/// A directory of its own for one test, removed at the end.
final class Scratch {
    let path: String

    init() throws {
        var template = Array("/tmp/archives-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SupportError.system(errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { _ = Command.output(of: "chmod -R u+rwx '\(path)'; rm -rf '\(path)'") }

    /// Writes a file, making the folders it needs; gives its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = path + "/" + name
        try makeFolders(for: file)
        guard let stream = fopen(file, "w") else { throw SupportError.system(errno) }
        defer { fclose(stream) }
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw SupportError.system(errno) }
        return file
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    private func makeFolders(for file: String) throws {
        for index in file.indices.dropFirst(path.count + 1) where file[index] == "/" {
            guard mkdir(String(file[..<index]), 0o755) == 0 || errno == EEXIST else { throw SupportError.system(errno) }
        }
    }
}

enum SupportError: Error {
    case system(Int32)
    case missing(String)
}

/// The bytes of a file.
func fileBytes(_ path: String) throws -> [UInt8] {
    guard let stream = fopen(path, "r") else { throw SupportError.system(errno) }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 { bytes += chunk[..<count] }
    return bytes
}

/// Other programs, for the second opinion.
enum Command {
    /// What a shell command printed.
    static func output(of command: String) -> [UInt8] {
        guard let pipe = popen(command, "r") else { return [] }
        defer { pclose(pipe) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    static func exists(_ name: String) -> Bool { !output(of: "command -v \(name)").isEmpty }
}
