public import Transport

/// What a person has who knows no URL: a mailbox or a domain, `zoe@example.org` or `example.org` (RFC 6764 section 6).
public struct AccountAddress: Hashable, Sendable {
    /// What it stands for where DNS names no other place: the domain by HTTPS.
    public let top: RemoteAddress
    /// The user name to try: the whole mailbox, as RFC 6764 section 6 wants.
    public let user: String?

    /// Reads one.
    ///
    /// - Returns: `nil` for everything else, such as a URL.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let domain = parts.last, parts.count == 1 || parts.first?.isEmpty == false else { return nil }
        let isName = domain.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x2E
        }
        guard isName, domain.contains("."), let top = try? RemoteAddress("https://\(domain)/") else { return nil }
        guard !text.contains(":"), !text.contains("/") else { return nil }
        self.top = top
        user = parts.count == 2 ? text : nil
    }

    /// Where the calendars and address books of a domain are, as far as DNS says.
    public enum Place: Hashable, Sendable {
        /// At the domain itself, from this address on.
        case own(RemoteAddress)
        /// At these addresses elsewhere. A secret may only go there when the person says so: DNS can be forged.
        case elsewhere([RemoteAddress])
        /// No name server answered. The domain may have what is looked for all the same.
        case unanswered
    }

    /// Asks for the place. Waits for the name servers.
    ///
    /// - Parameter lookup: what asks.
    public func place(_ lookup: ServiceLookup) -> Place {
        var found: [RemoteAddress] = []
        for service in ["_caldavs", "_carddavs"] {
            switch lookup.place(of: service, in: top.origin.host) {
            case .found(let address): if !found.contains(address) { found.append(address) }
            case .nothing: break
            case .failed: if found.isEmpty { return .unanswered }
            }
        }
        let own = found.filter { $0.origin == top.origin }
        guard own.count == found.count else {
            // From one address of an origin the rest of it is found.
            var origins: Set<Origin> = []
            return .elsewhere(found.filter { origins.insert($0.origin).inserted })
        }
        return .own(own.first ?? top)
    }
}
