internal import Importing
internal import Items

/// The importers of all products at work on one export, and which entry is whose.
struct ProductReading {
    private let reading: TakeoutReading
    private var calendar: CalendarImporter
    private var contacts: ContactsImporter
    private var drive: DriveImporter
    private var keep: KeepImporter
    private var chrome: ChromeImporter
    private var maps: MapsImporter
    private var chat: ChatImporter
    private let tasks: TasksImporter
    private let youTube: YouTubeImporter
    private var location: LocationImporter
    private var roles: [EntryReference: (entry: TakeoutEntry, product: TakeoutProduct)] = [:]
    private var small: [ListedEntry] = []
    private var streams: [ListedEntry] = []
    /// Folders whose files are kept.
    private var keptFolders: Set<String> = []

    init(_ reading: TakeoutReading) {
        self.reading = reading
        calendar = CalendarImporter(reading)
        contacts = ContactsImporter(reading)
        drive = DriveImporter(reading)
        keep = KeepImporter(reading)
        chrome = ChromeImporter(reading)
        maps = MapsImporter(reading)
        chat = ChatImporter(reading)
        tasks = TasksImporter(reading)
        youTube = YouTubeImporter(reading)
        location = LocationImporter(reading)
    }

    /// Takes an entry: it is settled, or will be read.
    mutating func add(_ entry: TakeoutEntry, of product: TakeoutProduct) async throws {
        let isRead: Bool
        switch product {
        case .calendar: isRead = try await calendar.wants(entry)
        case .contacts: isRead = try await contacts.wants(entry)
        case .drive:
            drive.add(entry)
            return
        case .tasks: isRead = try await tasks.wants(entry)
        case .keep: isRead = try await keep.wants(entry)
        case .chrome: isRead = try await chrome.wants(entry)
        case .youTube: isRead = try await youTube.wants(entry)
        case .maps: isRead = try await maps.wants(entry)
        case .chat: isRead = try await chat.wants(entry)
        case .location:
            guard try await location.wants(entry) else { return }
            streams.append(entry.entry)
            roles[entry.entry.reference] = (entry, product)
            return
        case .other:
            if let folder = entry.folder { keptFolders.insert(folder) }
            try await reading.keep(entry)
            return
        }
        guard isRead else { return }
        small.append(entry.entry)
        roles[entry.entry.reference] = (entry, product)
    }

    /// Reads what has to be read: small entries in one pass over the archives, large ones in two more, and settles
    /// everything.
    mutating func read() async throws {
        for sidecar in drive.sidecars() {
            small.append(sidecar.entry)
            roles[sidecar.entry.reference] = (sidecar, .drive)
        }
        try await reading.export.read(small, limit: TakeoutReading.limit) { listed, content in
            guard let (entry, product) = roles[listed.reference] else { return }
            guard let bytes = reading.content(content, of: entry) else {
                if product == .drive { drive.fail(entry) }
                return
            }
            try await take(bytes, of: entry, product)
        }
        for entry in chat.streams {
            streams.append(entry.entry)
            roles[entry.entry.reference] = (entry, .chat)
        }
        let whole = try await reading.export.whole(streams, in: reading.sink)
        try await reading.export.stream(whole) { listed, content in
            guard let (entry, product) = roles[listed.reference] else { return }
            switch content {
            case .failure(let error): reading.fail(entry, error)
            case .success(let content):
                if product == .chat {
                    try await chat.take(content, of: entry)
                } else {
                    try await location.take(content, of: entry)
                }
            }
        }
        try await finish()
    }

    private mutating func take(_ bytes: [UInt8], of entry: TakeoutEntry, _ product: TakeoutProduct) async throws {
        switch product {
        case .calendar: try await calendar.take(bytes, of: entry)
        case .contacts: try await contacts.take(bytes, of: entry)
        case .drive: drive.take(bytes, of: entry)
        case .tasks: try await tasks.take(bytes, of: entry)
        case .keep: try await keep.take(bytes, of: entry)
        case .chrome: try await chrome.take(bytes, of: entry)
        case .youTube: try await youTube.take(bytes, of: entry)
        case .maps: try await maps.take(bytes, of: entry)
        case .chat: try await chat.take(bytes, of: entry)
        case .location, .other: break
        }
    }

    private mutating func finish() async throws {
        try await calendar.finish()
        try await contacts.finish()
        try await drive.finish()
        try await keep.finish()
        try await chrome.finish()
        try await chat.finish()
        maps.finish()
        for folder in keptFolders.sorted(by: { $0.precedesInBytes($1) }) {
            reading.sink.note(
                Finding(
                    "kept-as-files", .note, entry: folder,
                    "\(folder) is kept as files. \(KeptProducts.sentence(ofFolder: folder))"))
        }
        for finding in ProductTable.findings(of: reading.products) { reading.sink.note(finding) }
    }
}
