/// Limits for reading XML, and what is taken beside the letter of XML 1.0.
public struct XMLOptions: Sendable {
    /// The most elements inside each other.
    public var maximumDepth = 256
    /// The most bytes of one tag.
    public var maximumTagBytes = 1 << 20
    /// The most attributes of one element.
    public var maximumAttributes = 256
    /// About how many bytes of text one token has; never more than twice as many.
    public var textPiece = 64 << 10
    /// The root elements whose document type is passed over, if it declares nothing itself. What it names is never
    /// fetched. Every other document type is refused, and so no entity can be defined.
    public var documentTypes: Set<String> = []
    /// The entities that are known beside the five predefined ones (XML 1.0 section 4.6).
    public var entities: [String: Unicode.Scalar] = [:]
    /// Whether control characters are taken, which XML does not have (section 2.2), and line ends in text stay as they
    /// are: some services write such characters into names of files.
    public var allowsControlCharacters = false

    /// The limits of a document of no particular kind.
    public init() {}
}
