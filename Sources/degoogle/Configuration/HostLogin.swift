internal import Hosting
internal import Transport

/// How a host is reached and how the account proves itself there. It stays in this process: no plan, report or state
/// holds any of it.
struct HostLogin: Sendable {
    /// The ways of RFC 9110 section 11.
    enum Method: String, CaseIterable, Sendable {
        case basic, digest, bearer
    }

    /// The user name, for `basic` and `digest`.
    var user: String?
    /// Where the secret is; `nil` for a host that asks for none.
    var secret: SecretSource?
    /// How it is sent.
    var method = Method.basic
    /// What is trusted, and what is allowed on the way.
    var options = ClientOptions()
}

/// Gives hosts their credentials. A secret is fetched once a run, when its host is first opened.
struct HostLogins: Sendable {
    private let logins: [String: HostLogin]
    private let keepers: [String: SecretKeeper]

    /// The logins of a configuration, by host name.
    init(_ logins: [String: HostLogin]) {
        self.logins = logins
        let variables = logins.values.compactMap { login -> String? in
            if case .environment(let name)? = login.secret { name } else { nil }
        }
        keepers = logins.compactMapValues { $0.secret.map { SecretKeeper($0, withholding: Set(variables)) } }
    }

    /// How a host is reached.
    func options(_ profile: HostProfile) -> ClientOptions { logins[profile.name]?.options ?? ClientOptions() }

    /// What a host's account proves itself by.
    func credential(_ profile: HostProfile) async throws(StoreError) -> Credential {
        guard let login = logins[profile.name], let keeper = keepers[profile.name] else { return .anonymous }
        let secret: Secret
        do throws(TransportError) {
            secret = try await keeper.secret()
        } catch {
            throw StoreError(.notPermitted, error.description)
        }
        switch login.method {
        case .bearer: return .bearer(secret)
        case .basic: return .basic(user: login.user ?? profile.name, password: secret)
        case .digest: return .digest(user: login.user ?? profile.name, password: secret)
        }
    }
}
