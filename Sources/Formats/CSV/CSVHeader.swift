/// The names of the columns, from the first record of a file.
///
/// Names are compared without regard to the case of letters and to blanks around them: some exports write a blank behind
/// each comma of the header.
public struct CSVHeader: Sendable, Equatable {
    /// The names as they are written, without blanks around them.
    public let names: [String]
    private let places: [String: Int]

    /// Reads a record as a header.
    public init(_ record: CSVRecord) { self.init(record.fields) }

    /// A header of these names.
    public init(_ fields: [String]) {
        names = fields.map { field in
            String(field.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
        var places: [String: Int] = [:]
        for (index, name) in names.enumerated() where places[name.lowercased()] == nil {
            places[name.lowercased()] = index
        }
        self.places = places
    }

    /// The number of the first column of that name; nil when there is none.
    public func column(_ name: String) -> Int? { places[name.lowercased()] }

    /// Whether there are columns of all these names.
    public func contains(_ names: [String]) -> Bool { names.allSatisfy { column($0) != nil } }
}
