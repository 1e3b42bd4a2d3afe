internal import CSV
internal import ContentLines

/// Puts the values of one row into a card.
struct ContactRow {
    let columns: ContactColumns
    let order: ContactDate.Order
    /// Columns that had a value no property holds.
    private(set) var remarked: Set<String> = []
    /// How many dates could not be read.
    private(set) var unreadDates = 0
    /// How many photos stay at their address.
    private(set) var photos = 0
    private var draft = ContactDraft()

    init(_ columns: ContactColumns, order: ContactDate.Order) {
        self.columns = columns
        self.order = order
    }

    /// The card of a row.
    mutating func draft(of record: CSVRecord) -> ContactDraft {
        draft = ContactDraft()
        var addresses: [(label: ContactLabel, parts: [AddressPart: String])] = []
        var birth: [Int?] = [nil, nil, nil]
        var fillers: [(column: Int, value: String)] = []
        for (column, field) in columns.fields {
            let value = record[column].trimmed
            if value.isEmpty { continue }
            switch field {
            case .address(let label, let part):
                if let place = addresses.firstIndex(where: { $0.label == label && $0.parts[part] == nil }) {
                    addresses[place].parts[part] = value
                } else {
                    addresses.append((label, [part: value]))
                }
            case .birthYear: birth[0] = Int(value)
            case .birthMonth: birth[1] = Int(value)
            case .birthDay: birth[2] = Int(value)
            case .filler: fillers.append((column, value))
            default: add(value, field, column)
            }
        }
        for (label, parts) in addresses { draft.addAddress(parts, label) }
        addBirth(birth, record)
        for group in columns.groups { add(group, record) }
        for column in columns.unknown {
            let value = record[column].trimmed
            if !value.isEmpty { remark(columns.names[column], value) }
        }
        // A row with more fields than the header has names.
        for column in columns.names.count..<max(columns.names.count, record.count) {
            let value = record[column].trimmed
            if !value.isEmpty { remark("Column \(column + 1)", value) }
        }
        for (column, value) in fillers where !isFilling(value) { remark(columns.names[column], value) }
        return draft
    }

    private mutating func add(_ value: String, _ field: ContactField, _ column: Int) {
        switch field {
        case .formattedName: draft.formattedName = value
        case .family: draft.name[0] = value
        case .given: draft.name[1] = value
        case .middle: draft.name[2] = value
        case .prefix: draft.name[3] = value
        case .suffix: draft.name[4] = value
        case .nickname: draft.nickname = value
        case .fileAs: draft.addText("X-FILE-AS", value)
        case .phoneticGiven: draft.addText("X-PHONETIC-FIRST-NAME", value)
        case .phoneticMiddle: draft.addText("X-PHONETIC-MIDDLE-NAME", value)
        case .phoneticFamily: draft.addText("X-PHONETIC-LAST-NAME", value)
        case .organization: draft.organization = value
        case .department: draft.department = value
        case .jobTitle: draft.addText("TITLE", value)
        case .role: draft.addText("ROLE", value)
        case .note: draft.note += draft.note.isEmpty ? value : "\n\(value)"
        case .categories: draft.addCategories(Self.categories(value))
        case .photo: addPhoto(value, column)
        case .birthday: addDate(value, columns.names[column]) { $0.addBirthday($1) }
        case .anniversary:
            addDate(value, columns.names[column]) { $0.addDate($1, .text("_$!<Anniversary>!$_")) }
        case .email(let label): for part in Self.values(value) { draft.addEmail(part, label) }
        case .phone(let label): for part in Self.values(value) { draft.addPhone(part, label) }
        case .website(let label): for part in Self.values(value) { draft.addWebsite(part, label) }
        case .relation(let label): for part in Self.values(value) { draft.addRelation(part, label) }
        case .chat(let service): draft.addChat(value, service: service)
        case .custom(let name): draft.addCustom(value, name: name)
        case .address, .birthYear, .birthMonth, .birthDay, .filler: break
        }
    }

    private mutating func add(_ group: ContactColumns.Group, _ record: CSVRecord) {
        func text(_ part: String) -> String { group.parts[part].map { record[$0].trimmed } ?? "" }
        let written = text("label").isEmpty ? text("type") : text("label")
        let value = text("value")
        switch group.kind {
        case "e-mail", "email":
            for part in Self.values(value) { draft.addEmail(part, ContactLabel(written, of: .email)) }
        case "phone": for part in Self.values(value) { draft.addPhone(part, ContactLabel(written, of: .phone)) }
        case "website": for part in Self.values(value) { draft.addWebsite(part, ContactLabel(written, of: .website)) }
        case "relation":
            for part in Self.values(value) { draft.addRelation(part, ContactLabel(written, of: .relation)) }
        case "event":
            let label = ContactLabel(written, of: .event)
            for part in Self.values(value) { addDate(part, written) { $0.addDate($1, label) } }
        case "address": addAddresses(group, record, ContactLabel(written, of: .address))
        case "custom field": for part in Self.values(value) { draft.addCustom(part, name: written) }
        case "im", "instant message":
            for part in Self.values(value) { draft.addChat(part, service: text("service")) }
        case "organization": addOrganization(group, record)
        default: if !value.isEmpty { remark(written.isEmpty ? group.kind : "\(group.kind) (\(written))", value) }
        }
    }

