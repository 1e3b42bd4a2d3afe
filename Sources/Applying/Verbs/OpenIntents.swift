public import Hosting
internal import Items
public import Planning

/// What runs were about to store and nobody knows of whether they did.
public enum OpenIntents {
    private struct Address: Hashable {
        let service: StoreService
        let path: ExactText
    }

    /// Looks whether anything lies at such places.
    ///
    /// - Parameter intents: places at the host of the session; one in a store that the host has no more counts as free.
    /// - Returns: those where something lies, which may be of a stopped run or not, and those where nothing does; in the
    ///   order of their paths.
    /// - Throws: when the host cannot be asked.
    public static func look(
        at intents: Set<StoredPlace>, _ session: HostSession
    ) async throws(StoreError) -> (taken: [StoredPlace], free: [StoredPlace]) {
        var taken: [StoredPlace] = []
        var free: [StoredPlace] = []
        let byCollection = Dictionary(grouping: intents) {
            Address(service: $0.service, path: ExactText($0.href.collection))
        }
        for (collection, places) in byCollection {
            guard let store = session.stores[collection.service] else {
                free += places
                continue
            }
            let found = Set(try await store.list(collection.path.text).map(\.href))
            for place in places {
                if found.contains(place.href) { taken.append(place) } else { free.append(place) }
            }
        }
        return (taken.sorted { $0.path < $1.path }, free.sorted { $0.path < $1.path })
    }
}
