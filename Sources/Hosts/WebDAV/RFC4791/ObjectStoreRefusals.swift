internal import Hosting
internal import Items
internal import Transport

/// What stands in the way of a new resource.
extension ObjectStore {
    /// Finds out what a refused creation means. Servers say "there is this UID already" by 400, 403, 409, 412 and
    /// 415, with or without the precondition RFC 4791 section 5.3.2.1 has for it, and some of these after a try
    /// whose answer was lost; what is there decides.
    func settle(_ parcel: Parcel, _ outcome: Outcome) async throws(StoreError) -> Arrival {
        guard Self.maybeTaken.contains(outcome.status) else {
            throw outcome.error(trying: "store \(parcel.href.path)")
        }
        if outcome.status == 412 || outcome.isUncertain, let there = try await read(parcel.href) {
            if outcome.isUncertain, there.resource.fingerprint == parcel.fingerprint {
                return arrived(parcel, there.resource.etag, by: .content)
            }
            throw StoreError(.alreadyExists, "there is a \(parcel.href.path) already")
        }
        if let uid = parcel.uid, let other = try await resource(uid: uid, in: parcel.href.collection) {
            throw StoreError(.alreadyExists, "its UID is there already, as \(other.href.path)")
        }
        if outcome.message?.lowercased().contains("deleted calendar object with uid") == true {
            throw StoreError(
                .refused,
                "\(home.origin) keeps a deleted object with the UID of \(parcel.href.path) in its trash bin; empty the "
                    + "trash bin of the calendar there and run again")
        }
        throw outcome.error(trying: "store \(parcel.href.path)", precondition: .refused)
    }

    private static let maybeTaken: Set<Int> = [400, 403, 405, 409, 412, 415]

    /// The resource with a UID, by a query (RFC 4791 section 7.8, RFC 6352 section 8.6) or, where that finds nothing,
    /// by looking at all of them.
    private func resource(uid: String, in collection: String) async throws(StoreError) -> StoredResource? {
        let address = try address(of: collection)
        let answer = try await report(query(uid: uid), on: address)
        for response in answer?.responses ?? [] {
            guard let names = response.names(below: address), names.count == 1 else { continue }
            guard let text = response.property(kind.data)?.text else { continue }
            guard let etag = response.property(.dav("getetag"))?.trimmedText else { continue }
            let found = stored(Href(collection: collection, name: names[0]), ETag(written: etag), nil, Array(text.utf8))
            if found.uid == uid { return found }
        }
        return try await list(collection).first { $0.uid == uid }
    }

    private func query(uid: String) -> XMLTree {
        let wanted = XMLTree(.dav("prop"), children: [XMLTree(.dav("getetag")), XMLTree(kind.data)])
        if kind.service == .contacts {
            let match = XMLTree(
                .cardDAV("text-match"), attributes: ["collation": "i;unicode-casemap", "match-type": "equals"],
                text: uid)
            let property = XMLTree(.cardDAV("prop-filter"), attributes: ["name": "UID"], children: [match])
            return XMLTree(
                .cardDAV("addressbook-query"), children: [wanted, XMLTree(.cardDAV("filter"), children: [property])])
        }
        let match = XMLTree(.calDAV("text-match"), attributes: ["collation": "i;octet"], text: uid)
        let property = XMLTree(.calDAV("prop-filter"), attributes: ["name": "UID"], children: [match])
        let event = XMLTree(.calDAV("comp-filter"), attributes: ["name": "VEVENT"], children: [property])
        let calendar = XMLTree(.calDAV("comp-filter"), attributes: ["name": "VCALENDAR"], children: [event])
        return XMLTree(
            .calDAV("calendar-query"), children: [wanted, XMLTree(.calDAV("filter"), children: [calendar])])
    }

    /// Stores what has its UID in the trash bin of its calendar: there it cannot be created, but what was thrown away can
    /// be taken out again and replaced.
    ///
    /// - Returns: `nil` when nothing of that UID was thrown away.
    func replacingTrashed(_ parcel: Parcel) async throws(StoreError) -> Arrival? {
        let collection = parcel.href.collection
        guard let trash, let uid = parcel.uid, try await trash.holds(uid: uid, in: path(ofNew: collection)),
            // One that a person sees must not be taken for what was thrown away.
            try await resource(uid: uid, in: collection) == nil,
            let old = try await trash.restore(uid: uid, in: path(ofNew: collection)),
            let there = try await resource(uid: uid, in: collection), there.fingerprint == old
        else { return nil }
        var back = parcel.at(there.href, try address(of: there.href))
        back.alterations.append(.trashBin)
        if there.fingerprint == parcel.fingerprint { return arrived(back, there.etag, by: .content) }
        do throws(StoreError) {
            let outcome = try await putPatiently(back, if: .matching(FileState.quoted(there.etag)))
            if outcome.isSuccess { return try await confirmed(back, outcome) }
            if outcome.isUncertain, let there = try await same(back) { return there }
            throw outcome.error(trying: "store \(back.href.path)")
        } catch {
            // It goes back where it was, unless it is another by now.
            do throws(StoreError) { try await delete(there.href, ifMatch: there.etag) } catch let second {
                throw StoreError(
                    error.code,
                    "\(error.description); for that \(there.href.path) came out of the trash bin: \(second.description)"
                )
            }
            throw error
        }
    }
}
