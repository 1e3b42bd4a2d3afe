public import Hosting
public import Items
internal import Planning

/// Brings everything of the catalogue back from the hosts into one place. Nothing there is overwritten, and every item
/// is compared with what was stored before it gets its name.
public struct Gatherer: Sendable {
    private let sessions: [String: HostSession]
    private let catalogue: Catalogue
    private let cancellation: Cancellation
    private let items: [Gathering]
    /// How far it is.
    public let tally: RunTally

    /// What became of a gathering.
    public struct Result: Sendable {
        /// How many items of each kind were brought.
        public fileprivate(set) var brought: [ItemKind: Int] = [:]
        /// How many were there already.
        public fileprivate(set) var present: [ItemKind: Int] = [:]
        /// How many could not be brought.
        public fileprivate(set) var failed: [ItemKind: Int] = [:]
        /// Why not, by item.
        public fileprivate(set) var findings: [Finding] = []
        /// Why the place takes no more.
        public fileprivate(set) var ending: StoreError?
        /// Whether the person stopped it before its end.
        public fileprivate(set) var isInterrupted = false
    }

    /// Prepares a gathering.
    ///
    /// - Parameter sessions: the hosts that can be asked, by name; the first of those that hold an item and give what
    ///   was stored is taken.
    public init(_ sessions: [String: HostSession], _ catalogue: Catalogue, cancellation: Cancellation) {
        self.sessions = sessions
        self.catalogue = catalogue
        self.cancellation = cancellation
        items = Gathering.all(of: catalogue)
        tally = RunTally(
            totalItems: items.count, totalBytes: items.reduce(0) { $0 + ($1.copies.first?.row.byteCount ?? 0) })
    }

    /// Gathers.
    ///
    /// - Parameter target: where everything goes.
    public func run(into target: HostSession) async -> Result {
        var result = Result()
        var rest = items[...]
        while let first = rest.first, result.ending == nil, !cancellation.isRequested {
            let end =
                rest.firstIndex {
                    $0.service != first.service || ExactText($0.href.collection) != ExactText(first.href.collection)
                } ?? rest.endIndex
            await gather(Array(rest[..<end]), into: target, &result)
            rest = rest[end...]
        }
        result.isInterrupted = cancellation.isRequested
        return result
    }

    private enum Outcome: Sendable {
        case brought, present, untried
        case failed(StoreError)
    }

    /// Gathers one collection.
    private func gather(_ items: [Gathering], into target: HostSession, _ result: inout Result) async {
        let first = items[0]
        guard let store = target.stores[first.service] else {
            result.ending = StoreError(.refused, "the place has no \(first.service.rawValue)")
            return
        }
        var there: [ExactText: StoredResource] = [:]
        do throws(StoreError) {
            if !first.href.collection.isEmpty || !first.service.isFileTree {
                try await store.makeCollection(
                    first.href.collection, as: catalogue.description(of: first.copies[0].row.collection))
            }
            for resource in try await store.list(first.href.collection) {
                there[ExactText(resource.href.name)] = resource
            }
        } catch {
            result.ending = error
            return
        }
        let present = there
        let outcomes = await concurrently(items, width: store.capabilities.concurrentChanges) { item in
            let outcome = await gather(item, present[ExactText(item.href.name)], into: store)
            tally.finishItem()
            return outcome
        }
        for (item, outcome) in zip(items, outcomes) {
            let row = item.copies[0].row
            switch outcome {
            case .brought: result.brought[row.kind, default: 0] += 1
            case .present: result.present[row.kind, default: 0] += 1
            case .untried: break
            case .failed(let error):
                result.failed[row.kind, default: 0] += 1
                if error.code == .noRoom || error.code == .notPermitted { result.ending = error }
                result.findings.append(
                    Finding(
                        "not-gathered", .error, entry: "\(item.service.rawValue)/\(item.href.path)",
                        error.description, detail: row.title))
            }
        }
    }

