public import Items

/// Moves files by the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02). Paths are absolute.
///
/// The host's key must be in the known-hosts file. Each function is one try.
public final class SFTPClient: Sendable {
    private let loop: TransferLoop
    private let settings: SFTPConnectionSettings
    private let counters = TrafficCounters()

    /// Makes a client; nothing is contacted yet.
    ///
    /// - Parameters:
    ///   - knownHosts: the path of a file as OpenSSH keeps it, such as `~/.ssh/known_hosts` with its tilde resolved.
    ///   - options: of these the time limits, the connections and the response limit apply.
    /// - Throws: `.invalidRequest` for another scheme than sftp; `.system`.
    public init(
        _ origin: Origin, user: String, proof: SFTPProof, knownHosts: String, options: ClientOptions = ClientOptions()
    ) throws(TransportError) {
        guard origin.scheme == .sftp else {
            throw TransportError(.invalidRequest, "\(origin) is not spoken to by SFTP.")
        }
        settings = SFTPConnectionSettings(
            origin: origin, user: user, proof: proof, knownHosts: knownHosts, options: options)
        loop = try TransferLoop(connections: max(1, options.connections))
    }

    deinit { loop.stop() }

    /// What has been moved so far.
    public var traffic: Traffic { counters.value }

    /// What a directory holds, in the server's order, without `.` and `..`.
    ///
    /// - Throws: `.notFound` when there is none; `.malformed` when its listing cannot be read.
    public func list(_ path: String) async throws(TransportError) -> [SFTPEntry] {
        try check([path])
        return try await SFTPListing.entries(run(.list(path: path)).body)
    }

    /// Size in bytes and time of change, in seconds since 1970, of a file.
    ///
    /// - Throws: `.notFound` when there is none.
    public func status(_ path: String) async throws(TransportError) -> (byteCount: UInt64, modified: Int64) {
        try check([path])
        let answer = try await run(.status(path: path))
        guard let byteCount = answer.byteCount else {
            throw TransportError(.rejected, "The server tells no size of that file at \(settings.origin).")
        }
        return (byteCount, answer.modified)
    }

    /// Writes a file, over one that exists: give it a name of your own and rename it when it is whole.
    ///
    /// - Parameter length: how many bytes the content has, if known.
    /// - Throws: `.source` when the content fails or is not as long as announced.
    public func upload(
        _ content: any ContentBody, length: UInt64?, to path: String
    ) async throws(TransportError) {
        try check([path])
        let (settings, counters) = (settings, counters)
        let _: SFTPTransfer.Answer = try await StreamFeed.upload(content, length: length, on: loop) {
            SFTPTransfer(
                .upload(path: path, $0, length: length), settings, traffic: counters, completion: $1)
        }
    }

    /// The content of a file, received while it is read: see `HTTPClient.content`.
    public func content(of path: String, byteCount: UInt64? = nil) -> any ContentBody & Sendable {
        SFTPBody(client: self, path: path, byteCount: byteCount)
    }

    /// Makes a directory.
    ///
    /// - Throws: `.rejected` when there is something already: version 3 has no word for that.
    public func makeDirectory(_ path: String) async throws(TransportError) {
        try await command("mkdir", [path])
    }

    /// Gives a file or directory another name. OpenSSH, and version 3 as written, refuse it when the new name exists.
    ///
    /// - Throws: `.rejected` when the new name exists, `.notFound` when the old one does not.
    public func rename(_ path: String, to target: String) async throws(TransportError) {
        try await command("rename", [path, target])
    }

    /// Sets when a file was last changed.
    ///
    /// - Parameter seconds: since 1970, 0...2^32 - 1: version 3 has no other times.
    public func setModified(_ seconds: Int64, of path: String) async throws(TransportError) {
        guard (0...Int64(UInt32.max)).contains(seconds) else {
            throw TransportError(.invalidRequest, "SFTP has no times before 1970 or after 2106.")
        }
        // Of the forms curl_getdate takes, this one is read as UTC whatever the time zone.
        try check([path])
        _ = try await run(.commands(["mtime \"\(HTTPDate.format(seconds))\" " + Self.quoted(path)]))
    }

    /// How many bytes this user may still store where a path is.
    ///
    /// - Returns: `nil` when the server does not tell (it needs the extension statvfs@openssh.com).
    public func availableBytes(at path: String) async throws(TransportError) -> UInt64? {
        try check([path])
        let answer: SFTPTransfer.Answer
        do throws(TransportError) {
            answer = try await run(.commands(["statvfs " + Self.quoted(path)]))
        } catch {
            if error.code == .rejected { return nil }
            throw error
        }
        var values: [Substring: UInt64] = [:]
        for line in String(decoding: answer.body, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: ":")
            if parts.count == 2 { values[parts[0]] = UInt64(parts[1].drop { $0 == " " }) }
        }
        guard let blocks = values["f_bavail"], let size = values["f_frsize"] else { return nil }
        let (bytes, isTooMuch) = blocks.multipliedReportingOverflow(by: size)
        return isTooMuch ? nil : bytes
    }

    /// Removes a file.
    public func remove(_ path: String) async throws(TransportError) { try await command("rm", [path]) }

    /// Removes an empty directory.
    public func removeDirectory(_ path: String) async throws(TransportError) { try await command("rmdir", [path]) }

    private func command(_ name: String, _ paths: [String]) async throws(TransportError) {
        try check(paths)
        _ = try await run(.commands([name + " " + paths.map(Self.quoted).joined(separator: " ")]))
    }

    private func run(_ work: SFTPTransfer.Work) async throws(TransportError) -> SFTPTransfer.Answer {
        try await loop.run { SFTPTransfer(work, settings, traffic: counters, completion: $0) }
    }

    /// As libcurl reads a path in double quotes.
    private static func quoted(_ path: String) -> String {
        "\""
            + path.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
            .split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"") + "\""
    }

    private func check(_ paths: [String]) throws(TransportError) {
        for path in paths {
            let segments = path.split(separator: "/")
            guard path.hasPrefix("/"), !path.utf8.contains(0), !segments.contains("."), !segments.contains(".."),
                segments.first != "~"
            else { throw TransportError(.invalidRequest, "A path is not absolute, or goes through . or ...") }
        }
    }

    /// Starts receiving a file into a pipe.
    func receive(_ path: String, into pipe: DownloadPipe) throws(TransportError) -> TransferControl {
        try check([path])
        let transfer = SFTPTransfer(.download(path: path, pipe), settings, traffic: counters) { result in
            pipe.end(result.map { _ in ResponseHead() })
        }
        loop.start(transfer)
        return TransferControl(loop: loop, transfer: transfer)
    }
}

/// The content of a file at an SFTP server.
private struct SFTPBody: ContentBody, Sendable {
    let client: SFTPClient
    let path: String
    let byteCount: UInt64?

    func open() throws(ContentError) -> any ContentReader {
        do throws(TransportError) {
            let pipe = DownloadPipe(capacity: PipeReader.capacity)
            let reader = try PipeReader(
                pipe, client.receive(path, into: pipe), keeping: client, of: path, byteCount: byteCount)
            _ = try reader.head()
            return reader
        } catch {
            throw ContentError(error.description)
        }
    }
}
