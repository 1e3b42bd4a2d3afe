internal import Importing
internal import Items
internal import JSON
internal import MarkdownNotes

/// Finds threads, posts and comments, and turns them into texts, one a year.
///
/// Every file is read twice, record by record. The first pass finds damage before anything is given, the names of
/// threads, the dates of pictures and where years have to be cut; the second one writes. So a thread of any size takes
/// the memory of one text.
struct ChroniclesImporter {
    private let reading: MetaReading

    init(_ reading: MetaReading) { self.reading = reading }

    /// Reads all entries whose role is that of a chronicle.
    func read(_ entries: some Sequence<(ListedEntry, MetaRole)>) async throws {
        var byRole: [MetaRole: [ListedEntry]] = [:]
        for (entry, role) in entries {
            switch role {
            case .thread, .chronicle: byRole[role, default: []].append(entry)
            default: break
            }
        }
        // In the order of the archives, so that a compressed tar is mostly read forward.
        var chronicles = byRole.map { Chronicle($0.key, $0.value) }.sorted { $0.start < $1.start }
        for index in chronicles.indices { try await survey(&chronicles[index]) }
        let folders = folders(of: chronicles)
        for (chronicle, folder) in zip(chronicles, folders) { try await write(chronicle, to: folder) }
    }

    // MARK: The first pass

    private func survey(_ chronicle: inout Chronicle) async throws {
        var cutting = ChronicleCutting(keepsRecords: false)
        var pieces: [ChronicleCutting.Piece] = []
        for number in chronicle.files.indices {
            let entry = chronicle.files[number].entry
            // What a file gave before it proved to be broken is undone.
            let before = (chronicle, cutting, pieces)
            var count = 0
            do {
                try await eachFound(in: entry, chronicle) { found in
                    switch found {
                    case .header(let name, let value): chronicle.take(name, value)
                    case .record(let value, let byteCount):
                        reading.dates.add(value)
                        let record = convert(value, chronicle, depth: 0)
                        count += 1
                        if !record.isWhole { chronicle.files[number].leavesOut = true }
                        pieces += cutting.add(record, byteCount: byteCount, from: number)
                    case .tooLarge: chronicle.files[number].leavesOut = true
                    case .end: break
                    }
                }
                if count > 0 {
                    chronicle.files[number].isRead = true
                } else {
                    try await reading.keep(entry)
                }
            } catch let failure as RecordStream.Failure {
                (chronicle, cutting, pieces) = before
                switch failure {
                case .unreadable(let error): reading.fail(entry, error)
                case .broken(let problem): try await reading.keepBroken(entry, problem)
                }
            }
        }
        chronicle.isNewestFirst = cutting.isNewestFirst
        chronicle.plan(pieces + cutting.finish())
    }

    // MARK: The second pass

    private func write(_ chronicle: Chronicle, to folder: String) async throws {
        var cutting = ChronicleCutting(keepsRecords: true)
        var written = 0
        func give(_ pieces: [ChronicleCutting.Piece]) async throws {
            for piece in pieces {
                let part = chronicle.parts.indices.contains(written) ? chronicle.parts[written] : nil
                written += 1
                let text = ChronicleText(chronicle, piece, number: part?.number ?? written)
                try await reading.sink.take(
                    Item(
                        fileAt: "\(folder)/\(text.fileName)", from: chronicle.files[piece.source].entry.reference,
                        bytes: text.bytes, modified: text.modified, title: text.title))
            }
        }
        var failed: Set<Int> = []
        for (number, file) in chronicle.files.enumerated() where file.isRead {
            do {
                try await eachFound(in: file.entry, chronicle) { found in
                    guard case .record(let value, let byteCount) = found else { return }
                    let record = convert(value, chronicle, depth: folder.utf8.count { $0 == UInt8(ascii: "/") })
                    try await give(cutting.add(record, byteCount: byteCount, from: number))
                }
            } catch let failure as RecordStream.Failure {
                // It was whole a moment ago: the disk fails, or somebody writes to it.
                failed.insert(number)
                let error = if case .unreadable(let error) = failure { error } else { ContentError("It has changed.") }
                reading.fail(file.entry, error)
            }
        }
        try await give(cutting.finish())
        let sources = Set(chronicle.parts.map(\.source))
        for (number, file) in chronicle.files.enumerated() where file.isRead && !failed.contains(number) {
            if file.leavesOut || sources.contains(number) {
                reading.sink.record(.imported, of: file.entry.reference)
            } else {
                reading.sink.record(
                    .merged(reason: "it continues another file, in whose texts it is"), of: file.entry.reference)
            }
            if file.leavesOut { try await reading.keepBeside(file.entry) }
        }
    }

    // MARK: Both

    private func eachFound(
        in entry: ListedEntry, _ chronicle: Chronicle, _ body: (RecordStream.Found) async throws -> Void
    ) async throws {
        try await reading.export.stream([entry]) { _, content in
            let open: any ContentReader
            switch content {
            case .success(let content): open = content
            case .failure(let error): throw RecordStream.Failure.unreadable(error)
            }
            var stream = RecordStream(open, chronicle.isThread ? .thread : .list)
            while true {
                switch try stream.next() {
                case .header(let name, let value): try await body(.header(name: name, reading.mended(value)))
                case .record(let value, let byteCount):
                    try await body(.record(reading.mended(value), byteCount: byteCount))
                case .tooLarge: try await body(.tooLarge)
                case .end: return
                }
            }
        }
    }

    private func convert(_ value: JSONValue, _ chronicle: Chronicle, depth: Int) -> ChronicleRecord {
        let links = MediaLinks { uri in reading.link(to: uri, fromDepth: depth) }
        return chronicle.isThread
            ? MessageConversion.record(of: value, links) : PostConversion.record(of: value, links)
    }

    /// Where the texts of each chronicle go. Threads of one name are told apart by their number; those of one number too
    /// by the folder they are in, such as `inbox` and `archived_threads`.
    private func folders(of chronicles: [Chronicle]) -> [String] {
        let stems = chronicles.map { Markdown.fileStem($0.name, orElse: $0.identifier) }
        var counts: [String: Int] = [:]
        for (chronicle, stem) in zip(chronicles, stems) where chronicle.isThread {
            counts[stem.lowercased(), default: 0] += 1
            counts["\(stem) (\(chronicle.identifier))".lowercased(), default: 0] += 1
        }
        return zip(chronicles, stems).map { chronicle, stem in
            guard chronicle.isThread else { return "\(reading.service.title)/\(stem)" }
            let messages = "\(reading.service.title)/Messages/"
            if counts[stem.lowercased()] == 1 { return messages + stem }
            let numbered = "\(stem) (\(chronicle.identifier))"
            if counts[numbered.lowercased()] == 1 { return messages + numbered }
            return "\(messages)\(stem) (\(chronicle.identifier), \(chronicle.box))"
        }
    }
}

extension Chronicle {
    /// The first of its entries in the archives.
    fileprivate var start: EntryReference {
        files.map(\.entry.reference).min() ?? EntryReference(part: 0, entry: 0)
    }

    /// Takes what a thread says of itself; the first file that says it counts.
    fileprivate mutating func take(_ name: String, _ value: JSONValue) {
        switch name {
        case "title": if title == nil { title = value.string }
        // Messenger puts the number of the thread behind its name.
        case "threadName": if title == nil { title = value.string.map { MetaPaths.numbered($0).stem } }
        default:
            guard participants.isEmpty else { return }
            participants = value.elements.compactMap { $0.string ?? $0["name"]?.string }
        }
    }
}
