internal import ContentLines
internal import Hosting
internal import ICalendar
internal import Items
internal import RemoteHosting
internal import Synchronization
internal import Transport

extension ObjectStore {
    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        try Self.check(newName: resource.href.name)
        let parcel = try parcel(resource.href, body)
        return try await create(parcel)
    }

    /// - Throws: `.refused` for a name that one of the servers does not take or stores as another: hidden, with white
    ///   space at an end, or with characters that have a meaning in URLs or file systems.
    static func check(newName name: String) throws(StoreError) {
        try PathComponents.check(name: name)
        let bytes = name.utf8
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && !forbidden.contains($0) }
        guard isPlain, bytes.first != UInt8(ascii: "."), bytes.first != 0x20, bytes.last != 0x20,
            bytes.last != UInt8(ascii: "~")
        else { throw StoreError(.refused, "\(name.debugDescription) is no name that every server takes") }
    }

    private static let forbidden = Array("\\:*?\"<>|#%".utf8)

    func update(
        _ resource: NewResource, body: any ContentBody, ifMatch etag: ETag
    ) async throws(StoreError) -> Arrival {
        let parcel = try parcel(resource.href, body)
        let outcome = try await putPatiently(parcel, if: .matching(FileState.quoted(etag)))
        if outcome.isSuccess { return try await confirmed(parcel, outcome) }
        guard [404, 405, 409, 410, 412].contains(outcome.status) else {
            throw outcome.error(trying: "replace \(resource.href.path)")
        }
        if outcome.isUncertain, let there = try await same(parcel) { return there }
        throw StoreError(.preconditionFailed, "\(resource.href.path) has changed or is gone")
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        let address = try address(of: href)
        let changed = StoreError(.preconditionFailed, "\(href.path) has changed or is gone")
        // Not every server minds a condition here.
        guard try await self.etag(of: href) == etag else { throw changed }
        let outcome = try await client.turns.with { () async throws(StoreError) in
            try await locks.with(address.path) { () async throws(StoreError) in
                // Else the server tells the people of an event that it is cancelled.
                try await client.delete(address, if: .matching(FileState.quoted(etag)), headers: requestHeaders)
            }
        }
        trash?.change()
        guard try await self.etag(of: href) != nil else {
            guard outcome.isSuccess || outcome.isUncertain else { throw changed }
            return
        }
        guard !outcome.isSuccess else {
            throw StoreError(.refused, "\(home.origin) says it removed \(href.path), but it is still there")
        }
        throw outcome.error(trying: "remove \(href.path)")
    }

    /// A resource as it is to be sent.
    struct Parcel: Sendable {
        let href: Href
        let address: RemoteAddress
        /// As the caller gave it.
        let original: [UInt8]
        /// As it is sent.
        let bytes: [UInt8]
        let uid: String?
        let fingerprint: Fingerprint
        /// What tells `bytes` from `original`.
        var alterations: [Alteration] = []

        /// The same resource in another place.
        func at(_ href: Href, _ address: RemoteAddress) -> Parcel {
            Parcel(
                href: href, address: address, original: original, bytes: bytes, uid: uid, fingerprint: fingerprint,
                alterations: alterations)
        }

        /// The same resource with its dates written as more servers take them; itself when there is nothing to mend.
        func mendingDates() -> Parcel {
            let edit = CalendarEdits.mendingDates(bytes)
            guard edit.changedLines > 0 else { return self }
            return Parcel(
                href: href, address: address, original: original, bytes: edit.bytes, uid: uid,
                fingerprint: fingerprint, alterations: alterations + [.dates])
        }
    }

    /// Reads and checks what is to be stored.
    func parcel(_ href: Href, _ body: any ContentBody) throws(StoreError) -> Parcel {
        let address = try address(of: href)
        let limit = capabilities.maximumResourceSize ?? Self.largestResource
        if let count = body.byteCount, count > limit { throw tooLarge(href, limit) }
        let original: [UInt8]
        do { original = try body.readAll(limit: Int(Self.largestResource)) } catch { throw StoreError(error) }
        guard UInt64(original.count) <= limit else { throw tooLarge(href, limit) }
        guard let summary = kind.read(original) else {
            throw StoreError(.refused, "\(href.path) is not one \(kind.word)")
        }
        var bytes = Folding.mendingSplitCharacters(in: original) ?? original
        var alterations: [Alteration] = []
        if kind.service == .calendars {
            let edit = attendees.applied(to: bytes, at: server)
            bytes = edit.bytes
            if edit.changedLines > 0 { alterations.append(attendees.alteration) }
        }
        return Parcel(
            href: href, address: address, original: original, bytes: bytes, uid: summary.uid,
            fingerprint: Fingerprint(of: summary.comparisonBytes), alterations: alterations)
    }

    /// Above it nothing is kept in memory; no server takes a resource of this size.
    private static let largestResource: UInt64 = 64 << 20

    private func tooLarge(_ href: Href, _ limit: UInt64) -> StoreError {
        StoreError(.refused, "\(href.path) is larger than the \(limit) bytes \(home.origin) takes")
    }

    func create(_ parcel: Parcel) async throws(StoreError) -> Arrival {
        if let there = try await replacingTrashed(parcel) { return there }
        let outcome = try await putPatiently(parcel, if: .absent)
        state.withLock { $0.fresh[ExactText(parcel.href.collection)] = nil }
        if outcome.isSuccess { return try await confirmed(parcel, outcome) }
        do throws(StoreError) { return try await settle(parcel, outcome) } catch {
            guard error.code == .refused, kind.service == .calendars, !parcel.alterations.contains(.dates) else {
                throw error
            }
            let mended = parcel.mendingDates()
            guard mended.alterations.contains(.dates) else { throw error }
            return try await create(mended)
        }
    }

    /// PUT. When a server says that its database is locked, everything more goes to it one by one. Of one that fails
    /// without saying why everything is tried again, and at last once more and alone; after a few times in vain it is
    /// the resource that it fails for.
    func putPatiently(
        _ parcel: Parcel, if precondition: WebDAVClient.Precondition
    ) async throws(StoreError) -> Outcome {
        guard !client.turns.areTaken else {
            return try await client.turns.alone { () async throws(StoreError) in
                try await put(parcel, if: precondition)
            }
        }
        let first = try await locks.with(parcel.address.path) { () async throws(StoreError) in
            try await put(parcel, if: precondition, tellingFailure: true)
        }
        guard first.status >= 500, first.status != 507 else { return first }
        let isLocked = client.turns.note(failure: first.message)
        if [500, 504].contains(first.status), !isLocked, !client.turns.areTaken {
            let outcome = try await locks.with(parcel.address.path) { () async throws(StoreError) in
                try await put(parcel, if: precondition)
            }
            guard outcome.status >= 500, outcome.status != 507 else { return outcome.uncertain }
        }
        guard state.withLock({ $0.lonelyFailures < 3 }) else { return first }
        let last = try await client.turns.alone { () async throws(StoreError) in
            try await put(parcel, if: precondition)
        }
        state.withLock { $0.lonelyFailures = last.status >= 500 ? $0.lonelyFailures + 1 : 0 }
        return last.uncertain
    }

    private func put(
        _ parcel: Parcel, if precondition: WebDAVClient.Precondition, tellingFailure: Bool = false
    ) async throws(StoreError) -> Outcome {
        var headers = requestHeaders
        headers["Content-Type"] = kind.contentType
        return try await client.put(
            parcel.address, .bytes(parcel.bytes), if: precondition, headers: headers, tellingFailure: tellingFailure)
    }

    /// What goes with every change of a resource.
    private var requestHeaders: HTTPHeaders {
        kind.service == .calendars ? AttendeePolicy.headers : [:]
    }

    /// What is stored after a PUT that the server calls done. Without 201 or 204 and an ETag it may be the answer of
    /// something in between; then the server is asked.
    func confirmed(_ parcel: Parcel, _ outcome: Outcome) async throws(StoreError) -> Arrival {
        if outcome.status == 201 || outcome.status == 204 {
            if let etag = outcome.etag { return arrived(parcel, ETag(written: etag), by: .acknowledgement) }
            // A server that gives none may have changed it.
            if let there = try await same(parcel) { return there }
        } else if let there = try await same(parcel) {
            return there
        }
        throw StoreError(
            .refused, "\(home.origin) says it stored \(parcel.href.path), but does not have it as it was sent")
    }

    /// What became of a parcel.
    ///
    /// - Parameter href: where it lies; `nil` for where it was sent.
    func arrived(_ parcel: Parcel, at href: Href? = nil, _ etag: ETag, by evidence: Evidence) -> Arrival {
        let resource = StoredResource(
            href: href ?? parcel.href, etag: etag, byteCount: UInt64(parcel.original.count), uid: parcel.uid,
            fingerprint: parcel.fingerprint)
        return Arrival(resource, by: evidence, altered: parcel.alterations)
    }

    /// The resource in place, if it means what was sent.
    func same(_ parcel: Parcel) async throws(StoreError) -> Arrival? {
        guard let there = try await read(parcel.href), there.resource.fingerprint == parcel.fingerprint else {
            return nil
        }
        return arrived(parcel, there.resource.etag, by: .content)
    }
}
