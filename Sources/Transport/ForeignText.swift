/// Text a server or library gave, made fit for a sentence: printable ASCII, no longer than a line.
enum ForeignText {
    /// - Parameter limit: the most characters to keep.
    static func printable(_ text: some Sequence<UInt8>, limit: Int = 160) -> String {
        var result = ""
        for byte in text {
            guard result.utf8.count < limit else { return result + "..." }
            result.unicodeScalars.append((0x20...0x7E).contains(byte) ? Unicode.Scalar(byte) : "?")
        }
        return result
    }
}
