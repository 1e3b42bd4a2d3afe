public import Hosting
internal import RemoteHosting
public import Transport

/// Login Flow v2 (developer manual of Nextcloud, "Login Flow"): the person logs in with a browser, and this program gets
/// a password of its own, which the server checks about eight times as fast and which can be revoked alone.
public struct NextcloudLogin: Sendable {
    /// A login that waits for the person.
    public struct Pending: Sendable {
        /// What the person opens in a browser.
        public let page: String
        fileprivate let endpoint: RemoteAddress
        fileprivate let token: Secret
    }

    /// What the person has granted.
    public struct Grant: Sendable {
        /// The name to log in with.
        public let user: String
        /// The app password.
        public let password: Secret
    }

    private let client: WebDAVClient
    private let base: RemoteAddress

    /// Prepares a login; nothing is contacted yet.
    ///
    /// - Parameters:
    ///   - url: of the server, or of anything in it.
    ///   - options: its `userAgent` is what the server lists the password by.
    ///   - credential: `.anonymous` to log in, the app password to revoke it.
    /// - Throws: `.refused` when the URL cannot be right.
    public init(
        _ url: String, options: ClientOptions = ClientOptions(), credential: Credential = .anonymous,
        timing: Timing = .system
    ) throws(StoreError) {
        let start = try WebDAVDriver.address(HostProfile(name: "login", url: url))
        client = try WebDAVDriver.client(start, credential, options, timing)
        base = try NextcloudServer.base(of: start)
    }

    /// Begins a login.
    ///
    /// - Throws: `.unavailable` when the server is no Nextcloud.
    public func begin() async throws(StoreError) -> Pending {
        let answer = try await client.send(HTTPRequest(.post, try address(["index.php", "login", "v2"])))
        guard answer.status == 200, let value = JSONValue(answer.body), let page = value["login"]?.text,
            let endpoint = value["poll"]?["endpoint"]?.text, let token = value["poll"]?["token"]?.text
        else { throw StoreError(.unavailable, "\(base) does not offer to log in by a browser") }
        do {
            // A page elsewhere would be asked for the person's password.
            let origin = try RemoteAddress(page).origin
            guard origin == base.origin else {
                throw TransportError(
                    .redirectRefused,
                    "The server says that its login page is at \(origin), and not at \(base.origin). Give that address "
                        + "if it is the right one; else its administrator must correct overwritehost and "
                        + "overwriteprotocol.")
            }
            return Pending(page: page, endpoint: try RemoteAddress(endpoint), token: Secret(token))
        } catch let error as TransportError {
            throw StoreError(error)
        } catch {
            throw StoreError(.unavailable, "\(base) names no page to log in at")
        }
    }

    /// Asks whether the person is done. A login is granted once and ends after 20 minutes.
    ///
    /// - Returns: `nil` while the person is not.
    public func poll(_ pending: Pending) async throws(StoreError) -> Grant? {
        let headers: HTTPHeaders = ["Content-Type": "application/x-www-form-urlencoded"]
        let form = "token=" + PercentEncoding.encode(pending.token.exposed)
        let answer = try await client.send(
            HTTPRequest(.post, pending.endpoint, headers: headers), body: .bytes(Array(form.utf8)))
        if answer.status == 404 { return nil }
        guard answer.status == 200, let value = JSONValue(answer.body), let user = value["loginName"]?.text,
            let password = value["appPassword"]?.text
        else { throw Outcome(answer).error(trying: "log in at \(base)") }
        return Grant(user: user, password: Secret(password))
    }

    /// Revokes the app password this was made with.
    public func revoke() async throws(StoreError) {
        let request = HTTPRequest(
            .delete, try address(["ocs", "v2.php", "core", "apppassword"]), headers: ["OCS-APIRequest": "true"])
        let outcome = try await client.change(request)
        guard outcome.isSuccess else { throw outcome.error(trying: "revoke the app password at \(base)") }
    }

    private func address(_ names: [String]) throws(StoreError) -> RemoteAddress {
        do { return try base.appending(names) } catch { throw StoreError(error) }
    }
}
