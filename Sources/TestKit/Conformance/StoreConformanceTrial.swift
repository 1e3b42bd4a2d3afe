internal import Hosting
internal import Items

/// A store in the hands of one rule.
struct Trial: Sendable {
    let store: any Store
    let suite: StoreConformance
    /// What no other rule and no other run uses in names and UIDs.
    private let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    init(store: any Store, suite: StoreConformance) {
        self.store = store
        self.suite = suite
    }

    /// The form of the store's collections.
    var form: ItemCollection.Form {
        switch suite.service {
        case .calendars: .calendar
        case .contacts: .addressBook
        case .files: .folder
        case .notes: .notes
        }
    }

    /// The path of a collection nobody else uses.
    func path(_ name: String = "rule") -> String { "\(name)-\(mark)" }

    /// Makes a collection nobody else uses.
    func makeCollection(_ name: String = "rule") async throws -> String {
        try await store.makeCollection(path(name), as: ItemCollection(form, name: path(name)))
        return path(name)
    }

    /// A valid resource.
    ///
    /// - Parameters:
    ///   - number: two numbers are two resources.
    ///   - text: what differs between two states of one resource.
    func sample(_ number: Int = 1, saying text: String = "first", in collection: String) -> Sample {
        let uid = "\(number)-\(mark)@example.org"
        let name: String
        let lines: [String]
        switch suite.service {
        case .calendars:
            name = "\(number).ics"
            lines = [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//degoogle//conformance//EN", "BEGIN:VEVENT", "UID:\(uid)",
                "DTSTAMP:20240101T000000Z", "DTSTART:20240102T100000Z", "DTEND:20240102T110000Z", "SUMMARY:\(text)",
                "END:VEVENT", "END:VCALENDAR",
            ]
        case .contacts:
            name = "\(number).vcf"
            lines = [
                "BEGIN:VCARD", "VERSION:3.0", "PRODID:-//degoogle//conformance//EN", "UID:\(uid)", "N:\(text);;;;",
                "FN:\(text)", "END:VCARD",
            ]
        case .files, .notes:
            name = "\(number).txt"
            lines = [uid, text]
        }
        let bytes = Array(lines.map { $0 + "\r\n" }.joined().utf8)
        return Sample(href: Href(collection: collection, name: name), uid: uid, bytes: bytes)
    }

    /// Stores a sample.
    @discardableResult
    func create(_ sample: Sample) async throws -> StoredResource {
        try await store.create(NewResource(href: sample.href), body: BytesBody(sample.bytes)).resource
    }

    /// The listed state of a resource, which must be there once.
    func listed(_ href: Href) async throws -> StoredResource {
        let found = try await store.list(href.collection).filter { $0.href.isExactly(href) }
        guard let resource = found.first, found.count == 1 else {
            throw BrokenRule(description: "\(href.path.debugDescription) is listed \(found.count) times")
        }
        return resource
    }

    /// Checks that a resource is listed and gives what `sample` says.
    @discardableResult
    func requireStored(_ sample: Sample) async throws -> StoredResource {
        let resource = try await listed(sample.href)
        let bytes = try await store.get(sample.href).readAll(limit: 1 << 20)
        if let reader = suite.reader {
            let (found, wanted) = (reader(bytes), reader(sample.bytes))
            try require(wanted != nil, "the reader given to the suite does not read \(sample.href.name)")
            try require(found == wanted, "get gives another content than was stored")
            try require(resource.uid == sample.uid, "list says UID \(resource.uid ?? "nil"), not \(sample.uid)")
            let fingerprint = wanted.map { Fingerprint(of: $0.comparisonBytes) }
            try require(resource.fingerprint == fingerprint, "list gives another fingerprint than the content has")
        } else {
            try require(bytes == sample.bytes, "get gives other bytes than were stored")
            let count = UInt64(sample.bytes.count)
            try require(resource.byteCount == count, "list says \(resource.byteCount) bytes instead of \(count)")
        }
        return resource
    }
}

/// A resource as a rule stores it.
struct Sample: Sendable {
    let href: Href
    let uid: String
    let bytes: [UInt8]
}

extension Href {
    /// Whether both are the same bytes; `==` also takes two spellings that Unicode calls equivalent for one.
    func isExactly(_ other: Href) -> Bool { path.utf8.elementsEqual(other.path.utf8) }
}
