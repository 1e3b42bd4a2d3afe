/// A property in which what a host holds differs from what the export has. It holds no value: values are a person's own.
public struct PropertyDifference: Hashable, Sendable, Codable {
    /// What an update does to the property.
    public enum Change: String, Hashable, Sendable, Codable, CaseIterable {
        /// The host gets it.
        case added
        /// The host loses it.
        case removed
        /// The host gets another value of it.
        case changed
    }

    /// Its name (RFC 5545, RFC 6350), or that of a whole component.
    public let property: String
    /// The component it is in, components separated by `/`, where it is not the event, task or contact itself: `VALARM`;
    /// `OVERRIDE` is one recurrence of its own (RECURRENCE-ID).
    public let component: String?
    /// What an update does to it.
    public let change: Change

    /// Describes a difference.
    public init(_ property: String, in component: String? = nil, _ change: Change) {
        self.property = property
        self.component = component
        self.change = change
    }

    /// Component and name: `VALARM/TRIGGER`.
    public var path: String { component.map { "\($0)/\(property)" } ?? property }
}
