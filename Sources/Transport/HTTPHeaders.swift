/// The fields of a header section in their order (RFC 9110 section 5): names compare without case, a name may occur
/// more than once.
public struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// Name and value as they were written.
    public private(set) var fields: [Field] = []

    /// One field line.
    public struct Field: Hashable, Sendable {
        /// The name as written.
        public let name: String
        /// The value without the white space around it.
        public let value: String
    }

    /// No fields.
    public init() {}

    /// Fields in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    /// The first value of a name. Setting replaces every value of it; `nil` removes them.
    public subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { add(name, newValue) }
        }
    }

    /// Every value of a name, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Adds a field after the others.
    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Refuses what could be read as another header (RFC 9110 section 5.5, RFC 9112 section 11.1).
    func check() throws(TransportError) {
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(HTTPMethod.isTokenByte) else {
                throw TransportError(.invalidRequest, "A header has a name that is no token.")
            }
            guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                throw TransportError(
                    .invalidRequest, "The header \(field.name) holds a line break or another control character.")
            }
        }
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && zip(left.utf8, right.utf8).allSatisfy { lowercased($0) == lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}

extension HTTPHeaders: CustomStringConvertible, CustomReflectable {
    /// The names only: a value may be a token.
    public var description: String { "[" + fields.map(\.name).joined(separator: ", ") + "]" }

    /// The names only.
    public var customMirror: Mirror { Mirror(self, children: [("names", fields.map(\.name))]) }
}

extension HTTPHeaders.Field: CustomStringConvertible, CustomReflectable {
    /// The name only: the value may be a token.
    public var description: String { name }

    /// The names only.
    public var customMirror: Mirror { Mirror(self, children: [("name", name)]) }
}
