internal import CResolver

/// Where a domain has a service (RFC 2782).
struct ServiceRecord: Hashable, Sendable {
    let priority: UInt16
    let weight: UInt16
    let port: UInt16
    /// A host name; empty where the domain says that it has no such service.
    let target: String

    /// The one to use. RFC 2782 draws lots by weight to spread the load; what is written into a configuration must be
    /// the same each time, so the heaviest wins.
    ///
    /// - Returns: `nil` when there is none.
    static func best(of records: [ServiceRecord]) -> ServiceRecord? {
        records.filter { !$0.target.isEmpty && $0.port > 0 }.min { one, other in
            (one.priority, other.weight, one.target, one.port) < (other.priority, one.weight, other.target, other.port)
        }
    }
}

/// An answer of a name server (RFC 1035 section 4), read by the system's library.
struct ServiceMessage {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Its SRV records.
    ///
    /// - Returns: `nil` when one cannot be read, or names what is no host name.
    func services() -> [ServiceRecord]? {
        guard let found = records(Int32(ns_t_srv.rawValue)) else { return nil }
        var services: [ServiceRecord] = []
        for data in found {
            guard data.count > 6, let target = name(at: data.lowerBound + 6) else { return nil }
            services.append(
                ServiceRecord(
                    priority: number(at: data.lowerBound), weight: number(at: data.lowerBound + 2),
                    port: number(at: data.lowerBound + 4), target: target))
        }
        return services
    }

    /// The path of its TXT records (RFC 6764 section 4): the first `path=`, in the form of RFC 6763 section 6.
    func path() -> String? {
        for data in records(Int32(ns_t_txt.rawValue)) ?? [] {
            var rest = bytes[data]
            while let length = rest.popFirst(), length <= rest.count {
                let text = String(decoding: rest.prefix(Int(length)), as: UTF8.self)
                rest = rest.dropFirst(Int(length))
                guard text.lowercased().hasPrefix("path=") else { continue }
                let path = text.dropFirst("path=".count)
                return path.hasPrefix("/") ? String(path) : nil
            }
        }
        return nil
    }

    /// Where the data of the records of one type lie.
    private func records(_ type: Int32) -> [Range<Int>]? {
        let count = degoogle_dns_count(bytes, Int32(bytes.count))
        guard count >= 0 else { return nil }
        var found: [Range<Int>] = []
        for index in 0..<count {
            var (start, size): (Int32, Int32) = (0, 0)
            let kind = degoogle_dns_record(bytes, Int32(bytes.count), index, &start, &size)
            guard kind >= 0 else { return nil }
            // An alias on the way (CNAME) is no record of the service.
            if kind == type { found.append(Int(start)..<Int(start + size)) }
        }
        return found
    }

    private func number(at place: Int) -> UInt16 { UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1]) }

    /// The host name that begins at a place.
    ///
    /// - Returns: empty for the root; `nil` for what is none.
    private func name(at place: Int) -> String? {
        var text = [CChar](repeating: 0, count: Int(NS_MAXDNAME))
        guard degoogle_dns_name(bytes, Int32(bytes.count), Int32(place), &text, Int32(text.count)) > 0 else {
            return nil
        }
        let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let isPlain = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == 0x2D || byte == 0x2E || byte == 0x5F
        }
        return isPlain ? (name == "." ? "" : name) : nil
    }
}
