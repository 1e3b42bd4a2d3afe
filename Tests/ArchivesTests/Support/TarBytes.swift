/// A ustar archive made byte by byte (POSIX.1-1988, section 10.1.1), with pax records where they are wanted.
struct TarBytes {
    private(set) var bytes: [UInt8] = []

    /// Adds a member; names longer than 100 bytes or not ASCII go into a pax record.
    mutating func add(_ name: String, _ content: [UInt8] = [], type: Character = "0", link: String = "", time: Int = 0)
    {
        var short = Array(name.utf8)
        if short.count > 100 || short.contains(where: { $0 >= 0x80 }) {
            let record = paxRecord("path", name)
            append(header(Array("pax".utf8), size: record.count, type: "x", link: "", time: time), record)
            short = Array("replaced".utf8)
        }
        append(header(short, size: content.count, type: type, link: link, time: time), content)
    }

    /// The archive with its end mark.
    var finished: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    private mutating func append(_ header: [UInt8], _ content: [UInt8]) {
        bytes += header + content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    private func header(_ name: [UInt8], size: Int, type: Character, link: String, time: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ value: [UInt8], at offset: Int) {
            header.replaceSubrange(offset..<offset + value.count, with: value)
        }
        func octal(_ number: Int, _ digits: Int) -> [UInt8] {
            let text = String(number, radix: 8)
            return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
        }
        put(name, at: 0)
        put(octal(0o644, 7), at: 100)
        put(octal(0, 7), at: 108)
        put(octal(0, 7), at: 116)
        put(octal(size, 11), at: 124)
        put(octal(time, 11), at: 136)
        put(Array("        ".utf8), at: 148)
        put(Array(String(type).utf8), at: 156)
        put(Array(link.utf8), at: 157)
        put(Array("ustar\u{0}00".utf8), at: 257)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(octal(sum, 6) + [0, 0x20], at: 148)
        return header
    }

    private func paxRecord(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count + 1
        while "\(length)".utf8.count + rest.utf8.count != length { length = "\(length)".utf8.count + rest.utf8.count }
        return Array("\(length)\(rest)".utf8)
    }
}
