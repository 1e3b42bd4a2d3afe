internal import Importing
internal import Items
internal import VCard

/// The cards of all vCard files of an export, each once.
///
/// Takeout writes one file with all contacts and one for each label with the same cards again. None of them is trusted
/// to be complete: all cards of all files are put together by what they say, and of equal ones that of the largest file
/// stays, byte for byte.
struct AddressBook {
    /// A file of cards, as it compares with others: the largest first, then by path and by content, so that the order
    /// of reading decides nothing.
    struct File {
        let entry: TakeoutEntry
        let byteCount: Int
        let content: Fingerprint
        /// The keys of its cards.
        var keys: Set<Fingerprint> = []

        func precedes(_ other: File) -> Bool {
            if byteCount != other.byteCount { return byteCount > other.byteCount }
            if ExactText(entry.path) != ExactText(other.entry.path) {
                return entry.path.precedesInBytes(other.entry.path)
            }
            if content != other.content { return content < other.content }
            return entry.entry.reference < other.entry.entry.reference
        }
    }

    /// A card with the file it was taken from.
    struct Member {
        var card: Card
        var file: Int
        /// Where it stands in that file.
        var position: Int
    }

    private(set) var files: [File] = []
    private(set) var members: [Fingerprint: Member] = [:]
    /// How many cards stand in one file more than once.
    private(set) var repeatedCards = 0
    private var categories: [Fingerprint: Set<String>] = [:]

    /// Adds the cards of a file.
    mutating func add(_ cards: [Card], of entry: TakeoutEntry, bytes: [UInt8]) {
        let index = files.count
        files.append(File(entry: entry, byteCount: bytes.count, content: Fingerprint(of: bytes)))
        for (position, card) in cards.enumerated() {
            let key = Self.key(card)
            categories[key, default: []].formUnion(card.categories)
            guard files[index].keys.insert(key).inserted else {
                repeatedCards += 1
                continue
            }
            let member = Member(card: card, file: index, position: position)
            guard let known = members[key] else {
                members[key] = member
                continue
            }
            if files[index].precedes(files[known.file]) { members[key] = member }
        }
    }

    /// The members in the order of their files and, in a file, as they stand there.
    var ordered: [(key: Fingerprint, member: Member)] {
        let order = files.indices.sorted { files[$0].precedes(files[$1]) }
        var rank = [Int](repeating: 0, count: files.count)
        for (place, file) in order.enumerated() { rank[file] = place }
        return members.map { ($0.key, $0.value) }.sorted {
            (rank[$0.1.file], $0.1.position) < (rank[$1.1.file], $1.1.position)
        }
    }

    /// The categories each card lacks: those its copies have, and the label of a file of a label it stands in.
    func missingCategories() -> [Fingerprint: [String]] {
        var added = categories
        for (file, label) in labels() {
            let written = ComparableName.sanitized(label)
            for key in files[file].keys {
                let known = added[key, default: []]
                if !known.contains(where: { Self.isCut(ComparableName.sanitized($0), to: written) }) {
                    added[key] = known.union([label])
                }
            }
        }
        return added.compactMapValues { names in names.isEmpty ? nil : names.sorted { $0.precedesInBytes($1) } }
    }

    /// The files that stand for a label a person made, with the label: their folder's name.
    ///
    /// A file with all cards is no label, nor is the largest; nor one of Google's own groups, which are known by their
    /// category in the cards, whatever language their folder speaks.
    private func labels() -> [(file: Int, label: String)] {
        let largest = files.indices.min { files[$0].precedes(files[$1]) }
        let own = Self.systemCategories.map { category in
            Set(members.keys.filter { categories[$0]?.contains(category) ?? false })
        }
        return files.indices.compactMap { index in
            let keys = files[index].keys
            guard let label = files[index].entry.innerFolder, index != largest, keys.count < members.count,
                !own.contains(keys), !Self.systemFolders.contains(ComparableName.of(label))
            else { return nil }
            return (index, String(label))
        }.sorted { files[$0.file].precedes(files[$1.file]) }
    }

    /// Whether a name is what Takeout wrote as `written`: it cuts names after 50 characters.
    private static func isCut(_ name: String, to written: String) -> Bool {
        name == written || written.count >= 49 && name.hasPrefix(written)
    }

    /// Google's names for its own groups, in cards and as English folders.
    private static let systemCategories = ["myContacts", "starred"]
    private static let systemFolders: Set<String> = [
        "all contacts", "my contacts", "other contacts", "starred in android",
    ]

    /// What a card is known by: all it says but its categories, and its UID where it has one.
    private static func key(_ card: Card) -> Fingerprint {
        Fingerprint(of: card.contentKey + Array((card.uid ?? "").utf8))
    }
}
