/// A contact list in CSV as one of the programs writes it: the same people in every dialect.
public struct SampleContactList: Sendable, CustomStringConvertible {
    /// A person of the list, in the words every dialect can say.
    public struct Person: Sendable {
        /// The given name.
        public let given: String
        /// The family name.
        public let family: String
        /// Two addresses; empty where there is none.
        public let emails: [String]
        /// The numbers: mobile, home, work.
        public let phones: [String]
        /// Street, city, region, postal code, country of the home.
        public let home: [String]
        /// Where the person works.
        public let organization: String
        /// A note, of several lines.
        public let note: String
        /// Year, month and day of birth.
        public let birth: (year: Int, month: Int, day: Int)
    }

    /// Which program wrote it.
    public let description: String
    /// The file.
    public let bytes: [UInt8]

    /// The people of every list.
    public static let people: [Person] = {
        let given = ["Zoé", "Jürgen", "Begoña", "Anna", "Søren", "Noémie", "Łukasz", "Émile", "Mia", "Íñigo"]
        let family = [
            "Martin", "Müller", "Núñez", "Smith", "Kierke, Jr.", "Lefèvre", "Nowak", "Ça \"Va\"", "O'Hara", "Sáez",
        ]
        return given.indices.map { index in
            Person(
                given: given[index], family: family[index],
                emails: ["p\(index)@example.org", index % 2 == 0 ? "q\(index)@example.com" : ""],
                phones: ["+33 6 12 34 56 0\(index)", index % 3 == 0 ? "0123 45\(index)" : "", "+49 30 900\(index)"],
                home: ["\(index) rue de l'Été; bât. B", "Rennes", "Bretagne", "3500\(index)", "France"],
                organization: index % 2 == 1 ? "Öko & Söhne, GmbH" : "", note: "Ligne 1, \"citée\"\nligne 2; fin",
                birth: (1960 + index, 1 + index, 10 + index))
        }
    }()

    /// A list in every dialect that is read.
    public static let all: [SampleContactList] = [
        SampleContactList("google", googleNew, mark: [0xEF, 0xBB, 0xBF]),
        SampleContactList("google-old", googleOld),
        SampleContactList("outlook.com", outlook(english, date: { "\($1)/\($2)/\($0)" })),
        SampleContactList(
            "outlook-en", outlook(english, date: { "\($1)/\($2)/\($0)" }), isWindows: true),
        SampleContactList(
            "outlook-fr", outlook(french, date: { "\($2)/\($1)/\($0)" }), delimiter: ";", isWindows: true),
        SampleContactList(
            "outlook-de", outlook(german, date: { "\($2).\($1).\($0)" }), delimiter: ";", isWindows: true),
        SampleContactList("outlook-es", outlook(spanish, date: { "\($2)/\($1)/\($0)" })),
        SampleContactList("thunderbird", thunderbird, delimiter: "\t"),
    ]

