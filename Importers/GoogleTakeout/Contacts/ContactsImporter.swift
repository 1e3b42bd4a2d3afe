internal import Conversions
internal import Importing
internal import Items
internal import VCard

/// Finds the contacts of an export: every `.vcf` in the folder of the product makes one address book, and the photos
/// beside become part of the cards. Contacts exported as CSV are read where there are no cards; beside cards, which say
/// the same and more, they stay files, as HTML does.
struct ContactsImporter {
    /// The name of the address book; the export has none, as Google has only one.
    private static let name = "Contacts"
    /// How many photos that stay files are named one by one.
    private static let namedPhotos = 20

    private let reading: TakeoutReading
    private var book = AddressBook()
    private var photoFiles: [TakeoutEntry] = []
    private var lists: [TakeoutEntry] = []

    init(_ reading: TakeoutReading) { self.reading = reading }

    /// Whether an entry has to be read; an entry that has not is settled, but for photos, which wait for the cards.
    mutating func wants(_ entry: TakeoutEntry) async throws -> Bool {
        switch FileEnding.of(entry.path) {
        case .cards:
            if reading.isConvertible(entry) { return true }
            try await reading.keepTooLarge(entry)
        case .picture: photoFiles.append(entry)
        case .table where reading.isConvertible(entry): lists.append(entry)
        default: try await reading.keep(entry)
        }
        return false
    }

    /// Takes the bytes of an entry.
    mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry) async throws {
        let conversion = CardConversion(bytes, place: reading.place(of: entry))
        for finding in conversion.findings { reading.sink.note(finding) }
        if conversion.cards.isEmpty {
            try await reading.keep(entry)
        } else {
            book.add(conversion.cards, of: entry, bytes: bytes)
            if conversion.leavesLinesOut { try await reading.keepBeside(entry) }
        }
    }

    /// Puts cards, labels and photos together and gives the items.
    func finish() async throws {
        try await ContactLists(reading, name: Self.name).finish(lists, besideCards: !book.members.isEmpty)
        let photos = try await readPhotos()
        let missing = book.missingCategories()
        var items = CardItems(in: ItemCollection(.addressBook, name: Self.name))
        var owners: Set<Int> = []
        var photosByAddress = 0
        for (key, member) in book.ordered {
            var card = member.card.addingCategories(missing[key] ?? [])
            if let picture = photos[key] { card = card.addingPhoto(picture.bytes, type: picture.type) }
            if case .uri = card.photo { photosByAddress += 1 }
            owners.insert(member.file)
            reading.found(.contacts)
            try await reading.sink.take(items.item(of: card, from: book.files[member.file].entry.entry.reference))
        }
        for (index, file) in book.files.enumerated() {
            let outcome: EntryOutcome =
                owners.contains(index) ? .imported : .merged(reason: "its cards stand in a larger file too")
            reading.sink.record(outcome, of: file.entry.entry.reference)
        }
        for finding in items.findings(place: reading.export.label) { reading.sink.note(finding) }
        note(photosByAddress, "photo-by-address") {
            "\($0) contacts have their photo only at an address; addresses are never fetched, and Google's stop working."
        }
        note(book.repeatedCards, "repeated-card") {
            "\($0) cards stand in their file more than once; one of each is taken."
        }
    }

    /// Reads the photo files, settles each of them, and gives the photos by card.
    private func readPhotos() async throws -> [Fingerprint: ContactPhotos.Picture] {
        var photos = ContactPhotos(book.members)
        var wanted: [EntryReference: TakeoutEntry] = [:]
        var kept: [(entry: TakeoutEntry, reason: String)] = []
        for entry in photoFiles {
            if let refusal = photos.refusal(of: entry) {
                kept.append((entry, refusal))
            } else {
                wanted[entry.entry.reference] = entry
            }
        }
        try await reading.export.read(wanted.values.map(\.entry), limit: Int(ContactPhotos.limit)) { listed, content in
            guard let entry = wanted[listed.reference], let bytes = reading.content(content, of: entry) else { return }
            if !photos.take(bytes, of: entry) { kept.append((entry, "It is no picture an address book can show.")) }
        }
        let (taken, copies, others) = photos.settled()
        for picture in taken.values {
            reading.sink.record(.merged(reason: "it is the photo of a contact"), of: picture.entry.entry.reference)
        }
        for entry in copies {
            reading.sink.record(.merged(reason: "a copy of the photo of a contact"), of: entry.entry.reference)
        }
        kept += others.map { ($0, "The contact has another photo already.") }
        try await keep(kept)
        return taken
    }

    /// Keeps photos as files, and says of the first ones why.
    private func keep(_ photos: [(entry: TakeoutEntry, reason: String)]) async throws {
        let sorted = photos.sorted { left, right in
            ExactText(left.entry.path) == ExactText(right.entry.path)
                ? left.entry.entry.reference < right.entry.entry.reference
                : left.entry.path.precedesInBytes(right.entry.path)
        }
        for (entry, reason) in sorted.prefix(Self.namedPhotos) {
            try await reading.keep(entry, "photo-without-contact", "\(reason) It is kept as a file.")
        }
        for (entry, _) in sorted.dropFirst(Self.namedPhotos) { try await reading.keep(entry) }
        note(sorted.count - Self.namedPhotos, "photo-without-contact") { "\($0) more photos are kept as files." }
    }

    private func note(_ count: Int, _ code: String, _ message: (Int) -> String) {
        guard count > 0 else { return }
        reading.sink.note(Finding(code, .note, entry: reading.export.label, message(count)))
    }
}
