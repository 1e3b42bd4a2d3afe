internal import Glibc

/// Servers that come as Python packages. They are looked for in the `bin` folder `DEGOOGLE_TEST_PYTHON` names, then in
/// `PATH`.
public final class PythonServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    private init(folder: ScratchDirectory, process: ServerProcess) {
        self.folder = folder
        self.process = process
    }

    /// Radicale: calendars and address books below `/alice/`; the user is `alice` with any password.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public static func radicale() throws -> PythonServer {
        let program = try find("radicale", package: "pip install radicale")
        let folder = try ScratchDirectory("radicale")
        let port = try ServerProcess.freePort()
        let configuration = try folder.write(
            "config",
            """
            [server]
            hosts = 127.0.0.1:\(port)
            [auth]
            type = none
            [storage]
            filesystem_folder = \(folder.path)/collections

            """)
        let process = try ServerProcess(
            [program, "--config", configuration], port: port, log: folder.path + "/log")
        return PythonServer(folder: folder, process: process)
    }

    /// Xandikos: calendars below `/alice/calendars/`, address books below `/alice/contacts/`, open to everybody.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public static func xandikos() throws -> PythonServer {
        let program = try find("xandikos", package: "pip install xandikos")
        let folder = try ScratchDirectory("xandikos")
        let port = try ServerProcess.freePort()
        let data = try folder.makeDirectory("data")
        let process = try ServerProcess(
            [
                program, "serve", "--directory", data, "--listen-address", "127.0.0.1", "--port", "\(port)",
                "--current-user-principal", "/alice/", "--defaults",
            ], port: port, log: folder.path + "/log")
        return PythonServer(folder: folder, process: process)
    }

    /// WsgiDAV: files below `/`, open to everybody.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public static func wsgiDAV() throws -> PythonServer {
        let program = try find("wsgidav", package: "pip install wsgidav cheroot")
        let folder = try ScratchDirectory("wsgidav")
        let port = try ServerProcess.freePort()
        let files = try folder.makeDirectory("files")
        let process = try ServerProcess(
            [program, "--host=127.0.0.1", "--port=\(port)", "--root=\(files)", "--auth=anonymous", "--no-config"],
            port: port, log: folder.path + "/log")
        return PythonServer(folder: folder, process: process)
    }

    private static func find(_ name: String, package: String) throws -> String {
        guard let folder = getenv("DEGOOGLE_TEST_PYTHON") else { return try Program.find(name, package: package) }
        return try Program.find(String(cString: folder) + "/" + name, package: package)
    }

    // Before its folder goes.
    deinit { process.stop() }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// The scratch directory with its data.
    public var directory: String { folder.path }

    /// Ends it.
    public func stop() { process.stop() }
}
