internal import Glibc

/// A name server (RFC 1035) on this machine, over UDP.
public final class NameServer: Sendable {
    /// What it says to a question.
    public enum Answer: Sendable {
        /// These records of the type that was asked for: the data of each.
        case records([[UInt8]])
        /// It cannot answer (SERVFAIL).
        case failure
    }

    /// Where it listens, on 127.0.0.1.
    public let port: UInt16
    private let descriptor: Int32
    private let names = Guarded<[String]>([])

    /// Starts it.
    ///
    /// - Parameter answers: by name and type, such as `_caldavs._tcp.example.org/33`; no other name exists.
    /// - Throws: `ServerFailure` when no port can be had.
    public init(_ answers: [String: Answer]) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Socket.loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
            }
        }
        guard descriptor >= 0, code == 0 else { throw ServerFailure("No port can be had on this machine.") }
        port = UInt16(bigEndian: address.sin_port)
        startThread { [descriptor, names] in
            defer { close(descriptor) }
            while true {
                var question = [UInt8](repeating: 0, count: 512)
                var asker = sockaddr_storage()
                var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
                let sent = withUnsafeMutablePointer(to: &asker) { pointer in
                    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { asker in
                        let count = recvfrom(descriptor, &question, question.count, 0, asker, &length)
                        guard count > 12 else { return false }
                        let (name, answer) = Self.answer(Array(question.prefix(count)), answers)
                        names.change { $0.append(name) }
                        return sendto(descriptor, answer, answer.count, 0, asker, length) == answer.count
                    }
                }
                if !sent { return }
            }
        }
    }

    /// The questions so far, as name and type.
    public var questions: [String] { names.change { $0 } }

    /// Ends it.
    public func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static func answer(_ message: [UInt8], _ answers: [String: Answer]) -> (String, [UInt8]) {
        var labels: [String] = []
        var place = 12
        while place < message.count, message[place] != 0 {
            labels.append(String(decoding: message[(place + 1)...].prefix(Int(message[place])), as: UTF8.self))
            place += 1 + Int(message[place])
        }
        let question = Array(message[12...].prefix(place + 5 - 12))
        let type = question.suffix(4).prefix(2)
        let name = labels.joined(separator: ".") + "/" + type.reduce(0) { $0 << 8 | Int($1) }.description
        let id = Array(message.prefix(2))
        switch answers[name] {
        case .records(let records):
            return (name, reply(id, code: 0, question: question, records.map { (Array(type), $0) }))
        case .failure: return (name, reply(id, code: 2, question: question, []))
        case nil: return (name, reply(id, code: 3, question: question, []))
        }
    }

    /// An answer, each record of which is of the name that was asked for.
    ///
    /// - Parameters:
    ///   - question: name, type and class.
    ///   - records: type and data of each.
    public static func reply(
        _ id: [UInt8] = [0, 1], code: UInt8 = 0, question: [UInt8], _ records: [(type: [UInt8], data: [UInt8])]
    ) -> [UInt8] {
        var message = id + [0x81, 0x80 | code, 0, 1, 0, UInt8(records.count), 0, 0, 0, 0] + question
        for record in records {
            let length = [UInt8(record.data.count >> 8), UInt8(record.data.count & 0xFF)]
            message += [0xC0, 12] + record.type + [0, 1, 0, 0, 0, 60] + length + record.data
        }
        return message
    }

    /// A name as its labels.
    public static func labels(_ name: String) -> [UInt8] {
        name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
    }

    /// The data of an SRV record (RFC 2782).
    public static func service(
        _ target: String, port: UInt16 = 443, priority: UInt16 = 0, weight: UInt16 = 0
    ) -> [UInt8] {
        [priority, weight, port].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + labels(target)
    }

    /// The data of a TXT record (RFC 1035 section 3.3.14).
    public static func text(_ strings: String...) -> [UInt8] {
        strings.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    }
}
