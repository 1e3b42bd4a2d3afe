internal import ContentLines
internal import ICalendar
public import Items
internal import VCard

/// Compares converted items by what they mean.
///
/// What servers rewrite does not count: the lists of it, each line with its reason, are `ComparisonRules` for calendar
/// objects and `CardComparison` for cards.
public enum ConvertedComparison {
    /// The properties in which an item at a host differs from the one of the export.
    ///
    /// - Parameters:
    ///   - held: the bytes at the host.
    ///   - wanted: the bytes an importer gave.
    /// - Returns: in the order of their names; empty when both mean the same; `nil` for a file, and when `held` cannot
    ///   be read as one item of the kind.
    public static func differences(
        _ kind: ItemKind, held: [UInt8], wanted: [UInt8]
    ) -> [PropertyDifference]? {
        guard let old = canonical(kind, held), let new = canonical(kind, wanted) else { return nil }
        return CanonicalDifference.between(old, new).map { difference in
            let change: PropertyDifference.Change =
                switch difference.change {
                case .added: .added
                case .removed: .removed
                case .changed: .changed
                }
            let component = difference.path.isEmpty ? nil : difference.path.joined(separator: "/")
            return PropertyDifference(difference.name, in: component, change)
        }
    }

    private static func canonical(_ kind: ItemKind, _ bytes: [UInt8]) -> [UInt8]? {
        switch kind {
        case .file, .note, .attachment: return nil
        case .event, .task, .journal, .freeBusy: return CalendarResourceSummary.read(bytes)?.comparisonBytes
        case .contact:
            let cards = CardSplitter.split(bytes).cards
            return cards.count == 1 ? cards[0].comparisonBytes : nil
        }
    }
}
