internal import Importing

/// How exports of Microsoft are known, by names alone. None of its products leaves one mark in every entry, so that the
/// names of parts, the endings of mailboxes and the words Microsoft has for kinds of data decide.
enum MicrosoftRecognition {
    static func recognize(_ listing: EntryListing) -> Recognition? {
        // Loose files and folders are a person's own mixture.
        if !listing.isLoose, !listing.partNames.isEmpty, listing.partNames.allSatisfy(isOneDrive) {
            return Recognition(confidence: 0.8, evidence: "a part named as OneDrive names its archives")
        }
        var kinds: Set<Substring> = []
        var hasStore = false
        var hasTasks = false
        var hasOutlook = false
        var top: Set<Substring> = []
        for entry in listing.entries {
            if isStore(entry.name) { hasStore = true }
            if isToDo(entry.path) { hasTasks = true }
            if isOutlook(entry.path) { hasOutlook = true }
            // A mark must stand at the top, so that the export is known without a folder it was packed into again.
            guard entry.path.utf8.count == entry.name.utf8.count else { continue }
            top.insert(entry.name)
            if let kind = dataKind(entry.name) { kinds.insert(kind) }
        }
        if kinds.count > 1 {
            return Recognition(confidence: 0.9, evidence: "kinds of data of the privacy dashboard")
        }
        if top.contains("messages.json"), top.contains("endpoints.json") {
            return Recognition(confidence: 0.9, evidence: "messages and endpoints of Skype")
        }
        if hasTasks { return Recognition(confidence: 0.8, evidence: "lists of Microsoft To Do") }
        if hasOutlook { return Recognition(confidence: 0.7, evidence: "a folder Outlook") }
        if hasStore, !listing.isLoose { return Recognition(confidence: 0.6, evidence: "a mailbox of Outlook") }
        // One kind may be all that a part of an export holds.
        return kinds.isEmpty ? nil : Recognition(confidence: 0.5, evidence: "a kind of data of the privacy dashboard")
    }

    /// `OneDrive_2024-05-01.zip`, `OneDrive_1_01-05-2024.zip`, and what browsers make of it when it is there already.
    static func isOneDrive(_ partName: String) -> Bool {
        let bytes = Array(partName.utf8.prefix(10))
        guard bytes.starts(with: "OneDrive".utf8), bytes.count == 10 else { return false }
        return (bytes[8] == UInt8(ascii: "_") || bytes[8] == UInt8(ascii: "-")) && bytes[9] &- 0x30 < 10
    }

    static func isStore(_ name: Substring) -> Bool {
        let ending = String(decoding: name.utf8.suffix(4), as: UTF8.self).lowercased()
        return ending == ".pst" || ending == ".ost"
    }

    /// A calendar, contacts or a mailbox in a top folder `Outlook`.
    private static func isOutlook(_ path: String) -> Bool {
        guard path.utf8.starts(with: "Outlook/".utf8) else { return false }
        let ending = String(decoding: path.utf8.suffix(4), as: UTF8.self).lowercased()
        return [".ics", ".csv", ".vcf", ".pst", ".ost"].contains(ending)
    }

    /// A JSON file in a top folder of To Do. There is no export of it by Microsoft alone; this is what its programming
    /// interface gives and tools save.
    static func isToDo(_ path: String) -> Bool {
        guard path.utf8.count > 5, path.utf8.suffix(5).elementsEqual(".json".utf8) else { return false }
        guard let top = path.lowercased().split(separator: "/").first else { return false }
        return ["microsoft to do", "microsoft to-do", "microsoft todo", "microsoft-to-do", "microsofttodo"]
            .contains { top == $0 || top == "\($0).json" }
    }

    /// What is kept, and said to be what it is.
    enum KeptKind: String, CaseIterable {
        case dashboard = "privacy-dashboard-kept"
        case skype = "skype-kept"

        var sentence: String {
            switch self {
            case .dashboard:
                "What the privacy dashboard holds (searches, places, use of programs) has no place at a host; it is kept "
                    + "as files."
            case .skype: "Conversations of Skype are kept as files."
            }
        }
    }

    static func keptKind(_ path: String) -> KeptKind? {
        let name = path.split(separator: "/").last ?? ""
        if dataKind(name) != nil { return .dashboard }
        return name == "messages.json" || name == "endpoints.json" ? .skype : nil
    }

    /// The kind of data a file of the privacy dashboard is named after: `BrowsingHistory.json`.
    private static func dataKind(_ name: Substring) -> Substring? {
        guard let dot = name.lastIndex(of: "."), ["json", "csv", "xml"].contains(name[name.index(after: dot)...]) else {
            return nil
        }
        return dataKinds.first { name[..<dot].hasPrefix($0) }?[...]
    }

    /// The names Microsoft's privacy statement and dashboard give kinds of data.
    private static let dataKinds = [
        "BrowsingHistory", "SearchRequestsAndQuery", "ProductAndServiceUsage", "ProductAndServicePerformance",
        "PreciseUserLocation", "LocationActivity", "ContentConsumption", "SoftwareSetupAndInventory",
        "DeviceConnectivityAndConfiguration", "InterestsAndFavorites", "InkingTypingAndSpeechUtterance",
    ]
}
