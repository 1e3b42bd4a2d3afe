/// What Apple puts into an archive of its own, and into a top folder of the same name inside it.
enum AppleCategory: Hashable {
    case contacts, calendars, notes, drive, mail, bookmarks, photos, sharedAlbums
    /// What Apple has noted about the account, its devices and purchases.
    case records

    /// The name of the folder of a category, and what of the name is left without numbers.
    struct Name: Hashable {
        let category: AppleCategory
        /// `iCloud Photos` of `iCloud Photos Part 4 of 20.zip`.
        let title: String
        /// Whether nobody else would call a folder so.
        let isCertain: Bool
        /// Whether it is that of an archive, and not that of a folder.
        let isArchive: Bool
    }

    /// Reads the name of a folder or archive; `nil` for one that is no category.
    static func named(_ component: Substring) -> Name? {
        guard component.utf8.count < 100 else { return nil }
        var stem = component
        let ending = endings.first { stem.utf8.count > $0.utf8.count && stem.suffix($0.count).lowercased() == $0 }
        if let ending { stem = stem.dropLast(ending.count) }
        stem = withoutCount(withoutCopyMark(stem))
        let key = stem.lowercased()
        guard let (category, isCertain) = categories[key] else { return nil }
        return Name(category: category, title: String(stem), isCertain: isCertain, isArchive: ending != nil)
    }

    /// Apple packs zips; people pack again what they have unpacked.
    private static let endings = [".zip", ".tgz", ".tar.gz", ".tar"]

    /// ` (1)`, as browsers write it.
    private static func withoutCopyMark(_ name: Substring) -> Substring {
        guard name.utf8.last == UInt8(ascii: ")"), let bracket = name.utf8.lastIndex(of: UInt8(ascii: "(")) else {
            return name
        }
        let digits = name[name.utf8.index(after: bracket)...].dropLast()
        guard !digits.isEmpty, digits.utf8.allSatisfy(isDigit) else { return name }
        return name[..<bracket].utf8.last == 0x20 ? name[..<bracket].dropLast() : name[..<bracket]
    }

    /// ` Part 4 of 20`, and the same in French.
    private static func withoutCount(_ name: Substring) -> Substring {
        let words = name.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count > 4, let last = words.last, last.utf8.allSatisfy(isDigit), !last.isEmpty,
            words[words.count - 3].utf8.allSatisfy(isDigit),
            marks.contains(words[words.count - 4].lowercased() + " " + words[words.count - 2].lowercased())
        else { return name }
        return name[..<words[words.count - 5].endIndex]
    }

    private static let marks: Set<String> = ["part of", "partie sur", "teil von"]

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// By the name in lower case. Apple writes English names in all exports that are known; the French ones are those
    /// of its request page.
    private static let categories: [String: (AppleCategory, isCertain: Bool)] = [
        "icloud contacts": (.contacts, true), "contacts icloud": (.contacts, true),
        "icloud calendars and reminders": (.calendars, true), "icloud calendars": (.calendars, true),
        "icloud reminders": (.calendars, true), "calendriers et rappels icloud": (.calendars, true),
        "icloud notes": (.notes, true), "notes icloud": (.notes, true),
        "icloud drive": (.drive, true),
        "icloud mail": (.mail, true), "mail icloud": (.mail, true),
        "icloud bookmarks": (.bookmarks, true), "signets icloud": (.bookmarks, true),
        "icloud photos": (.photos, true), "photos icloud": (.photos, true),
        "icloud shared albums": (.sharedAlbums, true), "albums partagés icloud": (.sharedAlbums, true),
        "apple account and device information": (.records, true),
        "apple id account and device information": (.records, true),
        "apple media services information": (.records, true), "apple_media_services": (.records, true),
        "apple features using icloud": (.records, true), "apple.com and apple store": (.records, true),
        "app install and push notification activity": (.records, true), "applecare": (.records, true),
        "feedback assistant activity": (.records, false), "game center": (.records, false),
        "marketing communications": (.records, false), "other data": (.records, false),
        "wallet activity": (.records, false),
    ]
}
