internal import Glibc

/// A TCP connection on this machine, with a buffer for reading.
final class Socket {
    let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0

    /// Takes over an open descriptor. Closing is for whoever opened it.
    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Connects to a port of this machine; `nil` when nobody listens.
    static func connect(port: UInt16) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = loopback(port: port)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// Some bytes, at most `limit`; empty at the end or when the connection broke.
    func read(atMost limit: Int = 65_536) -> [UInt8] {
        if position < buffer.count {
            let end = min(buffer.count, position + limit)
            defer { position = end }
            return Array(buffer[position..<end])
        }
        return [UInt8](unsafeUninitializedCapacity: limit) { memory, count in
            count = max(0, recv(descriptor, memory.baseAddress, memory.count, 0))
        }
    }

    /// Bytes up to and including an empty line, or a line when `single`; `nil` when the connection ends before.
    func readHead(single: Bool = false) -> [UInt8]? {
        let ending: [UInt8] = single ? [0x0D, 0x0A] : [0x0D, 0x0A, 0x0D, 0x0A]
        var found: [UInt8] = []
        while found.count < 1 << 20 {
            let piece = read(atMost: 65_536)
            if piece.isEmpty { return nil }
            let searchFrom = max(0, found.count - ending.count)
            found += piece
            if let end = Self.end(of: ending, in: found, from: searchFrom) {
                giveBack(Array(found[end...]))
                return Array(found[..<end])
            }
        }
        return nil
    }

    private static func end(of ending: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= ending.count else { return nil }
        for index in start...(bytes.count - ending.count)
        where bytes[index] == ending[0] && bytes[index..<(index + ending.count)].elementsEqual(ending) {
            return index + ending.count
        }
        return nil
    }

    private func giveBack(_ bytes: [UInt8]) {
        buffer = bytes + buffer[position...]
        position = 0
    }

    /// Sends everything.
    ///
    /// - Returns: `false` when the connection broke.
    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { memory in
            var sent = 0
            while sent < memory.count {
                guard let start = memory.baseAddress else { return true }
                let count = send(descriptor, start + sent, memory.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// Makes the closing a reset, as a crashed server's is.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}
