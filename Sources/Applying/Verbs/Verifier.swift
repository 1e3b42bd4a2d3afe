public import Hosting
internal import Items
internal import Planning

/// Looks whether every copy of the catalogue is still there and equal. At the hosts nothing is written.
///
/// Calendar objects and cards are compared by meaning, for their stores say what they mean. Files are compared by ETag
/// and size, or by their bytes: where it was asked for, and where the ETag is not the one the file was left with.
public struct Verifier: Sendable {
    private let sessions: [String: HostSession]
    private let journal: Journal
    private let isDeep: Bool
    private let cancellation: Cancellation
    /// How far it is.
    public let tally: RunTally

    /// Prepares a look.
    ///
    /// - Parameters:
    ///   - sessions: the hosts to look at, by name.
    ///   - catalogue: what should be there.
    public init(
        _ sessions: [String: HostSession], _ catalogue: Catalogue, journal: Journal, isDeep: Bool,
        cancellation: Cancellation
    ) {
        self.sessions = sessions
        self.journal = journal
        self.isDeep = isDeep
        self.cancellation = cancellation
        let lines = catalogue.lines.filter { sessions[$0.host] != nil }
        tally = RunTally(
            totalItems: lines.count,
            totalBytes: isDeep ? lines.reduce(0) { $0 + ($1.row.kind.hasPath ? $1.row.byteCount : 0) } : 0)
    }

    /// Looks, and notes in the state when each copy was found equal.
    ///
    /// - Parameter lost: the hosts that should be looked at and cannot be, by name.
    public func run(
        _ catalogue: Catalogue, lost: [String: StoreError]
    ) async throws(StateDirectory.Fault) -> Verification {
        let hosts = Dictionary(grouping: catalogue.lines, by: \.host).sorted { $0.key < $1.key }
        let looks = await concurrently(hosts.map { ($0.key, $0.value) }, width: hosts.count) { name, lines in
            await visit(name, lines, lost[name])
        }
        var copies: [Verification.Copy] = []
        var foreign: [Verification.Foreign] = []
        for look in looks {
            let found = try look.get()
            copies += found.copies
            foreign += found.foreign
        }
        return Verification(
            isDeep: isDeep, copies: copies, foreign: foreign, isInterrupted: cancellation.isRequested)
    }

    private struct Look: Sendable {
        var copies: [Verification.Copy] = []
        var foreign: [Verification.Foreign] = []
        /// Why nothing more is asked of the host.
        var ending: StoreError?
    }

    private func visit(
        _ name: String, _ lines: [CatalogueLine], _ lost: StoreError?
    ) async -> Result<Look, StateDirectory.Fault> {
        var look = Look()
        look.ending = lost
        do throws(StateDirectory.Fault) {
            var rest = lines[...]
            while let first = rest.first {
                let (service, path) = (first.row.kind.service, ExactText(first.row.href.collection))
                let end =
                    rest.firstIndex { $0.row.kind.service != service || ExactText($0.row.href.collection) != path }
                    ?? rest.endIndex
                try await compare(Array(rest[..<end]), of: service, at: name, into: &look)
                rest = rest[end...]
            }
        } catch {
            return .failure(error)
        }
        return .success(look)
    }

    /// Looks at one collection.
    private func compare(
        _ lines: [CatalogueLine], of service: StoreService, at name: String, into look: inout Look
    ) async throws(StateDirectory.Fault) {
        func give(_ standing: Verification.Standing) {
            look.copies += lines.map { Verification.Copy(line: $0, standing: standing) }
        }
        guard let session = sessions[name], !cancellation.isRequested, look.ending == nil else {
            return give(look.ending.map { .unreachable($0) } ?? .unchecked)
        }
        guard let store = session.stores[service] else {
            return give(.unreachable(StoreError(.refused, "the host has no \(service.rawValue)")))
        }
        let collection = lines[0].row.href.collection
        var there: [ExactText: StoredResource] = [:]
        do throws(StoreError) {
            for resource in try await store.list(collection) { there[ExactText(resource.href.name)] = resource }
        } catch {
            if error.endsHost { look.ending = error }
            return give(.unreachable(error))
        }
        let resources = there
        for piece in lines.pieces(of: 512) {
            let found = await concurrently(piece, width: store.capabilities.concurrentChanges) { line in
                await check(line, resources[ExactText(line.row.href.name)], in: store)
            }
            look.copies += found
            look.ending =
                look.ending
                ?? found.lazy.compactMap { copy in
                    if case .unreachable(let error) = copy.standing, error.endsHost { error } else { nil }
                }.first
            try journal.verified(found.filter { $0.standing == .verified }.map(\.line))
        }
        let names = Set(lines.map { ExactText($0.row.href.name) })
        look.foreign += there.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }
            .map { Verification.Foreign(host: name, service: service, href: $0.value.href) }
    }

    private func check(
        _ line: CatalogueLine, _ resource: StoredResource?, in store: any Store
    ) async -> Verification.Copy {
        guard !cancellation.isRequested else { return Verification.Copy(line: line, standing: .unchecked) }
        defer { tally.finishItem() }
        let standing = await standing(of: line.row, resource, in: store)
        var line = line
        if standing == .verified, let resource {
            line.verified = JournalSchema.now
            line.row = line.row.with(etag: resource.etag)
        }
        return Verification.Copy(line: line, standing: standing)
    }

    private func standing(
        of row: CatalogueRow, _ resource: StoredResource?, in store: any Store
    ) async -> Verification.Standing {
        guard let resource else { return .missing }
        if !row.kind.hasPath {
            guard let found = resource.fingerprint else { return .changed("it cannot be read as what it was") }
            return found == row.fingerprint ? .verified : .changed("it means something else")
        }
        guard resource.byteCount == row.byteCount else {
            return .changed("it has \(resource.byteCount) bytes instead of \(row.byteCount)")
        }
        if resource.etag == row.etag, !isDeep { return .verified }
        do {
            let body = WatchedBody(try await store.get(row.href), tally: tally, cancellation: cancellation)
            return try body.fingerprint() == row.fingerprint ? .verified : .changed("its bytes differ")
        } catch let error as StoreError {
            return error.code == .notFound ? .missing : .unreachable(error)
        } catch {
            return cancellation.isRequested ? .unchecked : .unreachable(StoreError(.source, "\(error)"))
        }
    }
}

extension CatalogueRow {
    /// The same with another state.
    func with(etag: ETag) -> CatalogueRow {
        CatalogueRow(
            kind: kind, item: item, href: href, etag: etag, byteCount: byteCount, fingerprint: fingerprint,
            sourceKey: sourceKey, unit: unit, title: title, modified: modified, arrival: arrival)
    }

    /// The same as it lies at another place.
    ///
    /// - Parameter arrival: how it came there.
    func moved(
        to stored: StoredResource, fingerprint: Fingerprint, unit: String, arrival: ArrivalRecord?
    ) -> CatalogueRow {
        CatalogueRow(
            kind: kind, item: item, href: stored.href, etag: stored.etag, byteCount: stored.byteCount,
            fingerprint: fingerprint, sourceKey: sourceKey, unit: unit, title: title, modified: modified,
            arrival: arrival)
    }
}