    private func gather(_ item: Gathering, _ there: StoredResource?, into target: any Store) async -> Outcome {
        guard !cancellation.isRequested else { return .untried }
        if let there {
            let isEqual = await isEqual(there, to: item.copies[0].row, in: target)
            return isEqual
                ? .present
                : .failed(StoreError(.alreadyExists, "Something else has its name there, and it is left as it is."))
        }
        var reasons: [String] = []
        for copy in item.copies {
            guard let source = sessions[copy.host]?.stores[item.service] else {
                reasons.append("\(copy.host) cannot be asked")
                continue
            }
            do throws(StoreError) {
                try await bring(copy.row, from: source, to: item.href, in: target)
                return .brought
            } catch {
                guard !cancellation.isRequested else { return .untried }
                if error.code == .noRoom || error.code == .notPermitted { return .failed(error) }
                reasons.append("\(copy.host): \(error.description)")
            }
        }
        return .failed(StoreError(.notFound, "No host gives it: " + reasons.joined(separator: "; ") + "."))
    }

    private func bring(
        _ row: CatalogueRow, from source: any Store, to href: Href, in target: any Store
    ) async throws(StoreError) {
        let body = WatchedBody(try await source.get(row.href), tally: tally, cancellation: cancellation)
        let resource = NewResource(href: href, modified: row.modified)
        guard !row.kind.hasPath else {
            _ = try await target.create(resource, body: ExpectedBody(body: body, fingerprint: row.fingerprint))
            return
        }
        let stored = try await target.create(resource, body: body).resource
        guard stored.fingerprint != row.fingerprint else { return }
        // It was written by this very call, so it may be taken away again.
        try await target.delete(href, ifMatch: stored.etag)
        throw StoreError(.source, "the host gives another content than was stored there")
    }

    private func isEqual(_ there: StoredResource, to row: CatalogueRow, in target: any Store) async -> Bool {
        guard row.kind.hasPath else { return there.fingerprint == row.fingerprint }
        guard there.byteCount == row.byteCount else { return false }
        do { return try await target.get(there.href).fingerprint() == row.fingerprint } catch { return false }
    }
}

/// One item, its copies, and where it goes.
struct Gathering: Sendable {
    let copies: [CatalogueLine]
    let service: StoreService
    let href: Href

    /// All items of a catalogue, in the order of their places.
    static func all(of catalogue: Catalogue) -> [Gathering] {
        var copies: [ItemOfCatalogue: [CatalogueLine]] = [:]
        for line in catalogue.lines { copies[line.item, default: []].append(line) }
        let wanted = copies.values.map { lines in
            // Where hosts were left in two states, the later one is wanted.
            let newest = lines.sorted { ($1.stored ?? 0, $0.host) < ($0.stored ?? 0, $1.host) }
            return Gathering(copies: newest, service: lines[0].row.kind.service, href: best(of: lines))
        }.sorted { left, right in
            let (one, two) = (left.href, right.href)
            return (left.service.rawValue, ExactText(one.collection), ExactText(one.name), left.copies[0].row.item)
                < (right.service.rawValue, ExactText(two.collection), ExactText(two.name), right.copies[0].row.item)
        }
        var taken: Set<StoredPlace> = []
        return wanted.map { item in
            var (href, number) = (item.href, 2)
            // Two items of different hosts may have one address.
            while !taken.insert(StoredPlace(item.service, href)).inserted {
                let name = SafeName.numbered(item.href.name, number)
                href = Href(collection: item.href.collection, name: name)
                number += 1
            }
            return Gathering(copies: item.copies, service: item.service, href: href)
        }
    }

    /// The address the import would give it, and not the one a host has a calendar under.
    private static func best(of lines: [CatalogueLine]) -> Href {
        let row = lines[0].row
        guard !row.kind.hasPath else { return row.href }
        let plain = SafeName.component(row.collection.name)
        let own = lines.first { $0.row.href.collection == plain }
        return Href(collection: plain, name: (own ?? lines[0]).row.href.name)
    }
}
