internal import Hosting
internal import Items
internal import Synchronization
internal import Transport
internal import XML

extension ObjectStore {
    func collections() async throws(StoreError) -> [StoredCollection] {
        var properties: [XMLName] = [
            .dav("resourcetype"), .dav("displayname"), kind.maximumSize, .dav("current-user-privilege-set"),
        ]
        if kind.service == .calendars { properties.append(Self.componentSet) }
        guard let answer = try await client.propfind(home, depth: .one, properties) else {
            throw StoreError(.unavailable, "there is no \(home), where the \(kind.service.rawValue) should be")
        }
        var found: [StoredCollection] = []
        var occupied: Set<ExactText> = []
        for response in answer.responses {
            guard let names = response.names(below: answer.address), names.count == 1 else { continue }
            guard isCollection(response), mayBeWritten(response) else {
                occupied.insert(ExactText(names[0]))
                continue
            }
            learnLimits(from: response)
            let displayName = response.property(.dav("displayname"))?.text ?? ""
            found.append(
                StoredCollection(
                    path: names[0], displayName: displayName.isEmpty ? nil : displayName, kinds: Self.kinds(response)))
        }
        let existing = Set(found.map { ExactText($0.path) })
        state.withLock { ($0.existing, $0.occupied) = (existing, occupied) }
        return found
    }

    /// Whether the account may put something there (RFC 3744 section 3.12). A collection that others share for
    /// reading, or that the server makes itself, holds nothing of this program's, whatever it is called.
    private func mayBeWritten(_ response: MultistatusResponse) -> Bool {
        guard let set = response.property(.dav("current-user-privilege-set")), !set.children.isEmpty else {
            return true
        }
        return set.children.contains { privilege in
            ["all", "write", "bind"].contains { privilege.child(.dav($0)) != nil }
        }
    }

    private func isCollection(_ response: MultistatusResponse) -> Bool {
        response.property(.dav("resourcetype"))?.child(kind.resourceType) != nil
    }

