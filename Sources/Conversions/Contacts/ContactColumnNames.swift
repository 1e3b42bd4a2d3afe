/// The names that programs give the columns of a contact list: Outlook.com and Outlook in English, French, German and
/// Spanish, Thunderbird in the same languages, and the columns Google has only one of. Sources are exports and the
/// import tables of mail programs; Outlook names columns in the language of Office, where German and Spanish leave some
/// in English. A name that means two things (`Titre`) is in `second` too.
enum ContactColumnNames {
    /// What a column is, by its name in lower case.
    static let fields: [String: ContactField] = {
        var fields: [String: ContactField] = [:]
        for table in [google, english, french, german, spanish, thunderbird] {
            for (name, field) in table { fields[name.lowercased()] = field }
        }
        for (kind, label) in [("home", ContactLabel.home), ("business", .work), ("work", .work), ("other", .none)] {
            for (name, part) in englishAddress { fields["\(kind) \(name)"] = .address(label, part) }
        }
        for (kind, label) in [("(domicile)", ContactLabel.home), ("(bureau)", .work), ("(autre)", .none)] {
            for (name, part) in frenchAddress {
                fields[name.replacing("*", with: kind)] = .address(label, part)
            }
        }
        for (kind, label) in [("privat", ContactLabel.home), ("geschäftlich", .work)] {
            for (name, part) in germanAddress {
                fields[name.replacing("*", with: kind)] = .address(label, part)
            }
        }
        for (kind, label) in [("del trabajo", ContactLabel.work), ("de trabajo", .work), ("del domicilio", .home)] {
            for (name, part) in spanishAddress { fields["\(name) \(kind)"] = .address(label, part) }
        }
        return fields
    }()

    /// What a column is when another one of the same name stands before it.
    static let second: [String: ContactField] = ["titre": .jobTitle, "nom": .family]

    /// What the first of two columns of the same name is.
    static let firstOfTwo: [String: ContactField] = ["nom": .formattedName]

    private static let google: [(String, ContactField)] = [
        ("Name", .formattedName), ("Given Name", .given), ("Additional Name", .middle), ("Family Name", .family),
        ("Name Prefix", .prefix), ("Name Suffix", .suffix), ("Nickname", .nickname), ("File As", .fileAs),
        ("Phonetic First Name", .phoneticGiven), ("Phonetic Middle Name", .phoneticMiddle),
        ("Phonetic Last Name", .phoneticFamily), ("Given Name Yomi", .phoneticGiven),
        ("Additional Name Yomi", .phoneticMiddle), ("Family Name Yomi", .phoneticFamily),
        ("Organization Name", .organization), ("Organization Title", .jobTitle),
        ("Organization Department", .department), ("Photo", .photo), ("Labels", .categories),
        ("Group Membership", .categories), ("Occupation", .role),
    ]

