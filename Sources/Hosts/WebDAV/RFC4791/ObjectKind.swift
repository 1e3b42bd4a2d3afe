internal import Hosting
internal import ICalendar
internal import VCard
internal import XML

/// What tells calendars (RFC 4791) from address books (RFC 6352), which is modelled on it.
struct ObjectKind: Sendable {
    let service: StoreService
    /// The element of DAV:resourcetype that its collections have.
    let resourceType: XMLName
    /// The property of a principal that says where its collections are.
    let homeSet: XMLName
    /// Where a server without a principal at its top sends clients to (RFC 6764 section 5).
    let wellKnownPath: String
    /// The element of a report that asks for and gives the content.
    let data: XMLName
    /// The report for the content of several resources.
    let multiget: XMLName
    /// The property of a collection that says how large a resource may be.
    let maximumSize: XMLName
    /// The media type of a resource.
    let contentType: String
    /// What a person calls one resource.
    let word: String
    /// The UID and canonical form; `nil` for what is no such resource.
    let read: ResourceSummary.Reader

    static let calendars = ObjectKind(
        service: .calendars, resourceType: .calDAV("calendar"), homeSet: .calDAV("calendar-home-set"),
        wellKnownPath: "/.well-known/caldav", data: .calDAV("calendar-data"), multiget: .calDAV("calendar-multiget"),
        maximumSize: .calDAV("max-resource-size"), contentType: "text/calendar; charset=utf-8",
        word: "calendar object"
    ) { bytes in
        CalendarResourceSummary.read(bytes).map { ResourceSummary(uid: $0.uid, comparisonBytes: $0.comparisonBytes) }
    }

    static let contacts = ObjectKind(
        service: .contacts, resourceType: .cardDAV("addressbook"), homeSet: .cardDAV("addressbook-home-set"),
        wellKnownPath: "/.well-known/carddav", data: .cardDAV("address-data"),
        multiget: .cardDAV("addressbook-multiget"), maximumSize: .cardDAV("max-resource-size"),
        contentType: "text/vcard; charset=utf-8", word: "card"
    ) { bytes in
        let cards = CardSplitter.split(bytes).cards
        guard let card = cards.first, cards.count == 1 else { return nil }
        return ResourceSummary(uid: card.uid, comparisonBytes: card.comparisonBytes)
    }
}

extension XMLName {
    /// A name of RFC 4791.
    static func calDAV(_ local: String) -> XMLName { XMLName("urn:ietf:params:xml:ns:caldav", local) }

    /// A name of RFC 6352.
    static func cardDAV(_ local: String) -> XMLName { XMLName("urn:ietf:params:xml:ns:carddav", local) }
}
