internal import ArgumentParser
internal import Foundation
internal import Hosting
internal import Reporting
internal import Transport
internal import WebDAVHost

/// `degoogle host add`
struct HostAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Find out what a host is, and add it to the configuration.",
        discussion: """
            Nothing is written at the host. The secret itself never goes into the configuration and never stands on
            the command line: say where it is kept, or let a Nextcloud give this program a password of its own
            (--login), which is kept in a file only you can read and can be given back (degoogle host logout).

            Where you know your mail address or domain only (zoe@example.org, example.org), the domain is asked where its
            calendars and address books are (DNS, RFC 6764). If it names another server, you are asked before anything
            goes there.
            """)

    @Argument(help: "The URL: https://cloud.example.org, a WebDAV collection, folder:DIR; or zoe@example.org.")
    var place: String

    @Option(help: "The name to call it by; else one is made from the URL.")
    var name: String?

    @Option(help: "The user name of the account.")
    var user: String?

    @Option(
        name: .customLong("secret-command"),
        help: """
            A command that prints the secret, such as "pass show dav". Quotes mean what they mean in a shell, but no shell \
            runs it.
            """)
    var secretCommand: String?

    @Option(name: .customLong("secret-env"), help: "A variable of the environment that holds the secret.")
    var secretVariable: String?

    @Option(name: .customLong("secret-file"), help: "A file that holds the secret; only you may be able to read it.")
    var secretFile: String?

    @Option(
        name: .customLong("secret-credential"),
        help: "The name of a credential that a service manager hands over (systemd: LoadCredential=).")
    var secretCredential: String?

    @Flag(help: "Log in to a Nextcloud with a browser.")
    var login = false

    @Option(help: "Who runs it, for spreading over organisations.")
    var organisation: String?

    @Option(help: "The country its law comes from, as two letters.")
    var country: String?

    @OptionGroup var settings: SettingsOptions

    func validate() throws {
        if let name { try Self.check(name) }
        let ways =
            [secretCommand, secretVariable, secretFile, secretCredential].compactMap { $0 }.count + (login ? 1 : 0)
        guard ways <= 1 else { throw ValidationError("Say one way to get the secret.") }
        if let secretCommand { _ = try Self.words(secretCommand) }
    }

    private static func words(_ command: String) throws -> [String] {
        do { return try CommandWords.split(command) } catch {
            throw ValidationError("The secret command cannot be run: \(error).")
        }
    }

    private static func check(_ name: String) throws {
        let isPlain = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte < 0x80 && Character(.init(byte)).isLetter
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        guard isPlain, !name.isEmpty else {
            throw ValidationError("A name of a host has letters, digits, - and _ only.")
        }
    }

    func run() async throws {
        var configuration = try settings.configuration()
        let named = AccountAddress(place)
        let chosen = name ?? Self.name(for: named?.top.text ?? place)
        try Self.check(chosen)
        guard !configuration.hosts.contains(where: { $0.name == chosen }) else {
            throw Stop(.usage, "There is a host \(chosen) already; choose another name with --name.")
        }
        let url = try named.map { try HostPlace($0).url() } ?? place
        let user = user ?? named?.user
        var entry: [ConfigurationWriter.Setting] = [("url", ConfigurationWriter.quoted(url))]
        var access = HostLogin()
        access.user = user
        var account = user
        if login {
            let granted = try await BrowserLogin(url: url, host: chosen).run()
            (account, access.user) = (granted.user, granted.user)
            access.secret = .file(granted.file)
            entry += [("user", ConfigurationWriter.quoted(granted.user))]
            entry += [("secret", "{ file = \(ConfigurationWriter.quoted(granted.file)) }")]
        } else {
            if let user { entry.append(("user", ConfigurationWriter.quoted(user))) }
            if let secretCommand {
                let words = try Self.words(secretCommand)
                access.secret = .command(words)
                entry.append(("secret", "{ command = \(ConfigurationWriter.list(words)) }"))
            } else if let secretVariable {
                access.secret = .environment(secretVariable)
                entry.append(("secret", "{ env = \(ConfigurationWriter.quoted(secretVariable)) }"))
            } else if let secretFile {
                access.secret = .file(secretFile)
                entry.append(("secret", "{ file = \(ConfigurationWriter.quoted(secretFile)) }"))
            } else if let secretCredential {
                access.secret = .credential(secretCredential)
                entry.append(("secret", "{ credential = \(ConfigurationWriter.quoted(secretCredential)) }"))
            }
        }
        if let organisation { entry.append(("organisation", ConfigurationWriter.quoted(organisation))) }
        if let country { entry.append(("country", ConfigurationWriter.quoted(country))) }
        let profile = HostProfile(
            name: chosen, url: url, organisation: organisation, country: country, user: account)
        configuration.hosts.append(profile)
        configuration.logins[chosen] = access
        try await HostExamination(HostDrivers(configuration)).examine(profile)
        try ConfigurationWriter(path: settings.config ?? Configuration.defaultPath).add(chosen, entry)
        Terminal.say("Added. See what would go there: degoogle import takeout-*.zip --to \(chosen) --dry-run")
        if configuration.hosts.count > 1 {
            Terminal.say("Give it its share of what is stored already: degoogle rebalance --dry-run")
        }
    }

    /// The name of the machine up to its first dot that is not a common one, or of the folder.
    private static func name(for url: String) -> String {
        let rest = url.drop { $0 != ":" }.dropFirst().drop { $0 == "/" }
        let labels = rest.prefix { $0 != "/" && $0 != ":" }.split(separator: ".").map(String.init)
        let telling = labels.first { !["www", "cloud", "nextcloud", "dav"].contains($0) } ?? labels.first ?? "host"
        return telling.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }
}

/// Login Flow v2 of Nextcloud, and the file its app password is kept in.
struct BrowserLogin {
    let url: String
    let host: String

    /// The file that keeps the app password of a host.
    static func file(of host: String) -> String { BaseDirectory.configuration.path + "/secrets/\(host)" }

    /// How long a login may take, in polls of two seconds: the server forgets it after 20 minutes.
    private static let polls = 600

    /// Shows the page, waits for the person, and keeps the password.
    func run() async throws -> (user: String, file: String) {
        do {
            let login = try NextcloudLogin(url, timing: .system)
            let pending = try await login.begin()
            Terminal.say("Open this page in a browser and log in there:")
            Terminal.answer(DisplayText.safe(pending.page) + "\n")
            Terminal.say("Waiting ...")
            for _ in 0..<Self.polls {
                if let grant = try await login.poll(pending) {
                    let path = Self.file(of: host)
                    try FileManager.default.createDirectory(
                        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
                        attributes: [.posixPermissions: 0o700])
                    try PrivateFile.write(grant.password.exposed + "\n", to: path)
                    return (grant.user, path)
                }
                try await Task.sleep(for: .seconds(2))
            }
        } catch let error as StoreError {
            throw Stop(.unavailable, error.description)
        }
        throw Stop(.later, "Nobody logged in within 20 minutes. Run the same command again.")
    }
}
