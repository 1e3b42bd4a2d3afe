package import Hosting
package import Transport

extension StoreError {
    /// An error of the network as one of a store.
    package init(_ error: TransportError) {
        let code: Code =
            switch error.code {
            case .unresolvable, .refused, .timedOut, .untrusted, .malformed, .redirectRefused, .connectionLost,
                .system:
                .unavailable
            case .cancelled: .cancelled
            case .source: .source
            case .secret, .notPermitted: .notPermitted
            case .notFound: .notFound
            case .alreadyExists: .alreadyExists
            case .noRoom: .noRoom
            case .invalidRequest, .tooLarge, .rejected: .refused
            }
        self.init(code, error.description)
    }
}
