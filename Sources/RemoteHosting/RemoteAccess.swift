public import Hosting
public import Transport

/// What a driver of hosts on the network needs beside the URL of each.
public struct RemoteAccess: Sendable {
    /// Gives the user and the secret of a host, in the meaning its driver tells; `nil` when there is none.
    public typealias CredentialSource = @Sendable (HostProfile) async throws(StoreError) -> Credential?

    package let timing: Timing
    package let options: @Sendable (HostProfile) -> ClientOptions
    package let credential: CredentialSource

    /// Puts them together.
    ///
    /// - Parameters:
    ///   - timing: dates and waits. The clock also dates the signatures of S3, whose services refuse one that is more
    ///     than 15 minutes wrong.
    ///   - options: how a host is reached: time limits, a pinned key, plain HTTP.
    ///   - credential: asked once for each opening.
    public init(
        timing: Timing = .system,
        options: @escaping @Sendable (HostProfile) -> ClientOptions = { _ in ClientOptions() },
        credential: @escaping CredentialSource
    ) {
        self.timing = timing
        self.options = options
        self.credential = credential
    }
}
