public import Hosting
public import RemoteHosting
internal import Transport

/// Opens buckets of S3 services (AWS, Garage, SeaweedFS, Ceph, MinIO and others) as hosts of files:
/// `s3:https://s3.example.org/BUCKET/PREFIX?region=garage`. The bucket exists already.
///
/// Keys are `PREFIX/files/` and the path of a file, `PREFIX/notes/` and that of a note. `?region=` may be left out when the service tells its region;
/// `?addressing=virtual` puts the bucket into the name of the host.
public struct S3Driver: HostDriver {
    /// How many requests a service may get at once, when it keeps up.
    static let mostRequests = 16

    private let remote: RemoteAccess

    /// Makes the driver.
    ///
    /// - Parameter remote: the access key is the user of `.basic`, and its secret the password.
    public init(_ remote: RemoteAccess) { self.remote = remote }

    /// `s3`.
    public var schemes: [String] { [S3Location.scheme] }

    /// Checks that the URL names a service and a bucket, and that nothing would go there in clear.
    public func check(_ profile: HostProfile) throws(StoreError) {
        let location = try S3Location(url: profile.url)
        _ = try client(
            location, remote.options(profile), SignatureV4(accessKey: "", secretKey: Secret(""), region: "") { 0 })
    }

    /// Asks the bucket for a listing, which shows whether it exists, the key is right, and which region it is in.
    public func open(_ profile: HostProfile, for access: HostAccess) async throws(StoreError) -> HostSession {
        let location = try S3Location(url: profile.url)
        guard case .basic(let accessKey, let secretKey)? = try await remote.credential(profile) else {
            throw StoreError(.notPermitted, "\(profile.name) needs an access key as its user and the key's secret")
        }
        let signature = SignatureV4(
            accessKey: accessKey, secretKey: secretKey, region: location.region ?? "us-east-1", now: remote.timing.now)
        let client = try client(location, remote.options(profile), signature)
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
                http: PatientClient(http, gate: gate, timing: remote.timing), location: location, signature: signature)
        } catch { throw StoreError(error) }
    }
}
