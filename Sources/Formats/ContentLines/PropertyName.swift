/// The name of a property or parameter: kept as written, equal without regard to case.
///
/// RFC 5545 section 1.3 and RFC 6350 section 3.3 make names case-insensitive. Only ASCII letters are folded, because
/// names are made of ASCII letters, digits and hyphens.
public struct PropertyName: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The name as it was written.
    public let text: String

    /// A name from its text.
    public init(_ text: String) {
        self.text = text
    }

    /// A name written in source code.
    public init(stringLiteral value: String) {
        text = value
    }

    /// The name as it was written.
    public var description: String { text }

    /// Whether two names are the same but for the case of ASCII letters.
    public static func == (left: PropertyName, right: PropertyName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8) { ASCII.upper($0) == ASCII.upper($1) }
    }

    /// Feeds the upper-case form, so that equal names hash alike.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 {
            hasher.combine(ASCII.upper(byte))
        }
        hasher.combine(0xFF as UInt8)
    }
}
