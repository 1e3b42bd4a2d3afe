internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// An SFTP client that holds back when its host is overloaded and tries again what deserves it.
struct PatientSFTP: Sendable {
    let client: SFTPClient
    let gate: RequestGate
    let policy: RetryPolicy
    let timing: Timing

    /// Does something, as often as the policy allows.
    ///
    /// - Parameters:
    ///   - name: tells requests apart that fail together.
    ///   - work: one try. It is told whether an earlier one may have been carried out.
    func run<Value>(
        _ name: String, _ work: (_ mayBeEcho: Bool) async throws(TransportError) -> Value
    ) async throws(TransportError) -> Value {
        let salt = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        var tries = 0
        var mayBeEcho = false
        while true {
            tries += 1
            let ticket = try await gate.enter()
            let failure: TransportError
            do throws(TransportError) {
                let value = try await work(mayBeEcho)
                gate.leave(ticket, .kept(latency: nil))
                return value
            } catch { failure = error }
            switch failure.code {
            case .connectionLost, .timedOut, .refused: gate.leave(ticket, .overloaded)
            default: gate.leave(ticket, .unknown)
            }
            mayBeEcho = mayBeEcho || failure.requestMayHaveBeenProcessed
            guard case .retry(let delay) = policy.decision(failure, tries: tries, salt: salt) else { throw failure }
            do { try await timing.sleep(delay) } catch {
                throw TransportError(.cancelled, "The request was cancelled.", requestMayHaveBeenProcessed: mayBeEcho)
            }
        }
    }

    /// Size and time of change; `nil` when there is nothing.
    func status(_ path: String) async throws(TransportError) -> SFTPState? {
        do throws(TransportError) {
            let (byteCount, modified) = try await run(path) { _ throws(TransportError) in
                try await client.status(path)
            }
            return SFTPState(byteCount: byteCount, modified: modified)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Gives a file a name that nothing has.
    ///
    /// - Throws: `.alreadyExists` when something has it.
    func rename(_ path: String, to target: String) async throws(TransportError) {
        do throws(TransportError) {
            try await run(target) { _ throws(TransportError) in try await client.rename(path, to: target) }
        } catch {
            guard error.code == .rejected || error.code == .notFound || error.requestMayHaveBeenProcessed else {
                throw error
            }
            let (old, new) = (try await status(path), try await status(target))
            // The answer to an earlier try may be lost: then the old name is gone and the new one is there.
            if old == nil, new != nil { return }
            guard old != nil, new != nil else { throw error }
            throw TransportError(.alreadyExists, "There is a \(target) already.")
        }
    }

    /// Removes a file; that there is none is no error.
    func remove(_ path: String) async throws(TransportError) {
        do throws(TransportError) {
            try await run(path) { _ throws(TransportError) in try await client.remove(path) }
        } catch {
            guard error.code == .notFound else { throw error }
        }
    }

    /// Makes a directory and those above it.
    ///
    /// - Throws: `.rejected` where something else is in the way.
    func makeDirectories(_ path: String) async throws(TransportError) {
        do throws(TransportError) {
            try await run(path) { _ throws(TransportError) in try await client.makeDirectory(path) }
        } catch {
            switch error.code {
            // There is something: if it can be listed, it is a directory.
            case .rejected, .alreadyExists:
                do throws(TransportError) {
                    _ = try await run(path) { _ throws(TransportError) in try await client.list(path) }
                } catch {
                    throw TransportError(.rejected, "There is something that is no directory at \(path).")
                }
            case .notFound:
                let above = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
                guard !above.isEmpty else { throw error }
                try await makeDirectories(above)
                try await makeDirectories(path)
            default: throw error
            }
        }
    }
}

/// What tells two states of a file apart: version 3 of the protocol has no more.
struct SFTPState: Equatable {
    /// In bytes.
    let byteCount: UInt64
    /// Seconds since 1970.
    let modified: Int64

    var etag: ETag { ETag("\(byteCount)-\(modified)") }
}
