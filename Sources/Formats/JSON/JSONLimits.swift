/// How much of a JSON text a reader is willing to hold, against texts that are made to fill memory
/// (RFC 8259 section 9 allows all four).
public struct JSONLimits: Hashable, Sendable {
    /// How deeply arrays and objects may be nested.
    public var depth: Int
    /// How many bytes a string or key may have as it is written, without its quotation marks.
    public var stringBytes: Int
    /// How many characters a number may have.
    public var numberBytes: Int

    /// Sets limits. What is not given is far above what people write and what providers export.
    public init(depth: Int = 512, stringBytes: Int = 16 << 20, numberBytes: Int = 1024) {
        self.depth = depth
        self.stringBytes = stringBytes
        self.numberBytes = numberBytes
    }
}
