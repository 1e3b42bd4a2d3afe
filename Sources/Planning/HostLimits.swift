internal import Hosting
internal import Items

/// What a host is known to refuse before anything is sent to it.
struct HostLimits {
    let host: HostState

    /// Why an item is not taken, in words that continue "the host"; `nil` when nothing is known against it.
    func refusal(of item: PlanItem) -> String? {
        guard let store = host.capabilities[item.kind.service] else { return nil }
        if let most = store.maximumResourceSize, let size = item.byteCount, size > most {
            return "it has \(size) bytes, and the host takes at most \(most) of one item"
        }
        // A name given by an earlier run, for hosts with other rules.
        guard item.kind.hasPath else { return nil }
        return store.nameRules.problem(with: item.name)
    }

    /// What a person should know about collections that are to be made there.
    ///
    /// - Parameter new: the forms of the collections that do not exist.
    func findings(about new: [ItemCollection.Form: Int]) -> [Finding] {
        new.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { form, count in
            let service = StoreService(for: form)
            guard !form.isFileTree, let limits = host.capabilities[service]?.collectionLimits else { return nil }
            let existing = host.snapshot?.collections(of: service).count ?? 0
            let name = "\(host.profile.name): \(count) new \(service == .calendars ? "calendars" : "address books")"
            if existing + count > limits.inAll {
                return Finding(
                    "too-many-collections", .warning, entry: name,
                    "The host may not take them all: unless its administrator allows more, an account has a limited "
                        + "number. What it refuses is named, and everything else goes on.",
                    detail: "\(existing) are there, and \(limits.inAll) are usual")
            }
            guard count > limits.anHour else { return nil }
            return Finding(
                "collections-an-hour", .warning, entry: name,
                "The host may not make them all in one hour. Run the same command again later; what is done stays done.",
                detail: "\(limits.anHour) an hour are usual")
        }
    }
}
