internal import Glibc
internal import Synchronization

/// Where a secret comes from. It is never written in a configuration, nor on a command line.
public enum SecretSource: Sendable {
    /// A program and its arguments, run without a shell; the first line it prints. It may ask on the terminal.
    case command([String])
    /// An environment variable.
    case environment(String)
    /// The first line of a file that only its owner, who is this user, can read.
    case file(String)
    /// A credential that a service manager hands over: a file of that name in `$CREDENTIALS_DIRECTORY` (systemd.exec(5),
    /// "Credentials"); its first line.
    case credential(String)
    /// The person, asked by the closure.
    case prompt(@Sendable () async throws(TransportError) -> String)
}

/// Gets a secret when it is first needed and keeps it in memory.
public actor SecretKeeper {
    private let source: SecretSource
    private let withheld: Set<String>
    private var known: Secret?
    private var asking: [CheckedContinuation<Void, Never>] = []
    private var isAsking = false

    /// - Parameters:
    ///   - source: asked at most once with success.
    ///   - withheld: variables of the environment that hold secrets of others: no command is given them.
    public init(_ source: SecretSource, withholding withheld: Set<String> = []) {
        self.source = source
        self.withheld = withheld
    }

    /// The secret.
    ///
    /// - Throws: `.secret` with a sentence that says what to mend.
    public func secret() async throws(TransportError) -> Secret {
        // A person must not be asked twice because two tasks need the answer.
        while isAsking { await withCheckedContinuation { asking.append($0) } }
        if let known { return known }
        isAsking = true
        defer {
            isAsking = false
            for task in asking { task.resume() }
            asking = []
        }
        let text: String
        switch source {
        case .command(let arguments): text = try await SecretCommand.firstLine(of: arguments, withholding: withheld)
        case .environment(let name): text = try Self.variable(name)
        case .file(let path): text = try SecretFile.firstLine(of: path)
        case .credential(let name): text = try SecretFile.firstLine(of: Self.credentialPath(name))
        case .prompt(let ask): text = try await ask()
        }
        guard !text.isEmpty else { throw TransportError(.secret, "The secret is empty.") }
        let secret = Secret(text)
        known = secret
        return secret
    }

    private static func credentialPath(_ name: String) throws(TransportError) -> String {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(UInt8(ascii: "/")) else {
            throw TransportError(.secret, "\(name.debugDescription) is no name of a credential.")
        }
        guard let folder = getenv("CREDENTIALS_DIRECTORY") else {
            throw TransportError(
                .secret, "No service manager has handed over the credential \(name): CREDENTIALS_DIRECTORY is not set.")
        }
        return String(cString: folder) + "/" + name
    }

    private static func variable(_ name: String) throws(TransportError) -> String {
        guard let value = getenv(name) else {
            throw TransportError(.secret, "The environment variable \(name) that should hold the secret is not set.")
        }
        return String(cString: value)
    }
}