    private mutating func addAddresses(
        _ group: ContactColumns.Group, _ record: CSVRecord, _ label: ContactLabel
    ) {
        // Two addresses of one label stand in the same cells; each cell has a part of both.
        var addresses: [[AddressPart: String]] = []
        for (name, part) in Self.addressParts {
            guard let column = group.parts[name] else { continue }
            for (place, value) in record[column].components(at: Self.separator).enumerated() {
                while addresses.count <= place { addresses.append([:]) }
                let text = value.trimmed
                if !text.isEmpty { addresses[place][part] = text }
            }
        }
        for parts in addresses where !parts.isEmpty { draft.addAddress(parts, label) }
    }

    private mutating func addOrganization(_ group: ContactColumns.Group, _ record: CSVRecord) {
        for (name, column) in group.parts.sorted(by: { $0.value < $1.value }) {
            let value = record[column].trimmed
            if value.isEmpty { continue }
            switch name {
            case "name" where draft.organization.isEmpty: draft.organization = value
            case "department" where draft.department.isEmpty: draft.department = value
            case "title": draft.addText("TITLE", value)
            case "job description": draft.addText("ROLE", value)
            case "type": break
            default: remark(columns.names[column], value)
            }
        }
    }

    private mutating func addPhoto(_ value: String, _ column: Int) {
        guard value.hasPrefix("https://") || value.hasPrefix("http://") else {
            return remark(columns.names[column], value)
        }
        photos += 1
        draft.addPhoto(value)
    }

    private mutating func addDate(
        _ value: String, _ name: String, _ add: (inout ContactDraft, ContactDate) -> Void
    ) {
        if ContactDate.isEmpty(value) { return }
        if let date = ContactDate(value, order) {
            add(&draft, date)
        } else {
            unreadDates += 1
            draft.addRemark(name, value)
        }
    }

    /// The birthday of Thunderbird, which has three columns for it.
    private mutating func addBirth(_ birth: [Int?], _ record: CSVRecord) {
        if let month = birth[1], let day = birth[2], let date = ContactDate(year: birth[0], month: month, day: day) {
            draft.addBirthday(date)
        } else if birth.contains(where: { $0 != nil && $0 != 0 }) {
            unreadDates += 1
            for (column, field) in columns.fields where [.birthYear, .birthMonth, .birthDay].contains(field) {
                if !record[column].trimmed.isEmpty { draft.addRemark(columns.names[column], record[column].trimmed) }
            }
        }
    }

    private mutating func remark(_ name: String, _ value: String) {
        remarked.insert(name)
        draft.addRemark(name, value)
    }

    /// Whether a program wrote it for want of anything better: the kind of an address, `Normal`, the name and the address
    /// again. A display name with a word of its own is none.
    private func isFilling(_ value: String) -> Bool {
        if Self.fillings.contains(value.lowercased()) { return true }
        let said = "\(draft.shownName) \(draft.addresses.joined(separator: " "))".lowercased()
        return value.lowercased().split { !$0.isLetter && !$0.isNumber }.allSatisfy { said.contains($0) }
    }

    private static func values(_ cell: String) -> [String] {
        cell.components(at: separator).map { $0.trimmed }.filter { !$0.isEmpty }
    }

    /// Google writes ` ::: ` between labels and a star before its own; Outlook writes `;` between categories.
    private static func categories(_ cell: String) -> [String] {
        let isGoogles = cell.contains(separator) || cell.hasPrefix("* ")
        let names = isGoogles ? cell.components(at: separator) : cell.components(at: ";")
        return names.map { name in
            let name = name.trimmed
            return name.hasPrefix("* ") ? String(name.dropFirst(2)) : name
        }.filter { !$0.isEmpty && $0.lowercased() != "mycontacts" }
    }

    private static let separator = ":::"

    private static let addressParts: [(String, AddressPart)] = [
        ("formatted", .formatted), ("street", .street), ("city", .city), ("po box", .postOfficeBox),
        ("region", .region), ("postal code", .postalCode), ("country", .country), ("extended address", .extended),
    ]

    private static let fillings: Set<String> = [
        "smtp", "ex", "normal", "normale", "standard", "unspecified", "non spécifié", "keine angabe", "sin especificar",
        "false", "faux", "falsch", "falso",
    ]
}

extension String {
    /// The parts of the text between separators.
    fileprivate func components(at separator: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }
}
