public import Hosting
internal import RemoteHosting
public import Transport

/// Opens WebDAV servers as hosts: `https://cloud.example.org/`.
public struct WebDAVDriver: HostDriver {
    /// Gives the credential of a host; `.anonymous` when it needs none.
    public typealias CredentialSource = @Sendable (HostProfile) async throws(StoreError) -> Credential

    private let credential: CredentialSource
    private let options: @Sendable (HostProfile) -> ClientOptions
    private let timing: Timing
    private let attendees: AttendeePolicy

    /// Makes the driver.
    ///
    /// - Parameters:
    ///   - attendees: what becomes of the people an event is shared with.
    ///   - options: how a host is reached: a pinned key, confirmed origins, plain HTTP.
    ///   - credential: asked once for each opening.
    public init(
        timing: Timing = .system,
        options: @escaping @Sendable (HostProfile) -> ClientOptions = { _ in ClientOptions() },
        attendees: AttendeePolicy = .automatic, credential: @escaping CredentialSource
    ) {
        self.attendees = attendees
        self.timing = timing
        self.options = options
        self.credential = credential
    }

    /// `https` and `http`, and `davs` and `dav`, which mean the same.
    public var schemes: [String] { ["https", "http", "davs", "dav"] }

    /// Checks that the URL can be one of a WebDAV server, and that no secret would go there in clear.
    public func check(_ profile: HostProfile) throws(StoreError) {
        let address = try Self.address(profile)
        _ = try Self.client(address, .anonymous, options(profile), timing)
    }

    /// Finds out what the host is and opens what it has.
    public func open(_ profile: HostProfile, for access: HostAccess) async throws(StoreError) -> HostSession {
        let address = try Self.address(profile)
        let credential = try await credential(profile)
        let client = try Self.client(address, credential, options(profile), timing)
        let discovery = WebDAVDiscovery(
            client: client, start: address, access: access, timing: timing, attendees: attendees,
            hasAppPassword: AppPassword.isLikely(credential))
        return try await discovery.session()
    }

    /// The address a URL means, as a collection.
    static func address(_ profile: HostProfile) throws(StoreError) -> RemoteAddress {
        var text = profile.url
        for (scheme, other) in [("davs:", "https:"), ("dav:", "http:")] where text.lowercased().hasPrefix(scheme) {
            text = other + text.dropFirst(scheme.utf8.count)
        }
        do throws(TransportError) {
            let address = try RemoteAddress(text)
            guard address.query == nil else {
                throw TransportError(.invalidRequest, "The address of a host has no query.")
            }
            return address.path.hasSuffix("/") ? address : try RemoteAddress(address.text + "/")
        } catch { throw StoreError(error) }
    }

    /// How many requests a host may get at once, when it keeps up: on a line with a long way, many. Apache takes no more
    /// streams on a connection (H2MaxSessionStreams), nginx few more.
    static let mostRequests = 100

    static func client(
        _ address: RemoteAddress, _ credential: Credential, _ options: ClientOptions, _ timing: Timing
    ) throws(StoreError) -> WebDAVClient {
        do throws(TransportError) {
            let client = try HTTPClient(address.origin, credential: credential, options: options)
            // A small server drops connections that come more than five at a time, and each costs a second (listen(2)).
            let gate = RequestGate(AdaptiveLimit(maximum: mostRequests, initial: 4))
            return WebDAVClient(client, gate: gate, timing: timing)
        } catch { throw StoreError(error) }
    }
}
