internal import Glibc

/// What a secret may look like on its way in.
enum SecretText {
    static let maximumLength = 65_536

    /// The first line without its end.
    static func firstLine(_ bytes: [UInt8], from place: String) throws(TransportError) -> String {
        var line = bytes.prefix { $0 != 0x0A }
        if line.last == 0x0D { line.removeLast() }
        guard let text = String(validating: line, as: UTF8.self) else {
            throw TransportError(.secret, "What \(place) gives is no UTF-8 text.")
        }
        return text
    }

    /// Everything from a descriptor, up to the limit.
    static func read(_ descriptor: Int32, from place: String) throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count <= maximumLength {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw TransportError(.secret, "\(place) cannot be read.") }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw TransportError(.secret, "\(place) gives more than a secret can be.")
    }
}