    private func learnLimits(from response: MultistatusResponse) {
        guard let size = response.property(kind.maximumSize).flatMap({ UInt64($0.trimmedText) }), size > 0 else {
            return
        }
        state.withLock { $0.maximumResourceSize = min($0.maximumResourceSize ?? size, size) }
    }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        let address = try address(of: path)
        if try await exists(address) { return }
        var last: Outcome?
        for attempt in attempts(description) {
            let outcome = try await client.change(
                HTTPRequest(attempt.method, address, headers: ["Content-Type": "application/xml; charset=utf-8"]),
                body: attempt.body.map { .bytes($0.document) } ?? .none)
            last = outcome
            // A lost answer, another run at the same moment, and a server that makes something else: look.
            if try await exists(address) {
                if outcome.isSuccess, !outcome.isUncertain {
                    state.withLock { $0.fresh[ExactText(path)] = description }
                }
                return
            }
            if outcome.isSuccess || !Self.maySucceedOtherwise.contains(outcome.status) { break }
            // Nextcloud says so when there are too many, and counts each try.
            if outcome.status == 403, server.isNextcloud { break }
        }
        guard let last else { return }
        if last.status == 429 {
            throw StoreError(
                .refused,
                "\(home.origin) lets no more collections be made for now; run again in an hour, what is done stays done"
            )
        }
        if last.isSuccess {
            throw StoreError(.refused, "\(home.origin) makes no \(kind.resourceType.local) at \(path)")
        }
        throw last.error(trying: "make \(path)")
    }

    func removeCollection(_ path: String) async throws(StoreError) -> CollectionRemoval {
        let removal = try await client.removeEmptyCollection(try address(of: path), path, if: isCollection)
        guard removal == .removed else { return removal }
        trash?.change()
        state.withLock { $0.fresh[ExactText(path)] = nil }
        return .removed
    }

    /// Refusals that may be about a property or a method, and not about the collection.
    private static let maySucceedOtherwise: Set<Int> = [400, 403, 405, 409, 415, 422, 424, 500, 501]

    /// Whether there is a collection of the right kind.
    private func exists(_ address: RemoteAddress) async throws(StoreError) -> Bool {
        let answer = try await client.propfind(address, depth: .zero, [.dav("resourcetype"), kind.maximumSize])
        guard let own = answer?.own, isCollection(own) else { return false }
        learnLimits(from: own)
        return true
    }

    private struct Attempt {
        let method: HTTPMethod
        let body: XMLTree?
    }

    /// Ways to make a collection, the best first: with all properties, with its name alone, and as the protocol's
    /// other method; for address books at last by a plain MKCOL, which makes one where nothing else can be made.
    private func attempts(_ description: ItemCollection) -> [Attempt] {
        let name = description.name.isEmpty ? [] : [XMLTree(.dav("displayname"), text: description.name)]
        let all = name + decorations(of: description)
        switch kind.service {
        case .calendars:
            let types = [componentSet(for: description.only)]
            return [
                Attempt(method: .mkcalendar, body: making(.calDAV("mkcalendar"), all + types)),
                Attempt(method: .mkcalendar, body: making(.calDAV("mkcalendar"), name)),
                Attempt(method: .mkcol, body: making(.dav("mkcol"), name + [resourceTypes])),
            ]
        case .contacts, .files, .notes:
            return [
                Attempt(method: .mkcol, body: making(.dav("mkcol"), all + [resourceTypes])),
                Attempt(method: .mkcol, body: making(.dav("mkcol"), name + [resourceTypes])),
                Attempt(method: .mkcol, body: nil),
            ]
        }
    }

    private func making(_ element: XMLName, _ properties: [XMLTree]) -> XMLTree {
        XMLTree(element, children: [XMLTree(.dav("set"), children: [XMLTree(.dav("prop"), children: properties)])])
    }

    /// RFC 5689 section 3.
    private var resourceTypes: XMLTree {
        XMLTree(.dav("resourcetype"), children: [XMLTree(.dav("collection")), XMLTree(kind.resourceType)])
    }

    /// RFC 4791 section 5.2.3.
    private static let componentSet = XMLName.calDAV("supported-calendar-component-set")
    private static let component = XMLName.calDAV("comp")
    private static let components: [ItemKind: String] = [
        .event: "VEVENT", .task: "VTODO", .journal: "VJOURNAL", .freeBusy: "VFREEBUSY",
    ]

    /// What a calendar is to take: without it some servers take events only.
    private func componentSet(for only: ItemKind?) -> XMLTree {
        let one = only.flatMap { Self.components[$0] }
        let names = one.map { [$0] } ?? ["VEVENT", "VTODO", "VJOURNAL"]
        return XMLTree(
            Self.componentSet, children: names.map { XMLTree(Self.component, attributes: ["name": $0]) })
    }

    /// What a calendar takes; `nil` where it does not say.
    private static func kinds(_ response: MultistatusResponse) -> Set<ItemKind>? {
        let names = response.property(componentSet)?.children(component).compactMap { $0.attributes["name"] } ?? []
        guard !names.isEmpty else { return nil }
        let upper = Set(names.map { $0.uppercased() })
        return Set(components.filter { upper.contains($0.value) }.keys)
    }

    /// The description, and the colour as calendar programs read it.
    func decorations(of description: ItemCollection) -> [XMLTree] {
        var properties: [XMLTree] = []
        let isCalendar = kind.service == .calendars
        if let summary = description.summary, !summary.isEmpty {
            let name: XMLName = isCalendar ? .calDAV("calendar-description") : .cardDAV("addressbook-description")
            properties.append(XMLTree(name, text: summary))
        }
        if isCalendar, let color = description.color, Self.isColor(color) {
            properties.append(XMLTree(XMLName("http://apple.com/ns/ical/", "calendar-color"), text: color))
        }
        return properties
    }

    /// `#RRGGBB` or `#RRGGBBAA`. The names of RFC 7986 section 5.9 are not what this property holds.
    private static func isColor(_ text: String) -> Bool {
        text.utf8.first == UInt8(ascii: "#") && [7, 9].contains(text.utf8.count)
            && text.dropFirst().allSatisfy(\.isHexDigit)
    }
}
