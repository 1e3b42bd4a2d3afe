/// What a column of a contact list holds.
enum ContactField: Sendable, Equatable {
    case formattedName, prefix, given, middle, family, suffix, nickname, fileAs
    case phoneticGiven, phoneticMiddle, phoneticFamily
    case organization, department, jobTitle, role
    case birthday, birthDay, birthMonth, birthYear, anniversary
    case note, categories, photo
    case email(ContactLabel), phone(ContactLabel), website(ContactLabel), chat(String), relation(ContactLabel)
    case address(ContactLabel, AddressPart)
    /// A field the person named, and its name.
    case custom(String)
    /// What the program fills in for everybody, and for whom it says nothing as long as it is this.
    case filler

    /// Whether a person can be reached by it.
    var isReach: Bool {
        switch self {
        case .email, .phone: true
        default: false
        }
    }

    /// Whether it is part of what a person is called.
    var isName: Bool {
        switch self {
        case .formattedName, .given, .family: true
        default: false
        }
    }
}

/// The components of ADR, RFC 2426 section 3.2.1, in their order, and what has no place there.
enum AddressPart: Int, Sendable, CaseIterable {
    case postOfficeBox, extended, street, city, region, postalCode, country
    /// The address as a text of its own (LABEL, RFC 2426 section 3.2.2).
    case formatted
    /// A second and third line of the street.
    case street2, street3
}

/// What kind of address or number something is: by the types that vCard knows, or by a word of the person's own.
struct ContactLabel: Sendable, Equatable {
    /// Values of TYPE, RFC 2426 sections 3.2.1, 3.3.1 and 3.3.2.
    var types: [String] = []
    /// A label no type stands for. It is written as `X-ABLABEL` of the property's group, which Apple, Google,
    /// Nextcloud and DAVx5 read.
    var text: String?
    /// Whether it is the preferred one of its kind.
    var isPreferred = false

    static let none = ContactLabel()
    static let home = ContactLabel(types: ["HOME"])
    static let work = ContactLabel(types: ["WORK"])
    static func types(_ types: String...) -> ContactLabel { ContactLabel(types: types) }
    static func text(_ text: String) -> ContactLabel { ContactLabel(text: text) }

    /// The label a list has in a column beside the value: a word Google writes, in the language of the account, or
    /// the person's own.
    ///
    /// - Parameter kind: what is labelled.
    init(_ written: String, of kind: Kind) {
        var word = written.trimmed
        // Google marks the preferred one.
        if word.hasPrefix("* ") || word == "*" {
            isPreferred = true
            word = String(word.dropFirst()).trimmed
        }
        guard !word.isEmpty else { return }
        if let known = Self.known[word.lowercased()], Self.allowed(known, kind) {
            types = known
        } else if !Self.saysNothing.contains(word.lowercased()) {
            text = word
        }
    }

    private init(types: [String] = [], text: String? = nil) {
        self.types = types
        self.text = text
    }

    /// What is labelled.
    enum Kind { case email, phone, address, website, relation, event }

    private static func allowed(_ types: [String], _ kind: Kind) -> Bool {
        switch kind {
        case .phone: true
        case .email, .address, .website: types == ["HOME"] || types == ["WORK"]
        case .relation, .event: false
        }
    }

    private static let saysNothing: Set<String> = ["other", "autre", "andere", "sonstige", "weitere", "otro", "otra"]

    private static let known: [String: [String]] = [
        "home": ["HOME"], "personal": ["HOME"], "domicile": ["HOME"], "personnel": ["HOME"], "privat": ["HOME"],
        "zuhause": ["HOME"], "casa": ["HOME"], "particular": ["HOME"],
        "work": ["WORK"], "business": ["WORK"], "bureau": ["WORK"], "professionnel": ["WORK"], "travail": ["WORK"],
        "arbeit": ["WORK"], "geschäftlich": ["WORK"], "trabajo": ["WORK"],
        "mobile": ["CELL"], "cell": ["CELL"], "portable": ["CELL"], "mobil": ["CELL"], "handy": ["CELL"],
        "móvil": ["CELL"], "work mobile": ["WORK", "CELL"],
        "main": ["PREF"], "principal": ["PREF"], "hauptnummer": ["PREF"],
        "home fax": ["HOME", "FAX"], "homefax": ["HOME", "FAX"], "fax domicile": ["HOME", "FAX"],
        "fax privat": ["HOME", "FAX"], "fax (privat)": ["HOME", "FAX"], "fax particular": ["HOME", "FAX"],
        "work fax": ["WORK", "FAX"], "workfax": ["WORK", "FAX"], "fax professionnel": ["WORK", "FAX"],
        "fax bureau": ["WORK", "FAX"], "fax (geschäftlich)": ["WORK", "FAX"], "fax del trabajo": ["WORK", "FAX"],
        "fax": ["FAX"], "other fax": ["FAX"], "pager": ["PAGER"], "car": ["CAR"], "voiture": ["CAR"],
    ]
}

extension StringProtocol {
    /// The text without white space at either end.
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
