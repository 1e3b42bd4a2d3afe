internal import Items

/// What an update changes, in words: `changed SUMMARY, VALARM/TRIGGER; added LOCATION`.
enum DifferenceText {
    /// How many properties are named.
    private static let shownNames = 12

    static func words(_ differences: [PropertyDifference]) -> String {
        guard !differences.isEmpty else { return "nothing that has a meaning" }
        var rest = shownNames
        var parts: [String] = []
        for change in [PropertyDifference.Change.changed, .added, .removed] {
            let names = differences.filter { $0.change == change }.map { DisplayText.safe($0.path) }
            let shown = names.prefix(rest)
            rest -= shown.count
            if !shown.isEmpty { parts.append("\(change.rawValue) \(shown.joined(separator: ", "))") }
        }
        if differences.count > shownNames { parts.append("and \(Amount.count(differences.count - shownNames)) more") }
        return parts.joined(separator: "; ")
    }
}
