internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Puts files in place: upload under a temporary name, look at the size, rename to a name that nothing has. A file
/// exists whole or not at all.
struct SFTPWriter: Sendable {
    /// What files that are being uploaded are in.
    static let temporaryFolder = ".degoogle-tmp"
    /// What the name of a file begins with while another takes its place.
    static let asidePrefix = ".degoogle-old-"
    /// How long a temporary file is left alone after it was last written, in seconds: another run may be at work.
    private static let leftOverAge: Int64 = 86_400
    /// From this size on a name is looked at before the content is sent.
    private static let largeSize: UInt64 = 1 << 20

    let sftp: PatientSFTP
    /// The folder of the host.
    let root: String
    private let turns = NameTurns()

    init(sftp: PatientSFTP, root: String) {
        self.sftp = sftp
        self.root = root
    }

    private var temporaryPath: String { root + "/" + Self.temporaryFolder }

    /// Makes the folders of the host and removes what killed runs left.
    func begin(_ tops: [String]) async throws(TransportError) {
        for top in tops { try await sftp.makeDirectories(top) }
        try await sftp.makeDirectories(temporaryPath)
        let entries = try await sftp.run(temporaryPath) { _ throws(TransportError) in
            try await sftp.client.list(temporaryPath)
        }
        for entry in entries where entry.kind == .file {
            let path = temporaryPath + "/" + entry.name
            guard let state = try await sftp.status(path),
                state.modified < sftp.timing.now() - Self.leftOverAge
            else { continue }
            try await sftp.remove(path)
        }
    }

    /// Removes the folder of temporary files, unless another run uses it.
    func end() async {
        do throws(TransportError) { try await sftp.client.removeDirectory(temporaryPath) } catch { return }
    }

    /// Stores a file where nothing is. It is looked for right before it gets its name: some servers rename over what has
    /// it, although version 3 says that they do not.
    func create(_ content: any ContentBody, at path: String, modified: Int64?) async throws(StoreError) -> SFTPState {
        try await turns.with(path) { () async throws(StoreError) in
            func requireFree() async throws(TransportError) {
                guard try await sftp.status(path) != nil else { return }
                throw TransportError(.alreadyExists, "There is a \(path) already.")
            }
            if content.byteCount ?? .max >= Self.largeSize { try await translated(requireFree) }
            return try await withUpload(content, modified: modified, unlike: nil) {
                temporary, state throws(StoreError) in
                try await translated { () async throws(TransportError) in
                    try await requireFree()
                    try await sftp.rename(temporary, to: path)
                }
                return state
            }
        }
    }

    /// Replaces a file that is in a known state.
    ///
    /// The old file is set aside and not removed before the new one is in its place: version 3 cannot rename over it.
    func update(_ content: any ContentBody, at path: String, aside: String, modified: Int64?, ifMatch etag: ETag)
        async throws(StoreError) -> SFTPState
    {
        try await turns.with(path) { () async throws(StoreError) in
            let changed = StoreError(.preconditionFailed, "\(path) has changed or is gone")
            try await translated { () async throws(TransportError) in try await restore(path, from: aside) }
            let found = try await translated { () async throws(TransportError) in try await sftp.status(path) }
            guard let found, found.etag == etag else { throw changed }
            return try await withUpload(content, modified: modified, unlike: found) {
                temporary, state throws(StoreError) in
                let isReplaced = try await translated { () async throws(TransportError) in
                    try await sftp.rename(path, to: aside)
                    do throws(TransportError) {
                        // Somebody may have changed it during the upload; nobody does under this name.
                        guard try await sftp.status(aside) == found else {
                            if try await sftp.status(path) == nil { try await sftp.rename(aside, to: path) }
                            return false
                        }
                        // Some servers rename over what somebody has saved there since.
                        guard try await sftp.status(path) == nil else { return false }
                        try await sftp.rename(temporary, to: path)
                    } catch {
                        if try await sftp.status(path) == nil { try await sftp.rename(aside, to: path) }
                        throw error
                    }
                    try await sftp.remove(aside)
                    return true
                }
                guard isReplaced else { throw changed }
                return state
            }
        }
    }

    /// Removes a file that is in a known state, and makes sure that it is gone.
    func remove(_ path: String, aside: String, ifMatch etag: ETag) async throws(StoreError) {
        try await turns.with(path) { () async throws(StoreError) in
            try await translated { () async throws(TransportError) in try await restore(path, from: aside) }
            let found = try await translated { () async throws(TransportError) in try await sftp.status(path) }
            guard let found, found.etag == etag else {
                throw StoreError(.preconditionFailed, "\(path) has changed or is gone")
            }
            let rest = try await translated { () async throws(TransportError) in
                try await sftp.remove(path)
                return try await sftp.status(path)
            }
            guard rest == nil else {
                throw StoreError(.refused, "the host says that \(path) is removed, but it is still there")
            }
        }
    }

    /// Puts a file back that a killed run had set aside, or removes it when the new one is in place.
    func restore(_ path: String, from aside: String) async throws(TransportError) {
        guard try await sftp.status(aside) != nil else { return }
        if try await sftp.status(path) == nil {
            try await sftp.rename(aside, to: path)
        } else {
            try await sftp.remove(aside)
        }
    }

    /// Uploads under a temporary name, makes sure of the size, and calls `body`; whatever fails, the name is gone
    /// afterwards.
    ///
    /// - Parameter old: a state that the new one must not be mistaken for: its time of change then is a second later.
    private func withUpload(
        _ content: any ContentBody, modified: Int64?, unlike old: SFTPState?,
        _ body: (_ temporary: String, SFTPState) async throws(StoreError) -> SFTPState
    ) async throws(StoreError) -> SFTPState {
        let temporary = temporaryPath + "/" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
        do throws(StoreError) {
            let state = try await translated { () async throws(TransportError) in
                try await upload(content, to: temporary, modified: modified, unlike: old)
            }
            return try await body(temporary, state)
        } catch {
            // What cannot be removed now is removed by a later run.
            if error.code != .cancelled { do throws(TransportError) { try await sftp.remove(temporary) } catch {} }
            throw error
        }
    }

    private func upload(_ content: any ContentBody, to temporary: String, modified: Int64?, unlike old: SFTPState?)
        async throws(TransportError) -> SFTPState
    {
        try await sftp.run(temporary) { _ throws(TransportError) in
            try await sftp.client.upload(content, length: content.byteCount, to: temporary)
        }
        if let modified, (0...Int64(UInt32.max)).contains(modified) {
            try await set(modified, temporary)
        }
        guard let state = try await sftp.status(temporary),
            content.byteCount == nil || content.byteCount == state.byteCount
        else { throw TransportError(.rejected, "A file did not arrive as it was sent.") }
        guard let old, state.modified <= old.modified, modified == nil || state == old else { return state }
        try await set(old.modified + 1, temporary)
        return SFTPState(byteCount: state.byteCount, modified: old.modified + 1)
    }

    private func set(_ modified: Int64, _ path: String) async throws(TransportError) {
        try await sftp.run(path) { _ throws(TransportError) in
            try await sftp.client.setModified(modified, of: path)
        }
    }

    private func translated<Value>(
        _ body: () async throws(TransportError) -> Value
    ) async throws(StoreError) -> Value {
        do throws(TransportError) { return try await body() } catch { throw StoreError(error) }
    }
}
