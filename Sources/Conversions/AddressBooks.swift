public import Items
public import VCard

/// The cards of address books that several files make together: collections join by name, so that a UID made from the
/// name of a contact has to be one contact's in all of them.
public struct AddressBooks: Sendable {
    private var books: [String: CardItems] = [:]

    /// Starts with no address book.
    public init() {}

    /// The item of a card.
    ///
    /// - Parameters:
    ///   - name: the address book it is in.
    ///   - source: the entry the card was read from.
    public mutating func item(of card: Card, in name: String, from source: EntryReference) -> Item {
        books[name, default: CardItems(in: ItemCollection(.addressBook, name: name))].item(of: card, from: source)
    }

    /// What was mended so far, with the address book as its place.
    public var findings: [Finding] {
        books.sorted { $0.key.precedesInBytes($1.key) }.flatMap { $0.value.findings(place: $0.key) }
    }
}
