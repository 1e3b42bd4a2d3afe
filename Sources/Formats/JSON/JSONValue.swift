/// A JSON value (RFC 8259 section 3) in memory: a part of a text that is small enough.
///
/// A value takes at most some thirty times the bytes it is written with.
public enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number as it is written.
    case number(JSONNumber)
    /// A string; what stands for no character is U+FFFD in it.
    case string(String)
    /// The elements of an array.
    case array([JSONValue])
    /// The members of an object in the order of the text. A name may stand twice.
    case object([Member])

    /// A name and its value in an object.
    public struct Member: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// Puts a name and a value together.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Reads a whole text that is in memory.
    ///
    /// - Throws: why it is not JSON, or goes beyond the limits.
    public static func parse(
        _ text: [UInt8], limits: JSONLimits = JSONLimits()
    ) throws(JSONProblem) -> JSONValue {
        var reader = JSONReader(text, limits: limits)
        let element = try reader.readValue(limit: .max)
        _ = try reader.next()
        guard case .value(let value) = element else { throw JSONProblem(.unexpectedEnd, offset: reader.offset) }
        return value
    }

    /// The value of the last member of that name; `nil` where there is none, or no object.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    /// The string, where it is one.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, where it is one.
    public var number: JSONNumber? { if case .number(let number) = self { number } else { nil } }

    /// The number as an integer, where it is a whole one of 64 bits.
    public var integer: Int64? { number?.integer }

    /// The nearest number a `Double` can hold, where it is a number.
    public var double: Double? { number?.double }

    /// The truth value, where it is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements; none where it is no array.
    public var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }

    /// The members; none where it is no object.
    public var members: [Member] { if case .object(let members) = self { members } else { [] } }
}
