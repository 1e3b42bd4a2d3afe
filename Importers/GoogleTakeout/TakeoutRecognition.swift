internal import Importing

/// Decides by names whether an export is Google's.
enum TakeoutRecognition {
    /// How sure it is; `nil` for "not mine".
    static func recognize(_ listing: EntryListing) -> Recognition? {
        if listing.entries.count == 1, isTimeline(listing.entries[0].name) {
            return Recognition(confidence: 0.6, evidence: "a file named as a phone exports its timeline")
        }
        let hasStamp = listing.partNames.contains(where: isStampedPart)
        var evidence = Evidence()
        for entry in listing.entries {
            if let path = TakeoutRoot.path(below: entry.path) {
                evidence.belowRoot += 1
                evidence.look(at: path)
            } else {
                evidence.look(at: entry.path[...])
            }
        }
        if evidence.belowRoot == listing.entries.count, evidence.belowRoot > 0 {
            return Recognition(confidence: 1, evidence: "everything lies below Takeout/")
        }
        if evidence.belowRoot > 0, evidence.score > 0 || hasStamp {
            return Recognition(confidence: 0.95, evidence: "products of Google below Takeout/")
        }
        if hasStamp, !evidence.folders.isEmpty || evidence.hasBrowser {
            return Recognition(confidence: 0.9, evidence: "a part named like Google's with the folder of a product")
        }
        if listing.partNames.contains(where: TakeoutRoot.isRoot), !evidence.folders.isEmpty {
            return Recognition(confidence: 0.9, evidence: "a folder named Takeout with the folder of a product")
        }
        guard evidence.score > 0, !listing.partNames.allSatisfy(isDriveDownload) else { return nil }
        let confidence = evidence.score > 2 ? 0.8 : evidence.score > 1 ? 0.7 : 0.6
        return Recognition(confidence: confidence, evidence: "folders as Google names them")
    }

    /// What the names of an export say.
    private struct Evidence {
        var belowRoot = 0
        var folders: Set<String> = []
        var hasBrowser = false
        var hasCalendar = false
        var hasContacts = false
        /// The last folder and its product: neighbours lie in one folder.
        private var last: (folder: Substring, product: TakeoutProduct?)?

        /// How many kinds of trace there are that hardly anybody else leaves. A folder name alone is none: `Drive` and
        /// `Contacts` are everybody's words.
        var score: Int {
            (hasBrowser ? 3 : 0) + (hasCalendar ? 1 : 0) + (hasContacts ? 2 : 0)
        }

        mutating func look(at path: Substring) {
            guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else {
                if TakeoutRecognition.isBrowser(path) { hasBrowser = true }
                return
            }
            let rest = path[path.utf8.index(after: slash)...]
            guard let product = product(ofFolder: path[..<slash]) else { return }
            switch product {
            case .calendar:
                if rest.hasSuffix(".ics"), !rest.utf8.contains(UInt8(ascii: "/")) { hasCalendar = true }
            case .contacts: if ProductMap.isCardFile(namedAfterFolder: rest) { hasContacts = true }
            default: break
            }
        }

        private mutating func product(ofFolder folder: Substring) -> TakeoutProduct? {
            if let last, last.folder.utf8.elementsEqual(folder.utf8) { return last.product }
            let product = ProductNames.product(ofFolder: folder)
            last = (folder, product)
            if product != nil { folders.insert(String(folder)) }
            return product
        }
    }

    /// The names under which the overview of an export has been seen.
    static func isBrowser(_ name: some StringProtocol) -> Bool {
        let name = ComparableName.of(name)
        return name == "archive_browser.html" || name == ComparableName.of("Archiv_Übersicht.html")
    }

    /// What Android and iOS call an exported timeline, in English, German, French, Spanish and Italian.
    static func isTimeline(_ name: some StringProtocol) -> Bool {
        let names = [
            "timeline.json", "location-history.json", "zeitachse.json", "vos trajets.json", "trajets.json",
            "rutas.json", "spostamenti.json",
        ]
        return names.contains(ComparableName.of(name))
    }

    /// `takeout-20260416T000738Z-7-001.zip`, also with words in front.
    static func isStampedPart(_ name: String) -> Bool {
        var rest = name.lowercased()[...]
        while let start = rest.firstRange(of: "takeout-") {
            rest = rest[start.upperBound...]
            let stamp = rest.utf8.prefix(9)
            let isDate =
                stamp.count == 9 && stamp.last == UInt8(ascii: "t")
                && stamp.dropLast().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            if isDate { return true }
        }
        return false
    }

    /// What the web page of Drive packs: no Takeout, although its folders may have any name.
    private static func isDriveDownload(_ name: String) -> Bool { name.lowercased().hasPrefix("drive-download-") }
}
