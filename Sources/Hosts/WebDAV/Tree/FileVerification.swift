internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Making sure that a server holds what was sent.
extension FileUpload {
    /// What the server has, and how that was made sure of.
    struct Checked {
        let state: FileState
        let evidence: Evidence
    }

    func arrival(_ checked: Checked) -> Arrival {
        Arrival(FileTree.resource(resource.href, checked.state), by: checked.evidence)
    }

    /// Checks that a server holds what was sent.
    ///
    /// - Throws: `.refused` when it does not.
    func verify(_ address: RemoteAddress, _ href: Href, _ outcome: Outcome) async throws(StoreError) -> Checked {
        guard let measure = body.measure else {
            throw StoreError(.refused, "the host says it has \(path), but has not been sent all of it")
        }
        if let hash = outcome.headers["X-Hash-SHA256"], let etag = outcome.etag {
            guard hash.lowercased() == measure.fingerprint?.description else {
                throw StoreError(.refused, "the host received other bytes than were sent for \(path)")
            }
            return Checked(
                state: FileState(etag: ETag(FileState.opaque(etag)), byteCount: measure.byteCount), evidence: .checksum)
        }
        let state = try await shownState(of: address, href, measure.byteCount)
        guard state.byteCount == measure.byteCount else {
            throw StoreError(
                .refused, "the host holds \(state.byteCount) of the \(measure.byteCount) bytes of \(path)")
        }
        if isSampled {
            guard try await fingerprint(at: address, state.byteCount) == measure.fingerprint else {
                throw StoreError(.refused, "the host gives other bytes than were sent for \(path)")
            }
        }
        return Checked(state: state, evidence: isSampled ? .content : .sizeAndSample)
    }

    /// What a server shows of a file it says it has.
    private func shownState(
        of address: RemoteAddress, _ href: Href, _ byteCount: UInt64
    ) async throws(StoreError) -> FileState {
        if let state = await look?.state(of: href), state.byteCount == byteCount { return state }
        if habits.headTellsState {
            let answer = try await client.send(HTTPRequest(.head, address))
            let state = FileState(answer.headers, listsETags: habits.listsETags)
            if answer.status == 200, let state, state.byteCount == byteCount { return state }
            // Something in between may have answered; only a multistatus comes from the server for sure.
        }
        guard let state = try await tree.state(of: address) else {
            throw StoreError(.notFound, "the host says it has \(path), but does not show it")
        }
        return state
    }

    private func fingerprint(
        at address: RemoteAddress, _ byteCount: UInt64
    ) async throws(StoreError) -> Fingerprint {
        if byteCount <= Self.largestSample {
            let answer = try await client.send(HTTPRequest(.get, address))
            guard answer.status == 200 else { throw Outcome(answer).error(trying: "read \(path) back") }
            return Fingerprint(of: answer.body)
        }
        // Only after a lost answer; the reader blocks its thread.
        do { return try client.content(at: address, byteCount: byteCount).fingerprint() } catch {
            throw StoreError(.refused, "\(path) could not be read back: \(error.description)")
        }
    }

    /// Finds out whether a file lies in its place after a request of which no answer can be believed.
    ///
    /// - Throws: `error` when it does not.
    func settle(_ error: StoreError, mayBeOurs: Bool) async throws(StoreError) -> Arrival {
        guard mayBeOurs, let state = try await tree.state(of: target) else { throw error }
        let wanted: Fingerprint
        do { wanted = try body.fingerprint() } catch { throw StoreError(error) }
        if state.byteCount == body.measure?.byteCount,
            try await fingerprint(at: target, state.byteCount) == wanted
        {
            return arrival(Checked(state: state, evidence: .content))
        }
        throw error
    }

    /// Reading back everything would double the traffic; reading back one in so many notices a server that spoils
    /// what it stores.
    private static let sampleInterval: UInt64 = 64
    private static let largestSample: UInt64 = 8 << 20

    /// Whether a file is read back: always the same ones.
    static func isSampled(_ href: Href, _ byteCount: UInt64?) -> Bool {
        guard let byteCount, byteCount <= largestSample else { return false }
        return Fingerprint(of: href.path).prefix % sampleInterval == 0
    }
}
