internal import ContentLines
internal import JSON
internal import Timestamps

/// Turns an address book into vCards 3.0 (RFC 2426).
struct AddressBookConversion {
    /// The cards, one behind the other.
    private(set) var cards: [UInt8] = []
    /// Whether the file has more than is in the cards.
    private(set) var leavesOut = false

    /// Whether there is no contact.
    var isEmpty: Bool { cards.isEmpty }

    /// - Parameter value: the file, mended.
    init(_ value: JSONValue) {
        for member in value.members {
            guard member.name == "address_book_v2" || member.name == "address_book" else {
                leavesOut = true
                continue
            }
            // Older files have the list itself.
            let list = member.value["address_book"]?.elements ?? member.value.elements
            for contact in list { add(contact) }
        }
    }

    private mutating func add(_ contact: JSONValue) {
        let name = contact["name"]?.string ?? ""
        let points = (contact["details"]?.elements ?? []).compactMap { $0["contact_point"]?.string }
            .filter { !$0.isEmpty }
        guard let shown = name.isEmpty ? points.first : name else {
            leavesOut = true
            return
        }
        line("BEGIN", "VCARD")
        line("VERSION", "3.0")
        cards += ContentLineBuilder("FN").line(text: shown)
        // The export does not say which word is which.
        cards += ContentLineBuilder("N").line(value: TextValue.escape(shown) + Array(";;;;".utf8))
        for point in points {
            cards += ContentLineBuilder(point.contains("@") ? "EMAIL" : "TEL").line(text: point)
        }
        if let time = contact["updated_timestamp"]?.integer, (1..<253_402_300_800).contains(time) {
            line("REV", UTCTime.text(of: time))
        }
        line("END", "VCARD")
        for member in contact.members where !Self.known.contains(member.name) { leavesOut = true }
    }

    private mutating func line(_ name: PropertyName, _ value: String) {
        cards += ContentLineBuilder(name).line(value: Array(value.utf8))
    }

    private static let known: Set<String> = ["name", "details", "created_timestamp", "updated_timestamp"]
}
