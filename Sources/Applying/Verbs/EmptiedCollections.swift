public import Hosting
public import Items
internal import Planning

/// Removes from a host that is left the collections degoogle made there, as far as they are empty.
public enum EmptiedCollections {
    /// What came of it.
    public struct Result: Sendable {
        /// How many are gone.
        public fileprivate(set) var removed = 0
        /// What stays, and why.
        public fileprivate(set) var findings: [Finding] = []
    }

    /// Removes them, the innermost first. What holds anything at all stays as it is.
    ///
    /// - Parameter lines: what lay at the host when the run began: collections of these that were there before are
    ///   named.
    public static func remove(
        from host: String, _ session: HostSession, after lines: [CatalogueLine], _ journal: Journal
    ) async throws(StateDirectory.Fault) -> Result {
        let made = try journal.made(at: host)
        var result = Result()
        let levels = Dictionary(grouping: made, by: \.paths.count).sorted { $0.key > $1.key }
        for (_, level) in levels {
            let sorted = level.sorted { ($0.service.rawValue, $0.path) < ($1.service.rawValue, $1.path) }
            let outcomes = await concurrently(sorted, width: 16) { await remove($0, from: session) }
            for (address, reason) in zip(sorted, outcomes) {
                guard let reason else {
                    result.removed += 1
                    continue
                }
                result.findings.append(finding(host, address, reason))
            }
        }
        let tops = Set(lines.map { HostSnapshot.Address($0.row.kind.service, $0.row.href.collection).outermost })
        for top in tops.subtracting(made).sorted(by: { ($0.service.rawValue, $0.path) < ($1.service.rawValue, $1.path) }
        )
        where !top.path.isEmpty {
            result.findings.append(finding(host, top, "It stays: it was there before, or an earlier version made it."))
        }
        try journal.forgetMade(at: host)
        return result
    }

    private static func finding(_ host: String, _ address: HostSnapshot.Address, _ reason: String) -> Finding {
        Finding("collection-stays", .note, entry: "\(host): \(address.service.rawValue)/\(address.path)", reason)
    }

    /// - Returns: why it stays.
    private static func remove(_ address: HostSnapshot.Address, from session: HostSession) async -> String? {
        guard let store = session.stores[address.service] else { return "The host has no \(address.service.rawValue)." }
        do throws(StoreError) {
            switch try await store.removeCollection(address.path) {
            case .removed: return nil
            case .occupied: return "It stays: something lies in it that degoogle did not put there."
            case .unsupported: return "It is empty, and stays: it cannot be removed safely there."
            }
        } catch { return "It could not be removed: \(error.description)" }
    }
}

extension HostSnapshot.Address {
    /// The collection itself, or in a file tree the top folder it is in.
    fileprivate var outermost: HostSnapshot.Address { HostSnapshot.Address(service, service.isFileTree ? top : path) }
}
