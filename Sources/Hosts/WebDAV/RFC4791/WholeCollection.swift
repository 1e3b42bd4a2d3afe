internal import ContentLines
internal import Hosting
internal import ICalendar
internal import Items
internal import Synchronization
internal import Transport
internal import XML

/// Radicale takes a whole collection by one PUT to its address, many times faster than resource by resource, and
/// replaces what was in it (https://radicale.org/v3.html#_manage_address_books_and_calendars). So this is done for a
/// collection that this session made and nobody has put anything into, which its ETag proves to the server.
extension ObjectStore: BatchStore {
    /// As much as may lie in memory: one by one takes Radicale several times as long, the longer the more are there.
    var batchLimits: BatchLimits? {
        BatchLimits(count: 50_000, byteCount: 16 << 20, resourceByteCount: 1 << 20)
    }

    func create(_ batch: [BatchItem]) async throws(StoreError) -> [Result<Arrival, StoreError>] {
        var results: [Int: Result<Arrival, StoreError>] = [:]
        var parcels: [(index: Int, parcel: Parcel)] = []
        for (index, item) in batch.enumerated() {
            do throws(StoreError) {
                try Self.check(newName: item.resource.href.name)
                parcels.append((index, try parcel(item.resource.href, item.body)))
            } catch {
                guard !error.endsHost else { throw error }
                results[index] = .failure(error)
            }
        }
        let groups = Dictionary(grouping: parcels) { ExactText($0.parcel.href.collection) }
        for group in groups.values.sorted(by: { $0[0].index < $1[0].index }) {
            let stored = try await storeWhole(group.map(\.parcel))
            for (index, parcel) in group where stored[ExactText(parcel.href.name)] != nil {
                results[index] = stored[ExactText(parcel.href.name)].map { .success($0) }
            }
        }
        let rest = parcels.filter { results[$0.index] == nil }
        let others = await concurrently(rest, width: capabilities.concurrentChanges) { entry in
            do throws(StoreError) {
                return Result<Arrival, StoreError>.success(try await self.create(entry.parcel))
            } catch { return .failure(error) }
        }
        for (entry, result) in zip(rest, others) {
            if case .failure(let error) = result, error.endsHost { throw error }
            results[entry.index] = result
        }
        return batch.indices.compactMap { results[$0] }
    }

    /// Fewer are as fast one by one.
    private static let fewest = 16
    private static let mostTries = 3

    /// Stores resources of one collection by a single request, where that can be done.
    ///
    /// - Returns: what is stored now and means what was sent, by name. The others are still to be stored.
    private func storeWhole(_ parcels: [Parcel]) async throws(StoreError) -> [ExactText: Arrival] {
        guard parcels.count >= Self.fewest, let collection = parcels.first?.href.collection else { return [:] }
        guard let description = state.withLock({ $0.fresh.removeValue(forKey: ExactText(collection)) }) else {
            return [:]
        }
        let address = try address(of: collection)
        guard let etag = try await emptyState(of: address) else { return [:] }
        let (content, sent) = whole(parcels, named: description.name)
        // Radicale never answers "Expect".
        let request = HTTPRequest(
            .put, address, headers: ["Content-Type": kind.contentType, "If-Match": etag], asksFirst: false)
        let body = RequestBody.stream(BytesBody(content), length: UInt64(content.count))
        var answer: HTTPResponse?
        var tries = 0
        while answer == nil, tries < Self.mostTries {
            answer = try await client.once(request, body: body)
            tries += 1
            // After a lost answer the collection tells whether it was done.
            if answer == nil, try await emptyState(of: address) != etag { break }
        }
        // A gateway does not know what became of it either, and 412 may mean that an earlier try was carried out late.
        let isUnknown = answer.map { $0.status >= 500 || ($0.status == 412 && tries > 1) } ?? true
        guard isUnknown || answer.map({ Outcome($0).isSuccess }) == true else { return [:] }
        try await describe(address, description)
        return try await arrived(sent, in: collection)
    }

    /// The ETag of a collection that is Radicale's and empty; else `nil`. Radicale is known by a property of its own.
    private func emptyState(of address: RemoteAddress) async throws(StoreError) -> String? {
        let mark = XMLName("http://radicale.org/ns/", "getcontentcount")
        guard let own = try await client.propfind(address, depth: .zero, [mark, .dav("getetag")])?.own else {
            return nil
        }
        guard own.property(mark)?.trimmedText == "0" else { return nil }
        return own.property(.dav("getetag"))?.trimmedText
    }

    /// The content of the collection, and the resources that are in it.
    private func whole(_ parcels: [Parcel], named name: String) -> (content: [UInt8], sent: [Parcel]) {
        var sent: [Parcel] = []
        if kind.service == .calendars {
            var bundle = CalendarBundle()
            for parcel in parcels.map({ $0.mendingDates() }) {
                if let uid = parcel.uid, bundle.add(parcel.bytes, uid: uid) { sent.append(parcel) }
            }
            return (bundle.bytes(named: name), sent)
        }
        var content: [UInt8] = []
        var uids: Set<String> = []
        for parcel in parcels {
            guard let uid = parcel.uid, uids.insert(uid).inserted else { continue }
            PatchedRange.append(parcel.bytes[...], to: &content)
            sent.append(parcel)
        }
        return (content, sent)
    }

    /// Gives the collection the properties back that replacing it took away.
    private func describe(_ address: RemoteAddress, _ description: ItemCollection) async throws(StoreError) {
        var properties = decorations(of: description)
        if !description.name.isEmpty { properties.append(XMLTree(.dav("displayname"), text: description.name)) }
        guard !properties.isEmpty else { return }
        let update = XMLTree(
            .dav("propertyupdate"),
            children: [XMLTree(.dav("set"), children: [XMLTree(.dav("prop"), children: properties)])])
        // A colour that is lost is no reason to call anything failed.
        _ = try await client.change(
            HTTPRequest(.proppatch, address, headers: ["Content-Type": "application/xml; charset=utf-8"]),
            body: .bytes(update.document))
    }

    /// What of the resources sent is there, read back and found equal. Radicale chooses the names, mostly the ones that
    /// were planned.
    private func arrived(
        _ sent: [Parcel], in collection: String
    ) async throws(StoreError) -> [ExactText: Arrival] {
        let listed = try await list(collection)
        let byUID = Dictionary(listed.map { ($0.uid ?? "", $0) }) { first, _ in first }
        var found: [ExactText: Arrival] = [:]
        for parcel in sent {
            guard let there = byUID[parcel.uid ?? ""], there.fingerprint == parcel.fingerprint else { continue }
            found[ExactText(parcel.href.name)] = arrived(parcel, at: there.href, there.etag, by: .content)
        }
        return found
    }
}
