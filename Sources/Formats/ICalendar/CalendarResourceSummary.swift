/// What is needed to compare a stored `.ics` file with a resource about to be written.
public struct CalendarResourceSummary: Sendable, Equatable {
    /// The UID of the components.
    public let uid: String
    /// The name of the components in upper case.
    public let componentName: String
    /// The content in canonical form; see `ComparisonRules`.
    public let comparisonBytes: [UInt8]

    /// Reads a stored calendar object. Gives nil if it is not exactly one calendar object resource.
    public static func read(_ bytes: [UInt8]) -> CalendarResourceSummary? {
        let resources = CalendarSplitter.split(bytes).resources
        guard resources.count == 1 else { return nil }
        return CalendarResourceSummary(
            uid: resources[0].uid, componentName: resources[0].componentName,
            comparisonBytes: resources[0].comparisonBytes)
    }
}
