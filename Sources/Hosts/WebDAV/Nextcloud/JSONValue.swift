internal import Foundation

/// JSON (RFC 8259) of which only a few values are of interest.
enum JSONValue: Sendable, Hashable, Decodable {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    case number(Double)
    case bool(Bool)
    case null

    /// Reads a document.
    ///
    /// - Returns: `nil` for what is no JSON.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// A member of an object.
    subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// A string, or a number as PHP may write one for the other.
    var text: String? {
        switch self {
        case .string(let text): text
        case .number(let number): Int64(exactly: number).map(String.init) ?? String(number)
        default: nil
        }
    }

    /// A truth value; ownCloud writes it as a string.
    var flag: Bool? {
        switch self {
        case .bool(let value): value
        case .string(let text): text == "true"
        default: nil
        }
    }

    /// A whole number that is not negative.
    var count: UInt64? { text.flatMap { UInt64($0) } }

    /// The strings of an array.
    var texts: [String] { if case .array(let values) = self { values.compactMap(\.text) } else { [] } }
}
