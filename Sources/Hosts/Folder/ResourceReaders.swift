internal import Hosting
internal import ICalendar
internal import VCard

/// Reads a calendar object resource; `nil` for a file that is not exactly one.
@Sendable func calendarSummary(_ bytes: [UInt8]) -> ResourceSummary? {
    CalendarResourceSummary.read(bytes).map { ResourceSummary(uid: $0.uid, comparisonBytes: $0.comparisonBytes) }
}

/// Reads a card; `nil` for a file that is not exactly one.
@Sendable func cardSummary(_ bytes: [UInt8]) -> ResourceSummary? {
    let cards = CardSplitter.split(bytes).cards
    guard let card = cards.first, cards.count == 1 else { return nil }
    return ResourceSummary(uid: card.uid, comparisonBytes: card.comparisonBytes)
}
