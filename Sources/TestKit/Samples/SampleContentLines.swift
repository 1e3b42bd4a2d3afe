/// Content lines of RFC 5545 section 3.1 and RFC 2426 section 2.6, folded as Google folds: at 75 octets, even inside a
/// UTF-8 character.
struct SampleContentLines {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ line: String) {
        var room = 75
        for byte in line.utf8 {
            if room == 0 {
                bytes.append(contentsOf: [13, 10, 32])
                room = 74
            }
            bytes.append(byte)
            room -= 1
        }
        bytes.append(contentsOf: [13, 10])
    }

    mutating func add(_ lines: [String]) {
        for line in lines { add(line) }
    }

    /// `text` as a TEXT value, RFC 5545 section 3.3.11.
    static func escaped(_ text: String) -> String {
        var value = ""
        for character in text {
            switch character {
            case "\\", ";", ",": value += "\\\(character)"
            case "\n": value += "\\n"
            default: value.append(character)
            }
        }
        return value
    }
}
