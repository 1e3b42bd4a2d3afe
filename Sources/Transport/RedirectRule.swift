/// Where a redirect may lead (RFC 9110 section 15.4). libcurl's own following is off, because it hands custom headers,
/// such as an API key, on to another host.
struct RedirectRule: Sendable {
    static let maximumHops = 5

    /// The origins a request may go to: the host's own and those the person confirmed.
    let allowed: Set<Origin>

    /// Refuses a request to anywhere else: an href in an answer may name any place.
    func check(_ address: RemoteAddress) throws(TransportError) {
        guard allowed.contains(address.origin) else {
            throw TransportError(
                .redirectRefused,
                "\(address.origin) is not the host this account is for; nothing was sent to it. If it belongs to the "
                    + "same hoster, confirm it in the configuration.", origin: address.origin)
        }
    }

    /// What to ask next.
    ///
    /// - Returns: `nil` when the answer is to be handed out as it is.
    /// - Throws: `.redirectRefused` when the host insists on a place that is not allowed or on too many steps,
    ///   `.malformed` for a Location that cannot be read.
    func next(
        after head: ResponseHead, to request: HTTPRequest, hops: Int
    ) throws(TransportError) -> RemoteAddress? {
        switch head.status {
        case 307, 308: break
        // These may turn a method into GET: only what changes nothing is sent on. PROPFIND and REPORT stay what they
        // are, as RFC 6764 section 5 expects of a client.
        case 301, 302, 303: guard request.method.isSafe else { return nil }
        default: return nil
        }
        guard let location = head.headers["Location"] else { return nil }
        guard hops < Self.maximumHops else {
            throw TransportError(
                .redirectRefused, "\(request.address) leads to more than \(Self.maximumHops) redirects.")
        }
        let target: RemoteAddress
        do throws(TransportError) {
            target = try request.address.resolving(location)
        } catch {
            throw TransportError(.malformed, "\(request.address) redirects to an address that cannot be read.")
        }
        try check(target)
        return target
    }
}
