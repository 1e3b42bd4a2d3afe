internal import Glibc

/// Reads a secret from a file, if nobody else can.
enum SecretFile {
    static func firstLine(of path: String) throws(TransportError) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw TransportError(.secret, "The secret file \(path) cannot be opened: \(reason).")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw TransportError(.secret, "The secret file \(path) is no file.")
        }
        guard status.st_uid == geteuid() else {
            throw TransportError(.secret, "The secret file \(path) belongs to another user.")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw TransportError(.secret, "The secret file \(path) can be read by others; run: chmod 600 \(path)")
        }
        return try SecretText.firstLine(
            SecretText.read(descriptor, from: "The secret file \(path)"), from: "the secret file \(path)")
    }
}
