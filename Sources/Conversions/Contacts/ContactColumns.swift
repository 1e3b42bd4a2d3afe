internal import CSV

/// What the columns of a contact list are, by their names, in any order.
struct ContactColumns: Sendable {
    /// Columns that belong together: `Phone 1 - Label` and `Phone 1 - Value`.
    struct Group: Sendable {
        let kind: String
        /// The column of each part, by the name of the part in lower case.
        var parts: [String: Int] = [:]
    }

    /// The columns that stand alone, in their order.
    private(set) var fields: [(column: Int, field: ContactField)] = []
    /// The groups of Google's lists, in the order of their first columns.
    private(set) var groups: [Group] = []
    /// The columns nothing is known of.
    private(set) var unknown: [Int] = []
    /// Their names.
    let names: [String]
    /// Whether the names are those of English programs, which write the month before the day.
    private(set) var isEnglish = false

    /// The most columns of a contact list; Outlook has some ninety.
    private static let limit = 1000

    /// Understands a header. Nothing is known of one with too many columns, which so is no contact list's.
    init(_ header: CSVHeader) {
        names = header.names
        isEnglish = ["First Name", "Given Name", "Last Name"].contains { header.column($0) != nil }
        guard names.count <= Self.limit else { return }
        let lower = names.map { $0.lowercased() }
        var seen: Set<String> = []
        var places: [String: Int] = [:]
        for (column, name) in lower.enumerated() {
            if let (key, kind, part) = Self.group(name) {
                if let place = places[key] {
                    groups[place].parts[part] = column
                } else {
                    places[key] = groups.count
                    groups.append(Group(kind: kind, parts: [part: column]))
                }
            } else if let field = Self.field(name, isSecond: !seen.insert(name).inserted, among: lower) {
                fields.append((column, field))
            } else {
                unknown.append(column)
            }
        }
    }

    /// Whether it is a list of contacts: it has a name and a way to reach a person, or is Google's.
    var isContactList: Bool {
        let isNamed = fields.contains { $0.field.isName }
        let isReached =
            fields.contains { $0.field.isReach } || groups.contains { $0.kind == "e-mail" || $0.kind == "phone" }
        return isNamed && isReached && fields.count + groups.count >= 3
    }

    private static func field(_ name: String, isSecond: Bool, among names: [String]) -> ContactField? {
        if isSecond { return ContactColumnNames.second[name] }
        if let field = ContactColumnNames.firstOfTwo[name], names.count(where: { $0 == name }) > 1 { return field }
        return ContactColumnNames.fields[name]
    }

    /// The parts of a name like `phone 1 - value`.
    private static func group(_ name: String) -> (key: String, kind: String, part: String)? {
        guard let dash = name.firstRange(of: " - ") else { return nil }
        let head = name[..<dash.lowerBound]
        guard let space = head.lastIndex(of: " "), let number = Int(head[head.index(after: space)...]) else {
            return nil
        }
        let kind = head[..<space].trimmed
        guard kinds.contains(kind) else { return nil }
        return ("\(kind) \(number)", kind, name[dash.upperBound...].trimmed)
    }

    private static let kinds: Set<String> = [
        "e-mail", "email", "phone", "address", "website", "event", "relation", "custom field", "im", "organization",
        "external id", "jot", "calendar link", "instant message",
    ]
}