    private static let english: [(String, ContactField)] = [
        ("First Name", .given), ("Middle Name", .middle), ("Last Name", .family), ("Title", .prefix),
        ("Suffix", .suffix), ("Given Yomi", .phoneticGiven), ("Surname Yomi", .phoneticFamily),
        ("Company", .organization), ("Department", .department), ("Job Title", .jobTitle), ("Profession", .role),
        ("Birthday", .birthday), ("Anniversary", .anniversary), ("Notes", .note),
        ("Categories", .categories),
        ("E-mail Address", .email(.none)), ("E-mail 2 Address", .email(.none)), ("E-mail 3 Address", .email(.none)),
        ("Email Address", .email(.none)), ("Email 2 Address", .email(.none)), ("Email 3 Address", .email(.none)),
        ("Home Phone", .phone(.home)), ("Home Phone 2", .phone(.home)), ("Business Phone", .phone(.work)),
        ("Business Phone 2", .phone(.work)), ("Mobile Phone", .phone(.types("CELL"))),
        ("Car Phone", .phone(.types("CAR"))), ("Other Phone", .phone(.none)), ("Primary Phone", .phone(.types("PREF"))),
        ("Pager", .phone(.types("PAGER"))), ("Business Fax", .phone(.types("WORK", "FAX"))),
        ("Home Fax", .phone(.types("HOME", "FAX"))), ("Other Fax", .phone(.types("FAX"))),
        ("Company Main Phone", .phone(.text("Company Main Phone"))), ("Callback", .phone(.text("Callback"))),
        ("Radio Phone", .phone(.text("Radio Phone"))), ("Telex", .phone(.text("Telex"))),
        ("TTY/TDD Phone", .phone(.text("TTY/TDD Phone"))), ("ISDN", .phone(.types("ISDN"))),
        ("Assistant's Phone", .phone(.text("Assistant"))), ("IMAddress", .chat("")),
        ("Manager's Name", .relation(.text("Manager"))), ("Assistant's Name", .relation(.text("Assistant"))),
        ("Spouse", .relation(.text("Spouse"))), ("Children", .relation(.text("Child"))),
        ("Web Page", .website(.none)), ("Personal Web Page", .website(.home)),
        ("User 1", .custom("User 1")), ("User 2", .custom("User 2")), ("User 3", .custom("User 3")),
        ("User 4", .custom("User 4")),
        ("E-mail Type", .filler), ("E-mail 2 Type", .filler), ("E-mail 3 Type", .filler),
        ("E-mail Display Name", .filler), ("E-mail 2 Display Name", .filler), ("E-mail 3 Display Name", .filler),
        ("Priority", .filler), ("Private", .filler), ("Sensitivity", .filler), ("Gender", .filler),
    ]

    private static let french: [(String, ContactField)] = [
        ("Prénom", .given), ("Deuxième prénom", .middle), ("Nom", .family), ("Titre", .prefix), ("Suffixe", .suffix),
        ("Surnom", .nickname), ("Société", .organization), ("Service", .department), ("Profession", .role),
        ("Anniversaire", .birthday), ("Anniversaire de mariage ou fête", .anniversary),
        ("Catégories", .categories),
        ("Adresse de messagerie", .email(.none)), ("Adresse de messagerie 2", .email(.none)),
        ("Adresse de messagerie 3", .email(.none)),
        ("Téléphone (domicile)", .phone(.home)), ("Téléphone 2 (domicile)", .phone(.home)),
        ("Téléphone (bureau)", .phone(.work)), ("Téléphone 2 (bureau)", .phone(.work)),
        ("Tél. mobile", .phone(.types("CELL"))), ("Téléphone (voiture)", .phone(.types("CAR"))),
        ("Téléphone (autre)", .phone(.none)), ("Téléphone principal", .phone(.types("PREF"))),
        ("Récepteur de radiomessagerie", .phone(.types("PAGER"))),
        ("Télécopie (bureau)", .phone(.types("WORK", "FAX"))), ("Télécopie (domicile)", .phone(.types("HOME", "FAX"))),
        ("Télécopie (autre)", .phone(.types("FAX"))), ("Téléphone société", .phone(.text("Société"))),
        ("Rappel", .phone(.text("Rappel"))), ("Radio téléphone", .phone(.text("Radio téléphone"))),
        ("Télex", .phone(.text("Télex"))), ("Téléphone TDD/TTY", .phone(.text("TDD/TTY"))),
        ("RNIS", .phone(.types("ISDN"))), ("Téléphone de l'assistant(e)", .phone(.text("Assistant(e)"))),
        ("Responsable", .relation(.text("Responsable"))), ("Nom de l'assistant(e)", .relation(.text("Assistant(e)"))),
        ("Conjoint(e)", .relation(.text("Conjoint(e)"))), ("Enfants", .relation(.text("Enfant"))),
        ("Page Web", .website(.none)), ("Utilisateur 1", .custom("Utilisateur 1")),
        ("Utilisateur 2", .custom("Utilisateur 2")), ("Utilisateur 3", .custom("Utilisateur 3")),
        ("Utilisateur 4", .custom("Utilisateur 4")),
        ("Boîte postale du domicile", .address(.home, .postOfficeBox)),
        ("B.P. professionnelle", .address(.work, .postOfficeBox)),
        ("Autre boîte postale", .address(.none, .postOfficeBox)),
        ("Type de messagerie", .filler), ("Type de messagerie 2", .filler), ("Type de messagerie 3", .filler),
        ("Nom complet de l'adresse de messagerie", .filler), ("Nom complet de l'adresse de messagerie 2", .filler),
        ("Nom complet de l'adresse de messagerie 3", .filler), ("Priorité", .filler), ("Privé", .filler),
        ("Critère de diffusion", .filler), ("Sexe", .filler),
    ]

