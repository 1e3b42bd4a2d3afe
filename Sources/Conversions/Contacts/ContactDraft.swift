internal import ContentLines

/// A card of vCard 3.0 (RFC 2426) that is being put together from a row. Address books of all servers read 3.0; what it
/// has no property for is written as Apple does (`X-ABLABEL`, `X-ABDATE`, `X-ABRELATEDNAMES`), which they read too.
struct ContactDraft {
    var formattedName = ""
    /// Family, given, middle, prefix, suffix: the components of N in their order.
    var name = ["", "", "", "", ""]
    var nickname = ""
    var organization = ""
    var department = ""
    /// The person's own note.
    var note = ""
    /// What no property holds, as lines of the note: the name of the column and the value.
    private(set) var remarks: [String] = []
    private(set) var categories: [String] = []
    private var knownCategories: Set<String> = []
    private(set) var addresses: [String] = []
    private(set) var numbers: [String] = []
    private var lines: [UInt8] = []
    private var groups = 0

    /// What the contact is shown as: its name, else the first of what else it has.
    var shownName: String {
        if !formattedName.isEmpty { return formattedName }
        let spoken = [name[3], name[1], name[2], name[0], name[4]].filter { !$0.isEmpty }.joined(separator: " ")
        return [spoken, organization, nickname, addresses.first ?? "", numbers.first ?? ""].first { !$0.isEmpty }
            ?? "?"
    }

    /// Whether nothing was put in.
    var isEmpty: Bool {
        lines.isEmpty && remarks.isEmpty && note.isEmpty && categories.isEmpty
            && (name + [formattedName, nickname, organization, department]).allSatisfy(\.isEmpty)
    }

    mutating func addEmail(_ address: String, _ label: ContactLabel) {
        addresses.append(address)
        // INTERNET is what every EMAIL is (RFC 2426 section 3.3.2) and what some readers look for.
        add("EMAIL", label, types: ["INTERNET"], TextValue.escape(address))
    }

    mutating func addPhone(_ number: String, _ label: ContactLabel) {
        numbers.append(number)
        add("TEL", label, TextValue.escape(number))
    }

    mutating func addWebsite(_ address: String, _ label: ContactLabel) {
        add("URL", label, Array(address.utf8))
    }

    /// Adds a name in a service of messages. The URI says the service where it has a scheme of its own.
    mutating func addChat(_ handle: String, service: String) {
        let scheme = Self.schemes[service.lowercased()] ?? "im"
        let address = handle.replacing(" ", with: "%20")
        var builder = ContentLineBuilder("IMPP")
        if !service.isEmpty { builder.addParameter("X-SERVICE-TYPE", [service]) }
        lines += builder.line(value: Array((address.contains(":") ? address : "\(scheme):\(address)").utf8))
    }

    mutating func addRelation(_ person: String, _ label: ContactLabel) {
        add("X-ABRELATEDNAMES", label, TextValue.escape(person))
    }

    mutating func addDate(_ date: ContactDate, _ label: ContactLabel) {
        add("X-ABDATE", label, omitsYear: date.year == nil, Array(date.value.utf8))
    }

    mutating func addBirthday(_ date: ContactDate) {
        add("BDAY", .none, omitsYear: date.year == nil, Array(date.value.utf8))
    }

    mutating func addCustom(_ value: String, name: String) {
        add("X-CUSTOM", .text(name.isEmpty ? "Custom" : name), TextValue.escape(value))
    }

    /// Adds a photo that lies at an address; it is not fetched.
    mutating func addPhoto(_ address: String) {
        var builder = ContentLineBuilder("PHOTO")
        builder.addParameter("VALUE", ["uri"])
        lines += builder.line(value: Array(address.utf8))
    }

    mutating func addText(_ name: PropertyName, _ text: String) { add(name, .none, TextValue.escape(text)) }

    mutating func addCategories(_ names: [String]) {
        for name in names where knownCategories.insert(name).inserted { categories.append(name) }
    }

    mutating func addRemark(_ column: String, _ value: String) { remarks.append("\(column): \(value)") }

    /// Adds an address by its parts.
    mutating func addAddress(_ parts: [AddressPart: String], _ label: ContactLabel) {
        let street = [AddressPart.street, .street2, .street3].compactMap { parts[$0] }.joined(separator: "\n")
        var fields = (AddressPart.postOfficeBox.rawValue...AddressPart.country.rawValue).map { number in
            AddressPart(rawValue: number).flatMap { $0 == .street ? street : parts[$0] } ?? ""
        }
        let formatted = parts[.formatted] ?? ""
        let isFormattedOnly = fields.allSatisfy(\.isEmpty)
        if isFormattedOnly { fields[AddressPart.street.rawValue] = formatted }
        add("ADR", label, Array(fields.map { TextValue.escape($0) }.joined(separator: [ASCII.semicolon])))
        let said = fields.joined(separator: " ")
        let addsWords = formatted.split { !$0.isLetter && !$0.isNumber }.contains { !said.contains($0) }
        if addsWords { add("LABEL", label, TextValue.escape(formatted)) }
    }

    /// The card.
    func bytes(uid: String) -> [UInt8] {
        func line(_ name: PropertyName, _ value: [UInt8]) -> [UInt8] { ContentLineBuilder(name).line(value: value) }
        func list(_ parts: [String], _ separator: UInt8) -> [UInt8] {
            Array(parts.map { TextValue.escape($0) }.joined(separator: [separator]))
        }
        var card = Array("BEGIN:VCARD\r\nVERSION:3.0\r\n".utf8)
        card += line("UID", Array(uid.utf8))
        card += line("FN", TextValue.escape(shownName))
        card += line("N", list(name, ASCII.semicolon))
        if !nickname.isEmpty { card += line("NICKNAME", TextValue.escape(nickname)) }
        if !organization.isEmpty || !department.isEmpty {
            card += line(
                "ORG", list(department.isEmpty ? [organization] : [organization, department], ASCII.semicolon))
        }
        card += lines
        if !categories.isEmpty { card += line("CATEGORIES", list(categories, ASCII.comma)) }
        let notes = (note.isEmpty ? [] : [note]) + remarks
        if !notes.isEmpty { card += line("NOTE", TextValue.escape(notes.joined(separator: "\n"))) }
        return card + Array("END:VCARD\r\n".utf8)
    }

    private mutating func add(
        _ name: PropertyName, _ label: ContactLabel, types: [String] = [], omitsYear: Bool = false, _ value: [UInt8]
    ) {
        var group: PropertyName?
        if label.text != nil {
            groups += 1
            group = PropertyName("item\(groups)")
        }
        var builder = ContentLineBuilder(name, group: group)
        let all = types + label.types + (label.isPreferred && !label.types.contains("PREF") ? ["PREF"] : [])
        if !all.isEmpty { builder.addParameter("TYPE", all) }
        if omitsYear { builder.addParameter("X-APPLE-OMIT-YEAR", ["1604"]) }
        lines += builder.line(value: value)
        if let text = label.text { lines += ContentLineBuilder("X-ABLABEL", group: group).line(text: text) }
    }

    private static let schemes = [
        "skype": "skype", "jabber": "xmpp", "xmpp": "xmpp", "google_talk": "xmpp", "google talk": "xmpp", "aim": "aim",
        "yahoo": "ymsgr", "msn": "msnim", "icq": "icq",
    ]
}
