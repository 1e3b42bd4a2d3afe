internal import Importing

/// Knows an export of privacy.apple.com by the names of its archives and of the folders at their top.
enum AppleRecognition {
    static func recognize(_ listing: EntryListing) -> Recognition? {
        guard !listing.entries.isEmpty else { return nil }
        for entry in listing.entries {
            guard let name = categoryAtTop(of: entry.path), name.isCertain else { continue }
            return Recognition(confidence: 0.98, evidence: "an entry below \(name.title)")
        }
        let parts = listing.partNames.compactMap { AppleCategory.named($0[...]) }
        guard parts.count == listing.partNames.count, let part = parts.first else { return recognizeDetails(listing) }
        if part.isCertain {
            return Recognition(confidence: 0.98, evidence: "a part that is called \(part.title)")
        }
        // Names that others use too count only as Apple writes them: on the archive and on the folder inside it.
        let isDoubled = listing.entries.allSatisfy { categoryAtTop(of: $0.path)?.title == part.title }
        return isDoubled ? Recognition(confidence: 0.9, evidence: "a part and its folder called \(part.title)") : nil
    }

    /// Lists that only Apple writes, where the folder around them has another name.
    private static func recognizeDetails(_ listing: EntryListing) -> Recognition? {
        for entry in listing.entries {
            let path = entry.path
            let isOfPhotos = path.hasPrefix("Photos/Photo Details") && path.hasSuffix(".csv")
            guard isOfPhotos || path == "Notes Details.csv" else { continue }
            return Recognition(confidence: 0.9, evidence: "the list \(path)")
        }
        return nil
    }

    /// The category of the first folder, or of the archive inside another.
    private static func categoryAtTop(of path: String) -> AppleCategory.Name? {
        guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        return AppleCategory.named(path[..<slash])
    }

    /// Whether an archive inside another is one of Apple's: called like a category, and at most one folder of another
    /// name above. Below the files, notes, pictures and messages of a person nothing is opened, since they are theirs.
    /// Below what Apple noted, every archive is Apple's.
    static func opensArchive(at path: String) -> Bool {
        let components = path.split(separator: "/")
        guard let last = components.last else { return false }
        var others = 0
        var around: AppleCategory.Name?
        for component in components.dropLast() {
            if let name = AppleCategory.named(component) {
                around = name
            } else if around?.category == .records {
                return true
            } else {
                if around != nil && component != "Photos" { return false }
                others += 1
            }
        }
        if around?.category == .records { return true }
        guard others <= 1, let name = AppleCategory.named(last) else { return false }
        switch around?.category {
        case nil: return name.isCertain || name.category == .records
        case .photos: return name.category == .photos || name.category == .sharedAlbums
        case let category?: return name.category == category
        }
    }
}