    private static let german: [(String, ContactField)] = [
        ("Anrede", .prefix), ("Vorname", .given), ("Weitere Vornamen", .middle), ("Nachname", .family),
        ("Firma", .organization), ("Abteilung", .department), ("Position", .jobTitle), ("Beruf", .role),
        ("Geburtstag", .birthday), ("Jahrestag", .anniversary), ("Notizen", .note),
        ("Kategorien", .categories),
        ("E-Mail-Adresse", .email(.none)), ("E-Mail 2: Adresse", .email(.none)), ("E-Mail 3: Adresse", .email(.none)),
        ("Telefon privat", .phone(.home)), ("Telefon privat 2", .phone(.home)), ("Telefon (privat)", .phone(.home)),
        ("Telefon (privat 2)", .phone(.home)), ("Telefon geschäftlich", .phone(.work)),
        ("Telefon geschäftlich 2", .phone(.work)), ("Mobiltelefon", .phone(.types("CELL"))),
        ("Mobiltelefon 2", .phone(.types("CELL"))), ("Autotelefon", .phone(.types("CAR"))),
        ("Weiteres Telefon", .phone(.none)), ("Haupttelefon", .phone(.types("PREF"))),
        ("Fax geschäftlich", .phone(.types("WORK", "FAX"))), ("Fax privat", .phone(.types("HOME", "FAX"))),
        ("Weiteres Fax", .phone(.types("FAX"))), ("Telefon Firma", .phone(.text("Firma"))),
        ("Rückmeldung", .phone(.text("Rückmeldung"))), ("Telefon für Hörbehinderte", .phone(.text("Hörbehinderte"))),
        ("Telefon Assistent", .phone(.text("Assistent"))),
        ("Name des/r Vorgesetzten", .relation(.text("Vorgesetzte/r"))),
        ("Name Assistent", .relation(.text("Assistent"))), ("Partner", .relation(.text("Partner"))),
        ("Kinder", .relation(.text("Kind"))), ("Webseite", .website(.none)),
        ("Benutzer 1", .custom("Benutzer 1")), ("Benutzer 2", .custom("Benutzer 2")),
        ("Benutzer 3", .custom("Benutzer 3")), ("Benutzer 4", .custom("Benutzer 4")),
        ("Weitere Straße", .address(.none, .street)), ("Weitere Straße 2", .address(.none, .street2)),
        ("Weitere Straße 3", .address(.none, .street3)), ("Weiterer Ort", .address(.none, .city)),
        ("Weiteres/r Bundesland/Kanton", .address(.none, .region)),
        ("Weitere Postleitzahl", .address(.none, .postalCode)), ("Weiteres/e Land/Region", .address(.none, .country)),
        ("Weiteres Postfach", .address(.none, .postOfficeBox)),
        ("E-Mail-Typ", .filler), ("E-Mail 2: Typ", .filler), ("E-Mail 3: Typ", .filler),
        ("E-Mail: Angezeigter Name", .filler), ("E-Mail 2: Angezeigter Name", .filler),
        ("E-Mail 3: Angezeigter Name", .filler), ("Priorität", .filler), ("Privat", .filler),
        ("Vertraulichkeit", .filler), ("Geschlecht", .filler),
    ]

