import Glibc

/// The memory of this process.
enum Memory {
    /// The most bytes it has had in RAM. Not `ru_maxrss`: that begins with what the parent had.
    static var peak: Int {
        let file = open("/proc/self/status", O_RDONLY)
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = read(file, &buffer, buffer.count)
        let lines = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
        let words = lines.first { $0.hasPrefix("VmHWM:") }?.split(whereSeparator: \.isWhitespace) ?? []
        return words.count == 3 ? (Int(words[1]) ?? .max / 1024) * 1024 : .max
    }
}
