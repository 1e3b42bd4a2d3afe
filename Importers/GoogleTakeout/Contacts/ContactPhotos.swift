internal import Importing
internal import Items
internal import VCard

/// The photo files of an export: Takeout names each after the contact it shows.
///
/// Only a name that exactly one card has decides. A card that holds a photo keeps it, and a photo at an address that is
/// not Google's stays the address it is.
struct ContactPhotos {
    /// A photo larger than this makes a card that many servers refuse; Google's have about 50 kB.
    static let limit: UInt64 = 2 << 20

    /// A picture that can stand in a card.
    struct Picture {
        let entry: TakeoutEntry
        let bytes: [UInt8]
        /// The subtype of its media type.
        let type: String
    }

    /// The cards by the names their photos have, where only one card has that name.
    private var cards: [String: Fingerprint] = [:]
    private var ambiguous: Set<String> = []
    /// The cards whose photo is not to be replaced.
    private var complete: Set<Fingerprint> = []
    private var pictures: [Fingerprint: [Picture]] = [:]

    /// Notes the names of the cards.
    init(_ members: [Fingerprint: AddressBook.Member]) {
        for (key, member) in members {
            switch member.card.photo {
            case .inline: complete.insert(key)
            case .uri(let address): if !Self.isGoogles(address) { complete.insert(key) }
            case nil: break
            }
            guard member.card.hasFormattedName, let name = member.card.formattedName else { continue }
            let written = Self.written(name)
            if cards.updateValue(key, forKey: written) != nil { ambiguous.insert(written) }
        }
    }

    /// Why a file is not the photo of a contact, by its name; `nil` when it has to be read.
    func refusal(of entry: TakeoutEntry) -> String? {
        let name = Self.stem(of: entry)
        guard let card = cards[name] else { return "No contact has the name of this photo." }
        if ambiguous.contains(name) { return "Several contacts have the name of this photo." }
        if complete.contains(card) { return "The contact of this name has a photo already." }
        return entry.entry.byteCount ?? 0 > Self.limit ? "This photo is too large for a card." : nil
    }

    /// Takes the bytes of a file without refusal.
    ///
    /// - Returns: whether they are a picture.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) -> Bool {
        guard let card = cards[Self.stem(of: entry)], let type = Self.pictureType(bytes) else { return false }
        pictures[card, default: []].append(Picture(entry: entry, bytes: bytes, type: type))
        return true
    }

    /// The photo of each card that gets one, and the files that are left over because another was taken.
    func settled() -> (photos: [Fingerprint: Picture], copies: [TakeoutEntry], others: [TakeoutEntry]) {
        var photos: [Fingerprint: Picture] = [:]
        var copies: [TakeoutEntry] = []
        var others: [TakeoutEntry] = []
        for (card, candidates) in pictures {
            let sorted = candidates.sorted(by: Self.precedes)
            photos[card] = sorted[0]
            for rest in sorted.dropFirst() {
                if rest.bytes == sorted[0].bytes { copies.append(rest.entry) } else { others.append(rest.entry) }
            }
        }
        return (photos, copies, others)
    }

    /// Whether the address leads to Google, where it answers only who is logged in there.
    static func isGoogles(_ address: String) -> Bool {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[1].isEmpty else { return false }
        let host = parts[2].lowercased()
        return host == "googleusercontent.com" || host.hasSuffix(".googleusercontent.com")
    }

    /// By path, then by content, so that the order of the parts decides nothing.
    private static func precedes(_ left: Picture, _ right: Picture) -> Bool {
        if ExactText(left.entry.path) != ExactText(right.entry.path) {
            return left.entry.path.precedesInBytes(right.entry.path)
        }
        if left.bytes != right.bytes { return left.bytes.lexicographicallyPrecedes(right.bytes) }
        return left.entry.entry.reference < right.entry.entry.reference
    }

    /// A name as Takeout makes a file name of it: 50 characters at most.
    private static func written(_ name: String) -> String { ComparableName.sanitized(name.prefix(50)) }

    private static func stem(of entry: TakeoutEntry) -> String {
        let name = entry.entry.name
        return ComparableName.of(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
    }

    /// The subtype of the media type of a picture, by its first bytes; `nil` for what no address book shows.
    private static func pictureType(_ bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "png" }
        return bytes.starts(with: [0x47, 0x49, 0x46, 0x38]) ? "gif" : nil
    }
}
