internal import Hosting
internal import RemoteHosting
internal import Transport
internal import XML

/// Finds the calendars and address books of an account, given any address of its host (RFC 6764 section 6): by the
/// well-known addresses, the principal (RFC 5397) and its homes (RFC 4791 section 6.2.1, RFC 6352 section 7.1.1).
struct AccountDiscovery: Sendable {
    let client: WebDAVClient
    /// What the person gave.
    let start: RemoteAddress

    /// The homes of an account.
    struct Homes: Hashable, Sendable {
        var calendars: RemoteAddress?
        var contacts: RemoteAddress?

        subscript(kind: ObjectKind) -> RemoteAddress? {
            get { kind.service == .calendars ? calendars : contacts }
            set { if kind.service == .calendars { calendars = newValue } else { contacts = newValue } }
        }
    }

    private static let kinds: [ObjectKind] = [.calendars, .contacts]

    /// Where servers that send nobody on from their well-known addresses have their top: Nextcloud, Baïkal, DAViCal,
    /// SOGo, Cyrus.
    private static let usualTops = ["/", "/remote.php/dav/", "/dav.php/", "/caldav.php/", "/SOGo/dav/", "/dav/"]

    /// Finds the homes.
    ///
    /// - Returns: those that exist; none where the host has neither calendars nor address books.
    /// - Throws: what ends the host.
    func homes() async throws(StoreError) -> Homes {
        var homes = Homes()
        var seen: Set<String> = []
        var refused: StoreError?
        for kind in Self.kinds where homes[kind] == nil {
            let paths = start.path == "/" ? [kind.wellKnownPath] + Self.usualTops : [start.path, kind.wellKnownPath]
            for path in paths where homes[kind] == nil && seen.insert(path).inserted {
                do throws(StoreError) {
                    try await look(at: try address(path), into: &homes)
                } catch {
                    // A server may send clients elsewhere from one address and not from another.
                    guard error.code == .unavailable || error.code == .refused else { throw error }
                    refused = refused ?? error
                }
            }
        }
        if homes == Homes(), let refused, refused.code == .unavailable { throw refused }
        return homes
    }

    private func address(_ path: String) throws(StoreError) -> RemoteAddress {
        do { return try start.resolving(path) } catch { throw StoreError(error) }
    }

    private static let principal = XMLName.dav("current-user-principal")

    /// Takes in what one address tells.
    private func look(at address: RemoteAddress, into homes: inout Homes) async throws(StoreError) {
        let properties = [Self.principal, .dav("resourcetype")] + Self.kinds.map(\.homeSet)
        guard let found = try await self.properties(of: address, properties), let own = found.responses.first else {
            return
        }
        try take(own, of: found, into: &homes)
        if let href = href(own.property(Self.principal)) {
            let principal = try Multistatus.address(of: href, from: found.address)
            if let more = try await self.properties(of: principal, Self.kinds.map(\.homeSet)) {
                for response in more.responses { try take(response, of: more, into: &homes) }
            }
        } else if own.isCollection {
            try await takeMembers(of: found.address, into: &homes)
        }
    }

    private func take(
        _ response: MultistatusResponse, of answer: Multistatus, into homes: inout Homes
    ) throws(StoreError) {
        for kind in Self.kinds where homes[kind] == nil {
            guard let href = href(response.property(kind.homeSet)) else { continue }
            homes[kind] = try asCollection(Multistatus.address(of: href, from: answer.address))
        }
    }

    private func href(_ property: XMLTree?) -> String? {
        guard let text = property?.child(.dav("href"))?.trimmedText, !text.isEmpty else { return nil }
        return text
    }

    private func asCollection(_ address: RemoteAddress) throws(StoreError) -> RemoteAddress {
        guard !address.path.hasSuffix("/") else { return address }
        do { return try RemoteAddress(address.text + "/") } catch { throw StoreError(error) }
    }

    /// A server that knows no principals: the person gave the address of a home.
    private func takeMembers(of address: RemoteAddress, into homes: inout Homes) async throws(StoreError) {
        guard let answer = try await client.propfind(address, depth: .one, [.dav("resourcetype")]) else { return }
        for kind in Self.kinds where homes[kind] == nil {
            let holds = answer.responses.contains { response in
                response.names(below: answer.address)?.count == 1
                    && response.property(.dav("resourcetype"))?.child(kind.resourceType) != nil
            }
            if holds { homes[kind] = try asCollection(answer.address) }
        }
    }

    /// - Returns: `nil` for everything that is no WebDAV resource.
    private func properties(
        of address: RemoteAddress, _ names: [XMLName]
    ) async throws(StoreError) -> Multistatus? {
        let body = XMLTree(.dav("propfind"), children: [XMLTree(.dav("prop"), children: names.map { XMLTree($0) })])
        let headers: HTTPHeaders = ["Depth": "0", "Content-Type": "application/xml; charset=utf-8"]
        let answer = try await client.send(
            HTTPRequest(.propfind, address, headers: headers), body: .bytes(body.document))
        return answer.status == 207 ? try Multistatus(answer.body, from: answer.address) : nil
    }

    /// Opens what was found.
    ///
    /// - Parameter attendees: what becomes of the people events are shared with.
    /// - Throws: what ends the host.
    func stores(attendees: AttendeePolicy) async throws(StoreError) -> [ObjectStore] {
        let homes = try await homes()
        var stores: [ObjectStore] = []
        for kind in Self.kinds {
            guard let home = homes[kind] else { continue }
            stores.append(try await ObjectStore(kind, home: home, client: client, attendees: attendees))
        }
        return stores
    }
}