    /// - Parameter isWindows: whether it is written in Windows-1252; the people no such file can name are left out.
    private init(
        _ name: String, _ rows: [[String]], delimiter: Character = ",", mark: [UInt8] = [], isWindows: Bool = false
    ) {
        description = name
        var file = mark
        for row in rows {
            let fields = row.map { field in
                field.contains { ",;\t\"\n".contains($0) } ? "\"\(field.replacing("\"", with: "\"\""))\"" : field
            }
            let line = fields.joined(separator: String(delimiter)) + "\r\n"
            if isWindows {
                let scalars = line.unicodeScalars
                if scalars.allSatisfy({ $0.value < 256 }) { file += scalars.map { UInt8($0.value) } }
            } else {
                file += line.utf8
            }
        }
        bytes = file
    }

    private static let googleNew: [[String]] = {
        let header =
            "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,"
            + "Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,"
            + "Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,"
            + "Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,"
            + "Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,"
            + "Address 1 - Extended Address,Custom Field 1 - Label,Custom Field 1 - Value"
        return [header.split(separator: ",").map(String.init)]
            + people.enumerated().map { index, person in
                let emails = person.emails.filter { !$0.isEmpty }.joined(separator: " ::: ")
                let phones = [person.phones[0], person.phones[1]].filter { !$0.isEmpty }.joined(separator: " ::: ")
                return [
                    person.given, "", person.family, "", "", "", "", "", "", "", person.organization, "", "",
                    iso(person.birth), person.note, "https://lh3.googleusercontent.com/contacts/\(index)",
                    "Chorale ::: * myContacts", "* Home", emails, "Mobile", phones, "Work", person.phones[2], "Home",
                    person.home.joined(separator: "\n"), person.home[0], person.home[1], "", person.home[2],
                    person.home[3], person.home[4], "", "Taille", "\(index)",
                ]
            }
    }()

    private static let googleOld: [[String]] = {
        let header =
            "Name,Given Name,Family Name,Group Membership,Birthday,Notes,E-mail 1 - Type,E-mail 1 - Value,"
            + "E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value,"
            + "Phone 3 - Type,Phone 3 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,"
            + "Address 1 - City,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Organization 1 - Name"
        return [header.split(separator: ",").map(String.init)]
            + people.map { person in
                [
                    "\(person.given) \(person.family)", person.given, person.family, "* myContacts",
                    iso(person.birth), person.note, "* Home", person.emails[0], "Chorale", person.emails[1], "Mobile",
                    person.phones[0], "Home", person.phones[1], "Work", person.phones[2], "Home", "",
                    person.home[0], person.home[1], person.home[2], person.home[3], person.home[4],
                    person.organization,
                ]
            }
    }()

    private static let thunderbird: [[String]] = {
        let header =
            "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,"
            + "Fax Number,Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home ZipCode,"
            + "Home Country,Organization,Birth Year,Birth Month,Birth Day,Custom 1,Notes"
        return [header.split(separator: ",").map(String.init)]
            + people.map { person in
                [
                    person.given, person.family, "\(person.given) \(person.family)", "", person.emails[0],
                    person.emails[1], "", person.phones[2], person.phones[1], "", "", person.phones[0],
                    person.home[0], "", person.home[1], person.home[2], person.home[3], person.home[4],
                    person.organization, "\(person.birth.year)", "\(person.birth.month)", "\(person.birth.day)", "",
                    person.note,
                ]
            }
    }()

    /// The columns of Outlook: given and family name, company, the home address, mobile, home and work number, two
    /// addresses with the kind of each, birthday, note, priority.
    private static let english = [
        "First Name", "Last Name", "Company", "Home Street", "Home City", "Home State", "Home Postal Code",
        "Home Country/Region", "Mobile Phone", "Home Phone", "Business Phone", "E-mail Address", "E-mail Type",
        "E-mail 2 Address", "Birthday", "Notes", "Priority", "Hobby",
    ]
    private static let french = [
        "Prénom", "Nom", "Société", "Rue (domicile)", "Ville (domicile)", "Dép/Région (domicile)",
        "Code postal (domicile)", "Pays/Région (domicile)", "Tél. mobile", "Téléphone (domicile)",
        "Téléphone (bureau)", "Adresse de messagerie", "Type de messagerie", "Adresse de messagerie 2",
        "Anniversaire", "Notes", "Priorité", "Passe-temps",
    ]
    private static let german = [
        "Vorname", "Nachname", "Firma", "Straße privat", "Ort privat", "Bundesland/Kanton privat",
        "Postleitzahl privat", "Land/Region privat", "Mobiltelefon", "Telefon privat", "Telefon geschäftlich",
        "E-Mail-Adresse", "E-Mail-Typ", "E-Mail 2: Adresse", "Geburtstag", "Notizen", "Priorität", "Hobby",
    ]
    private static let spanish = [
        "Nombre", "Apellidos", "Organización", "Home Street", "Home City", "Home State", "Home Postal Code",
        "País o región del domicilio", "Mobile Phone", "Particular", "Teléfono del trabajo", "E-mail Address",
        "E-mail Type", "Dirección de correo electrónico 2", "Birthday", "Notes", "Prioridad", "Aficiones",
    ]

    private static func outlook(_ header: [String], date: (Int, Int, Int) -> String) -> [[String]] {
        [header]
            + people.map { person in
                [person.given, person.family, person.organization] + person.home + person.phones
                    + [person.emails[0], "SMTP", person.emails[1]]
                    + [date(person.birth.year, person.birth.month, person.birth.day), person.note, "Normal", "Voile"]
            }
    }

    private static func iso(_ birth: (year: Int, month: Int, day: Int)) -> String {
        "\(birth.year)-\(birth.month < 10 ? "0" : "")\(birth.month)-\(birth.day)"
    }
}
