/// The versions of the vCard format.
public enum CardVersion: String, Sendable, Hashable {
    /// vCard 2.1, The Electronic Business Card, versit Consortium 1996.
    case v21 = "2.1"
    /// vCard 3.0, RFC 2426.
    case v30 = "3.0"
    /// vCard 4.0, RFC 6350.
    case v40 = "4.0"
}

/// Where the photo of a card is.
public enum CardPhoto: Sendable, Hashable {
    /// In the card.
    case inline
    /// At a URI. It is never fetched.
    case uri(String)
}