    private static let spanish: [(String, ContactField)] = [
        ("Nombre", .given), ("Segundo nombre", .middle), ("Apellidos", .family), ("Tratamiento", .prefix),
        ("Sufijo", .suffix), ("Organización", .organization), ("Departamento", .department), ("Puesto", .jobTitle),
        ("Profesión", .role), ("Cumpleaños", .birthday), ("Aniversario", .anniversary), ("Notas", .note),
        ("Categorías", .categories), ("Yomi especificada", .phoneticGiven), ("Apellido Yomi", .phoneticFamily),
        ("Dirección de correo electrónico", .email(.none)), ("Dirección de correo electrónico 2", .email(.none)),
        ("Dirección del correo electrónico 3", .email(.none)), ("Dirección de correo electrónico 3", .email(.none)),
        ("Particular", .phone(.home)), ("Teléfono particular", .phone(.home)), ("Teléfono del trabajo", .phone(.work)),
        ("Teléfono móvil", .phone(.types("CELL"))), ("Otro teléfono", .phone(.none)),
        ("Teléfono principal", .phone(.types("PREF"))), ("Otro fax", .phone(.types("FAX"))),
        ("Fax del trabajo", .phone(.types("WORK", "FAX"))), ("Fax particular", .phone(.types("HOME", "FAX"))),
        ("Número de centralita de la organización", .phone(.text("Centralita"))),
        ("Devolución de llamada", .phone(.text("Devolución de llamada"))),
        ("Radioteléfono", .phone(.text("Radioteléfono"))), ("Número de teletipo", .phone(.text("Teletipo"))),
        ("Nombre del director", .relation(.text("Director"))), ("Cónyuge", .relation(.text("Cónyuge"))),
        ("Hijos", .relation(.text("Hijo"))), ("Página web", .website(.none)),
        ("Usuario 1", .custom("Usuario 1")), ("Usuario 2", .custom("Usuario 2")),
        ("Usuario 3", .custom("Usuario 3")), ("Usuario 4", .custom("Usuario 4")),
        ("Otra calle", .address(.none, .street)), ("Otra calle 2", .address(.none, .street2)),
        ("Otra calle 3", .address(.none, .street3)), ("Otra ciudad", .address(.none, .city)),
        ("Otra provincia o estado", .address(.none, .region)), ("Otro código postal", .address(.none, .postalCode)),
        ("Otro país o región", .address(.none, .country)), ("Otro apartado postal", .address(.none, .postOfficeBox)),
        ("Apartado postal de la dirección personal", .address(.home, .postOfficeBox)),
        ("Apartado postal de la dirección del trabajo", .address(.work, .postOfficeBox)),
        ("Calle del trabajo 2", .address(.work, .street2)), ("Calle del trabajo 3", .address(.work, .street3)),
        ("Tipo de correo electrónico", .filler), ("Tipo de correo electrónico 2", .filler),
        ("Tipo de correo electrónico 3", .filler), ("Nombre de pantalla de correo electrónico", .filler),
        ("Nombre de pantalla de correo electrónico 2", .filler),
        ("Nombre de pantalla de correo electrónico 3", .filler), ("Prioridad", .filler), ("Privado", .filler),
        ("Confidencialidad", .filler), ("Género", .filler),
    ]

