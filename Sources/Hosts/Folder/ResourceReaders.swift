internal import Hosting

@Sendable func calendarSummary(_ bytes: [UInt8]) -> ResourceSummary? { nil }

@Sendable func cardSummary(_ bytes: [UInt8]) -> ResourceSummary? { nil }
