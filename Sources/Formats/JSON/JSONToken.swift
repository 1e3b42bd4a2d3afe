/// What a ``JSONReader`` meets next in a JSON text (RFC 8259 section 2).
///
/// The characters of a key, a string and a number are not part of the token: the reader holds them until it is asked
/// for the next one, so that what nobody wants costs no memory.
public enum JSONToken: Hashable, Sendable {
    /// `{`.
    case beginObject
    /// `}`.
    case endObject
    /// `[`.
    case beginArray
    /// `]`.
    case endArray
    /// The name of a member of an object; its value comes next.
    case key
    /// A string that is a value.
    case string
    /// A number.
    case number
    /// `true`.
    case `true`
    /// `false`.
    case `false`
    /// `null`.
    case null
    /// The bytes so far end in the middle: feed more, or say that there are no more, and ask again.
    case needsBytes
    /// The text has ended and was whole.
    case end
}
