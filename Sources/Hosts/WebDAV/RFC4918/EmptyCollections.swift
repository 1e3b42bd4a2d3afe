internal import Hosting
internal import Transport

extension WebDAVClient {
    /// Removes a collection in which nothing lies.
    ///
    /// DELETE takes everything in a collection with it (RFC 4918 section 9.6.1). So the server must say that this is the
    /// collection and that there is nothing else, whatever else it may be; and it is asked again before each try.
    ///
    /// - Parameters:
    ///   - path: what a person calls it.
    ///   - isRight: whether a response tells of a collection of the kind that is meant.
    func removeEmptyCollection(
        _ address: RemoteAddress, _ path: String, if isRight: (MultistatusResponse) -> Bool
    ) async throws(StoreError) -> CollectionRemoval {
        let mostTries = 5
        for tries in 1...mostTries {
            guard let answer = try await propfind(address, depth: .one, [.dav("resourcetype")]) else { return .removed }
            // A server may put what it has removed into a trash bin with the same address.
            guard let own = answer.own, isRight(own) else { return tries == 1 ? .unsupported : .removed }
            guard answer.responses.allSatisfy({ $0.names(below: answer.address)?.isEmpty == true }) else {
                return .occupied
            }
            if let outcome = try await once(HTTPRequest(.delete, address)).map({ Outcome($0) }),
                tries == mostTries || !RetryPolicy.retriedStatuses.contains(outcome.status)
            {
                guard let own = try await propfind(address, depth: .zero, [.dav("resourcetype")])?.own, isRight(own)
                else { return .removed }
                guard !outcome.isSuccess else { return .unsupported }
                throw outcome.error(trying: "remove the folder \(path)")
            }
            do { try await timing.sleep(.milliseconds(500 << tries)) } catch {
                throw StoreError(.cancelled, "the run was stopped while it removed \(path)")
            }
        }
        throw StoreError(.unavailable, "\(address.origin) does not answer when \(path) is to be removed")
    }
}