    private static let thunderbird: [(String, ContactField)] = [
        ("Display Name", .formattedName), ("Nom à afficher", .formattedName), ("Anzeigename", .formattedName),
        ("Nombre en pantalla", .formattedName), ("Spitzname", .nickname), ("Apodo", .nickname),
        ("Primary Email", .email(.none)), ("Secondary Email", .email(.none)),
        ("Adresse électronique principale", .email(.none)), ("Adresse électronique secondaire", .email(.none)),
        ("Primäre E-Mail-Adresse", .email(.none)), ("Sekundäre E-Mail-Adresse", .email(.none)),
        ("Dirección de correo electrónico principal", .email(.none)),
        ("Dirección de correo electrónico secundaria", .email(.none)),
        ("Screen Name", .chat("")), ("Pseudo messagerie instantanée", .chat("")),
        ("Work Phone", .phone(.work)), ("Fax Number", .phone(.types("FAX"))), ("Pager Number", .phone(.types("PAGER"))),
        ("Mobile Number", .phone(.types("CELL"))), ("Tél. professionnel", .phone(.work)),
        ("Tél. personnel", .phone(.home)), ("Tél. domicile", .phone(.home)), ("Fax", .phone(.types("FAX"))),
        ("Portable", .phone(.types("CELL"))), ("Tel. dienstlich", .phone(.work)), ("Tel. privat", .phone(.home)),
        ("Fax-Nummer", .phone(.types("FAX"))), ("Pager-Nummer", .phone(.types("PAGER"))),
        ("Mobil-Tel.-Nr.", .phone(.types("CELL"))), ("Teléfono (Trabajo)", .phone(.work)),
        ("Buscapersonas", .phone(.types("PAGER"))),
        ("Organization", .organization), ("Organisation", .organization),
        ("Web Page 1", .website(.work)), ("Web Page 2", .website(.home)),
        ("Site Web 1", .website(.work)), ("Site Web 2", .website(.home)),
        ("Webseite 1", .website(.work)), ("Webseite 2", .website(.home)),
        ("Página web 1", .website(.work)), ("Página web 2", .website(.home)),
        ("Birth Year", .birthYear), ("Birth Month", .birthMonth), ("Birth Day", .birthDay),
        ("Année de naissance", .birthYear), ("Mois", .birthMonth), ("Jour", .birthDay),
        ("Geburtsjahr", .birthYear), ("Geburtsmonat", .birthMonth),
        ("Año de nacimiento", .birthYear), ("Mes de nacimiento", .birthMonth), ("Día de nacimiento", .birthDay),
        ("Custom 1", .custom("Custom 1")), ("Custom 2", .custom("Custom 2")), ("Custom 3", .custom("Custom 3")),
        ("Custom 4", .custom("Custom 4")),
        ("Adresse privée", .address(.home, .street)), ("Adresse professionnelle", .address(.work, .street)),
        ("Privat: Adresse", .address(.home, .street)), ("Privat: Adresse 2", .address(.home, .street2)),
        ("Privat: Ort", .address(.home, .city)), ("Privat: Bundesland", .address(.home, .region)),
        ("Privat: PLZ", .address(.home, .postalCode)), ("Privat: Land", .address(.home, .country)),
        ("Dienstlich: Adresse", .address(.work, .street)), ("Dienstlich: Adresse 2", .address(.work, .street2)),
        ("Dienstlich: Ort", .address(.work, .city)), ("Dienstlich: Bundesland", .address(.work, .region)),
        ("Dienstlich: PLZ", .address(.work, .postalCode)), ("Dienstlich: Land", .address(.work, .country)),
        ("Dirección personal", .address(.home, .street)), ("País de residencia", .address(.home, .country)),
        ("Dirección de trabajo", .address(.work, .street)), ("País (Trabajo)", .address(.work, .country)),
        ("Código postal (Trabajo)", .address(.work, .postalCode)),
    ]

    private static let englishAddress: [(String, AddressPart)] = [
        ("street", .street), ("street 2", .street2), ("street 3", .street3), ("city", .city), ("state", .region),
        ("postal code", .postalCode), ("country/region", .country), ("country", .country),
        ("address po box", .postOfficeBox), ("po box", .postOfficeBox), ("address", .street), ("address 2", .street2),
        ("zipcode", .postalCode),
    ]

    private static let frenchAddress: [(String, AddressPart)] = [
        ("rue *", .street), ("rue * 2", .street2), ("rue * 3", .street3), ("rue 2 *", .street2), ("rue 3 *", .street3),
        ("ville *", .city), ("dép/région *", .region), ("code postal *", .postalCode), ("pays *", .country),
        ("pays/région *", .country),
    ]

    private static let germanAddress: [(String, AddressPart)] = [
        ("straße *", .street), ("straße * 2", .street2), ("straße * 3", .street3), ("ort *", .city),
        ("region *", .region), ("bundesland/kanton *", .region), ("postleitzahl *", .postalCode),
        ("land/region *", .country), ("land *", .country), ("postfach *", .postOfficeBox),
    ]

    private static let spanishAddress: [(String, AddressPart)] = [
        ("calle", .street), ("calle 2", .street2), ("calle 3", .street3), ("ciudad", .city),
        ("provincia o estado", .region), ("código postal", .postalCode), ("país o región", .country),
    ]
}
