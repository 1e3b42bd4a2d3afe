import Hosting
import ICalendar
import VCard

@Sendable func calendarReader(_ bytes: [UInt8]) -> ResourceSummary? {
    CalendarResourceSummary.read(bytes).map { ResourceSummary(uid: $0.uid, comparisonBytes: $0.comparisonBytes) }
}

@Sendable func cardReader(_ bytes: [UInt8]) -> ResourceSummary? {
    let cards = CardSplitter.split(bytes).cards
    return cards.count == 1
        ? cards.first.map { ResourceSummary(uid: $0.uid, comparisonBytes: $0.comparisonBytes) } : nil
}
