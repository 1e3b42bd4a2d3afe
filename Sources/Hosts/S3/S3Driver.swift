public import Hosting
internal import RemoteHosting
public import Transport

/// Opens buckets of S3 services (AWS, Garage, SeaweedFS, Ceph, MinIO and others) as hosts of files:
/// `s3:https://s3.example.org/BUCKET/PREFIX?region=garage`. The bucket exists already.
///
/// Keys are `PREFIX/files/` and the path of a file, `PREFIX/notes/` and that of a note. `?region=` may be left out when the service tells its region;
/// `?addressing=virtual` puts the bucket into the name of the host.
public struct S3Driver: HostDriver {
    /// Gives the access key, as the user of `.basic`, and its secret, as the password; `nil` when there is none.
    public typealias CredentialSource = @Sendable (HostProfile) async throws(StoreError) -> Credential?

    /// How many requests a service may get at once, when it keeps up.
    static let mostRequests = 16

    private let timing: Timing
    private let options: @Sendable (HostProfile) -> ClientOptions
    private let credentials: CredentialSource

    /// Makes the driver.
    ///
    /// - Parameters:
    ///   - timing: also dates signatures; a clock more than 15 minutes wrong is refused by services.
    ///   - options: how a host is reached: a pinned key, plain HTTP.
    ///   - credentials: asked once for each opening.
    public init(
        timing: Timing, options: @escaping @Sendable (HostProfile) -> ClientOptions = { _ in ClientOptions() },
        credentials: @escaping CredentialSource
    ) {
        self.timing = timing
        self.options = options
        self.credentials = credentials
    }

    /// `s3`.
    public var schemes: [String] { [S3Location.scheme] }

    /// Checks that the URL names a service and a bucket, and that nothing would go there in clear.
    public func check(_ profile: HostProfile) throws(StoreError) {
        let location = try S3Location(url: profile.url)
        _ = try client(location, options(profile), SignatureV4(accessKey: "", secretKey: Secret(""), region: "") { 0 })
    }

    /// Asks the bucket for a listing, which shows whether it exists, the key is right, and which region it is in.
    public func open(_ profile: HostProfile, for access: HostAccess) async throws(StoreError) -> HostSession {
        let location = try S3Location(url: profile.url)
        guard case .basic(let accessKey, let secretKey)? = try await credentials(profile) else {
            throw StoreError(.notPermitted, "\(profile.name) needs an access key as its user and the key's secret")
        }
        let signature = SignatureV4(
            accessKey: accessKey, secretKey: secretKey, region: location.region ?? "us-east-1", now: timing.now)
        let client = try client(location, options(profile), signature)
        _ = try await client.list(location.prefix + S3Store.folder(of: .files), limit: 1)
        let writer: S3Writer?
        if case .writing = access { writer = S3Writer(client: client) } else { writer = nil }
        return HostSession(stores: [.files, .notes].map { S3Store($0, client: client, writer: writer) }) {}
    }

    private func client(
        _ location: S3Location, _ options: ClientOptions, _ signature: SignatureV4
    ) throws(StoreError) -> S3Client {
        var options = options
        options.connections = Self.mostRequests
        do throws(TransportError) {
            let http = try HTTPClient(location.origin, signer: signature, options: options)
            let gate = RequestGate(AdaptiveLimit(maximum: Self.mostRequests, initial: 8))
            return S3Client(
                http: PatientClient(http, gate: gate, timing: timing), location: location, signature: signature)
        } catch { throw StoreError(error) }
    }
}
