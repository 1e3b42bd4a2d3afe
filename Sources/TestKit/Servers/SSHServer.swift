internal import Glibc

/// OpenSSH's sshd with its SFTP server, for the user who runs the test, by key.
public final class SSHServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts it.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init() throws {
        let program = try Program.find("sshd", package: "apt-get install openssh-server")
        folder = try ScratchDirectory("sshd")
        let path = folder.path
        let port = try ServerProcess.freePort()
        for name in ["host", "other", "user"] {
            try Program.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(path)/\(name)"])
        }
        try folder.makeDirectory("files")
        let hostKey = String(decoding: folder.read("host.pub"), as: UTF8.self).split(separator: " ")
        let otherKey = String(decoding: folder.read("other.pub"), as: UTF8.self).split(separator: " ")
        try folder.write("known", "[127.0.0.1]:\(port) \(hostKey[0]) \(hostKey[1])\n")
        try folder.write("wrong", "[127.0.0.1]:\(port) \(otherKey[0]) \(otherKey[1])\n")
        try folder.write("empty", "")
        // sshd wants this directory when it runs as root.
        if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
        try folder.write(
            "config",
            """
            ListenAddress 127.0.0.1
            Port \(port)
            HostKey \(path)/host
            PidFile none
            AuthorizedKeysFile \(path)/user.pub
            PasswordAuthentication no
            PermitRootLogin prohibit-password
            StrictModes no
            UsePAM no
            Subsystem sftp internal-sftp

            """)
        process = try ServerProcess(
            [program, "-D", "-e", "-f", path + "/config"], port: port, log: path + "/log")
    }

    // Before its folder goes.
    deinit { process.stop() }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// A folder it can write to, as an absolute path.
    public var filesPath: String { folder.path + "/files" }

    /// The private key that it lets in.
    public var keyPath: String { folder.path + "/user" }

    /// A private key that it does not let in.
    public var strangerKeyPath: String { folder.path + "/other" }

    /// A known-hosts file that has its key.
    public var knownHostsPath: String { folder.path + "/known" }

    /// A known-hosts file that has another key for it.
    public var wrongKnownHostsPath: String { folder.path + "/wrong" }

    /// A known-hosts file without it.
    public var emptyKnownHostsPath: String { folder.path + "/empty" }

    /// Ends it.
    public func stop() { process.stop() }
}
