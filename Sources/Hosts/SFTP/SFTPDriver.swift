internal import Glibc
public import Hosting
public import RemoteHosting
internal import Transport

/// Opens SFTP servers as hosts of files: `sftp://alice@files.example.org/home/alice/backup`. Files lie below `files/`
/// of that folder, notes below `notes/`.
///
/// The host's key must be in the known-hosts file: `~/.ssh/known_hosts`, or what `?known-hosts=` names.
public struct SFTPDriver: HostDriver {
    /// How many requests a server may get at once, when it keeps up. OpenSSH drops connections above ten that have not
    /// logged in yet (sshd_config, MaxStartups).
    static let mostRequests = 8

    private let remote: RemoteAccess

    /// Makes the driver.
    ///
    /// - Parameter remote: the password is that of `.basic`, as is the passphrase of the key that `?key=`
    ///   names; an agent needs none.
    public init(_ remote: RemoteAccess) { self.remote = remote }

    /// `sftp`.
    public var schemes: [String] { [SFTPLocation.scheme] }

    /// Checks that the URL names a server and a folder.
    public func check(_ profile: HostProfile) throws(StoreError) { _ = try SFTPLocation(url: profile.url) }

    /// Opens the folder. For writing it is made if it is missing, and what killed runs left is removed.
    public func open(_ profile: HostProfile, for access: HostAccess) async throws(StoreError) -> HostSession {
        let location = try SFTPLocation(url: profile.url)
        let credential = try await remote.credential(profile)
        do throws(TransportError) {
            let client = try client(location, credential, remote.options(profile), profile)
            let gate = RequestGate(AdaptiveLimit(maximum: Self.mostRequests, initial: 4))
            let sftp = PatientSFTP(client: client, gate: gate, policy: RetryPolicy(), timing: remote.timing)
            let services: [StoreService] = [.files, .notes]
            var writer: SFTPWriter?
            if case .writing = access {
                let new = SFTPWriter(sftp: sftp, root: location.root)
                try await new.begin(services.map { SFTPStore.top(of: $0, at: location.root) })
                writer = new
            }
            var available: UInt64?
            do throws(TransportError) {
                available = try await sftp.run(location.root) { _ throws(TransportError) in
                    try await client.availableBytes(at: location.root)
                }
            } catch {
                // A host that is only looked at may not have the folder yet.
                guard error.code == .notFound else { throw error }
            }
            let stores = services.map {
                SFTPStore($0, at: location.root, sftp: sftp, writer: writer, availableBytes: available)
            }
            return HostSession(stores: stores) { [writer] in await writer?.end() }
        } catch { throw StoreError(error) }
    }

    private func client(
        _ location: SFTPLocation, _ credential: Credential?, _ options: ClientOptions, _ profile: HostProfile
    ) throws(TransportError) -> SFTPClient {
        var user = location.user
        var secret: Secret?
        if case .basic(let name, let password)? = credential {
            if user == nil, !name.isEmpty { user = name }
            secret = password
        }
        guard let user else {
            throw TransportError(.notPermitted, "\(profile.name) needs a user: sftp://USER@\(location.origin.host)/...")
        }
        let proof: SFTPProof
        if let key = location.key {
            proof = .key(path: key, passphrase: secret)
        } else if let secret {
            proof = .password(secret)
        } else if getenv("SSH_AUTH_SOCK") != nil {
            proof = .agent
        } else {
            throw TransportError(
                .notPermitted, "\(profile.name) needs a password, an SSH agent, or ?key=FILE in its URL")
        }
        var options = options
        options.connections = Self.mostRequests
        return try SFTPClient(
            location.origin, user: user, proof: proof, knownHosts: location.knownHosts, options: options)
    }
}
