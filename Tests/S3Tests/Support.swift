import Glibc
import Hosting
import Items
import RemoteHosting
import TestKit
import Testing
import Transport

@testable import S3Host

/// The services the store is tried on, each started once for the test run.
enum Service: String, CaseIterable, Sendable {
    /// Ignores conditions; its objects are files.
    case rclone
    /// Keeps conditions; distributed.
    case seaweed

    func port() async throws -> UInt16 {
        switch self {
        case .rclone: try Self.rcloneServer.get().port
        case .seaweed: try await Self.seaweedServer.value.port
        }
    }

    private static let rcloneServer = Result { try S3Server.rclone() }
    private static let seaweedServer = Task {
        let server = try S3Server.seaweed()
        try await makeBucket(port: server.port)
        return server
    }
}

func url(_ port: UInt16, prefix: String = "") -> String {
    "s3:http://127.0.0.1:\(port)/\(S3Server.bucket)\(prefix.isEmpty ? "" : "/" + prefix)"
}

/// A client of its own, below the store.
func client(_ port: UInt16, prefix: String = "", timing: Timing = .hurried) throws -> S3Client {
    let location = try S3Location(url: url(port, prefix: prefix))
    let signature = SignatureV4(
        accessKey: S3Server.accessKey, secretKey: Secret(S3Server.secretKey), region: "us-east-1", now: timing.now)
    let http = try HTTPClient(location.origin, signer: signature)
    let gate = RequestGate(AdaptiveLimit(maximum: 16))
    return S3Client(http: PatientClient(http, gate: gate, timing: timing), location: location, signature: signature)
}

private func makeBucket(port: UInt16) async throws {
    // A service that has just started may need a moment until its parts have found each other.
    _ = try await client(port, timing: .system).demand(.put, body: [], trying: "make the bucket")
}

func driver(timing: Timing = .hurried, secret: String = S3Server.secretKey) -> S3Driver {
    S3Driver(RemoteAccess(timing: timing) { _ in .basic(user: S3Server.accessKey, password: Secret(secret)) })
}

func session(_ port: UInt16, _ access: HostAccess = .writing, prefix: String = "") async throws -> HostSession {
    try await driver().open(HostProfile(name: "test", url: url(port, prefix: prefix)), for: access)
}

func openStore(_ port: UInt16, _ access: HostAccess = .writing, prefix: String = "") async throws -> any Store {
    try #require(try await session(port, access, prefix: prefix).stores[.files])
}

/// A prefix that no other test and no other run uses.
func freshPrefix() -> String { "t" + String(UInt64.random(in: 0...UInt64.max), radix: 36) }

/// The error a body throws.
func failure<Value>(_ body: () async throws(StoreError) -> Value) async -> StoreError? {
    do {
        _ = try await body()
        return nil
    } catch { return error }
}
