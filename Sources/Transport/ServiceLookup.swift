internal import CResolver

/// Asks the system's name servers where a domain has a service (RFC 2782, RFC 6764). Nothing is believed of the answer
/// but its form: a forged one names another host, so whoever asks must let a person confirm it.
public struct ServiceLookup: Sendable {
    /// What DNS knows of a service.
    public enum Answer: Hashable, Sendable {
        /// The address it is at, by HTTPS.
        case found(RemoteAddress)
        /// The domain names no place, or says that it has none.
        case nothing
        /// The name servers did not answer, or with what cannot be read.
        case failed
    }

    /// How long each name server may take.
    private static let seconds: Int32 = 3

    /// A name server on this machine in place of the system's; 0 for those.
    private let port: UInt16

    /// Asks the system's name servers.
    public init() { port = 0 }

    /// Asks a name server on a port of this machine.
    init(port: UInt16) { self.port = port }

    /// Where a service is. Waits for the name servers, some ten seconds at most.
    ///
    /// - Parameters:
    ///   - service: such as `_caldavs`; it must be one of HTTPS.
    ///   - domain: such as `example.org`, ASCII.
    public func place(of service: String, in domain: String) -> Answer {
        let name = "\(service)._tcp.\(domain)"
        switch ask(name, Int32(ns_t_srv.rawValue)) {
        case .failure(let silence): return silence.isAnswer ? .nothing : .failed
        case .success(let message):
            guard let records = message.services() else { return .failed }
            guard let best = ServiceRecord.best(of: records) else { return .nothing }
            return found(best, name)
        }
    }

    private func found(_ record: ServiceRecord, _ name: String) -> Answer {
        // The path is a hint (RFC 6764 section 4): without it the well-known address is asked.
        var path: String?
        if case .success(let message) = ask(name, Int32(ns_t_txt.rawValue)) { path = message.path() }
        let top = "https://\(record.target):\(record.port)"
        for path in [path, "/"].compactMap({ $0 }) {
            if let address = try? RemoteAddress(top + path), address.query == nil { return .found(address) }
        }
        return .failed
    }

    private struct Silence: Error {
        /// Whether a name server said that there is nothing.
        let isAnswer: Bool
    }

    private func ask(_ name: String, _ type: Int32) -> Result<ServiceMessage, Silence> {
        // The most a message over TCP can have (RFC 1035 section 4.2.2).
        var bytes = [UInt8](repeating: 0, count: 65_535)
        let length = degoogle_dns_ask(name, type, port, Self.seconds, &bytes, Int32(bytes.count))
        guard length >= 0 else { return .failure(Silence(isAnswer: length == degoogle_dns_nothing)) }
        return .success(ServiceMessage(Array(bytes.prefix(Int(length)))))
    }
}
