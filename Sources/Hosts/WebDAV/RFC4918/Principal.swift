internal import Hosting
internal import Transport
internal import XML

extension WebDAVClient {
    /// The principal of the user a resource answers to (RFC 5397 section 3).
    ///
    /// - Returns: `nil` when the resource does not exist or the server does not say, as one without accounts.
    func principal(of address: RemoteAddress) async throws(StoreError) -> RemoteAddress? {
        let name = XMLName.dav("current-user-principal")
        guard let answer = try await propfind(address, depth: .zero, [name]) else { return nil }
        for response in answer.responses {
            if let href = response.property(name)?.child(.dav("href"))?.trimmedText, !href.isEmpty {
                return try Multistatus.address(of: href, from: answer.address)
            }
        }
        return nil
    }
}
