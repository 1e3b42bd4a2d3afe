/// A pattern for paths and names: `?` is one character, `*` any number of them but `/`, `**` any number of any.
public struct PathPattern: Hashable, Sendable {
    /// As it was written.
    public let text: String
    private let tokens: [Token]

    private enum Token: Hashable {
        case byte(UInt8)
        case character
        case component
        case anything
    }

    /// Reads a pattern; every text is one. A slash at the end does not count.
    public init(_ text: String) {
        self.text = text
        var bytes = Array(text.utf8)
        if bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
        var tokens: [Token] = []
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "?"): tokens.append(.character)
            case UInt8(ascii: "*") where tokens.last == .component: tokens[tokens.count - 1] = .anything
            case UInt8(ascii: "*") where tokens.last == .anything: break
            case UInt8(ascii: "*"): tokens.append(.component)
            default: tokens.append(.byte(byte))
            }
        }
        self.tokens = tokens
    }

    /// Whether the whole of a name fits.
    public func matches(_ name: String) -> Bool { matches(name, below: false) }

    /// Whether a path fits, or lies below one that does.
    public func covers(_ path: String) -> Bool { matches(path, below: true) }

    private func matches(_ text: String, below: Bool) -> Bool {
        var text = text
        return text.withUTF8 { matches($0, below: below) }
    }

    /// Goes through the text once, and back to the last star where something does not fit.
    private func matches(_ text: UnsafeBufferPointer<UInt8>, below: Bool) -> Bool {
        var (position, token) = (0, 0)
        // Where the last star of each kind began, and how far it reaches now.
        var component: (token: Int, end: Int)?
        var anything: (token: Int, end: Int)?
        while true {
            if token == tokens.count {
                if position == text.count || (below && text[position] == UInt8(ascii: "/")) { return true }
            } else if tokens[token] == .component {
                component = (token, position)
                token += 1
                continue
            } else if tokens[token] == .anything {
                (anything, component) = ((token, position), nil)
                token += 1
                continue
            } else if position < text.count, let next = step(token, in: text, at: position) {
                (position, token) = (next, token + 1)
                continue
            }
            if let star = component, star.end < text.count, text[star.end] != UInt8(ascii: "/") {
                component = (star.token, star.end + 1)
                (position, token) = (star.end + 1, star.token + 1)
            } else if let star = anything, star.end < text.count {
                (anything, component) = ((star.token, star.end + 1), nil)
                (position, token) = (star.end + 1, star.token + 1)
            } else {
                return false
            }
        }
    }

    /// The position behind what a token takes at `position`; `nil` when it does not fit.
    private func step(_ token: Int, in text: UnsafeBufferPointer<UInt8>, at position: Int) -> Int? {
        if case .byte(let byte) = tokens[token] { return byte == text[position] ? position + 1 : nil }
        guard text[position] != UInt8(ascii: "/") else { return nil }
        var next = position + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}
