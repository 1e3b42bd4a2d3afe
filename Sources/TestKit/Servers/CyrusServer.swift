internal import Glibc

/// Cyrus IMAP's calendars and address books, which writes to the attendees of events (RFC 6638): the account of
/// `alice`, whose password is `wonderland`. It must be started by root, and runs as the user `cyrus`.
public final class CyrusServer: Sendable {
    private let folder: ScratchDirectory
    private let process: ServerProcess

    /// Starts it with a program in place of `sendmail` that keeps every message.
    ///
    /// - Throws: `ServerFailure` when it is not installed or does not start.
    public init() throws {
        let package = "apt-get install cyrus-caldav cyrus-imapd sasl2-bin libsasl2-modules"
        let program = try Program.find("/usr/sbin/cyrmaster", package: package)
        folder = try ScratchDirectory("cyrus")
        let path = folder.path
        let port = try ServerProcess.freePort()
        let other = try Self.freePort(not: port)
        for name in ["conf", "conf/db", "conf/proc", "conf/lock", "conf/socket", "conf/msg", "spool", "run", "mail"] {
            try folder.makeDirectory(name)
        }
        try folder.write("sendmail", Self.mailTrap.replacing("FOLDER", with: path + "/mail"), mode: 0o755)
        try folder.write(
            "imapd.conf",
            """
            configdirectory: \(path)/conf
            partition-default: \(path)/spool
            admins: cyrus
            allowplaintext: yes
            sasl_pwcheck_method: auxprop
            sasl_auxprop_plugin: sasldb
            sasl_sasldb_path: \(path)/users
            sasl_mech_list: PLAIN LOGIN
            unixhierarchysep: yes
            altnamespace: yes
            virtdomains: off
            servername: localhost
            httpmodules: caldav carddav
            caldav_allowscheduling: on
            calendar_user_address_set: example.org
            smtp_backend: sendmail
            sendmail: \(path)/sendmail

            """)
        try folder.write(
            "cyrus.conf",
            """
            START { recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C \(path)/imapd.conf -r" }
            SERVICES {
              http cmd="/usr/lib/cyrus/bin/httpd -C \(path)/imapd.conf" listen="127.0.0.1:\(port)" prefork=1 maxchild=20
              imap cmd="/usr/lib/cyrus/bin/imapd -C \(path)/imapd.conf" listen="127.0.0.1:\(other)" prefork=1
            }
            EVENTS { }
            DAEMON { }

            """)
        for user in ["alice", "cyrus"] {
            let command = "printf wonderland | saslpasswd2 -p -c -f \(path)/users -u localhost \(user)"
            try Program.run(["sh", "-c", command], log: path + "/log")
        }
        try Program.run(["chmod", "755", path])
        try Program.run(["chown", "-R", "cyrus:mail", path])
        process = try ServerProcess(
            [
                program, "-C", path + "/imapd.conf", "-M", path + "/cyrus.conf", "-p", path + "/run/master.pid",
            ], port: port, log: path + "/log")
        try Program.run(["python3", "-c", Self.accountMaking, "\(other)"], log: path + "/log")
    }

    /// Speaks SMTP (RFC 5321) on its input and output, as Cyrus wants its `sendmail` to, and keeps what it is given.
    private static let mailTrap = """
        #!/usr/bin/env python3
        import sys, tempfile
        def answer(text):
            sys.stdout.write(text + "\\r\\n")
            sys.stdout.flush()
        answer("220 trap")
        for line in sys.stdin:
            command = line[:4].upper()
            if command == "DATA":
                answer("354 go on")
                with tempfile.NamedTemporaryFile("w", dir="FOLDER", delete=False) as message:
                    for line in sys.stdin:
                        if line.strip() == ".":
                            break
                        message.write(line)
            answer("221 bye" if command == "QUIT" else "250 done")
            if command == "QUIT":
                break

        """

    /// An account exists when its mailbox does.
    private static let accountMaking = """
        import imaplib, sys
        connection = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
        connection.login("cyrus", "wonderland")
        connection.create("user/alice")
        connection.logout()
        """

    private static func freePort(not taken: UInt16) throws -> UInt16 {
        while true {
            let port = try ServerProcess.freePort()
            if port != taken { return port }
        }
    }

    /// Where it listens.
    public var port: UInt16 { process.port }

    /// How many messages it has sent.
    public func messageCount() throws -> Int {
        var count = 0
        guard let directory = opendir(folder.path + "/mail") else {
            throw ServerFailure("\(folder.path)/mail cannot be read.")
        }
        defer { closedir(directory) }
        while let entry = readdir(directory) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    /// Ends it.
    public func stop() { process.stop() }
}
