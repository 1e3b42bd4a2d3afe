internal import Importing
internal import Items

/// One export while a program reads it: what is asked, and where every entry goes, whatever the program does.
final class ProgramReading {
    private let importer: ProgramImporter
    private let export: ExportReader
    private let sink: any ImportSink
    private var makers: ProgramItems
    private var states: [State]

    /// What is known of an entry.
    private struct State {
        /// Whether the program has spoken of it when it planned.
        var isPlanned = false
        /// Whether it could not be read, which no program decides.
        var isDamaged = false
        /// Whether items came from it.
        var gave = false
        /// What the program says became of it.
        var outcome: EntryOutcome?
    }

    init(_ importer: ProgramImporter, _ export: ExportReader, _ sink: any ImportSink) {
        self.importer = importer
        self.export = export
        self.sink = sink
        makers = ProgramItems(export)
        states = Array(repeating: State(), count: export.entries.count)
    }

    /// Reads the export. An entry that the program leaves undone is kept as a plain file.
    ///
    /// - Throws: only what the sink throws.
    func run() async throws {
        do {
            let program = try Conversation(importer.path, bounds: importer.bounds)
            try await read(plan(with: program), with: program)
            try program.say(ProgramRequest.finish)
            _ = try await answer(of: program, about: nil)
            try program.finish()
        } catch let failure as ProgramFailure {
            sink.note(
                Finding(
                    "importer-stopped", .warning, entry: export.label,
                    "The program that reads this export was ended, and what it had not finished is kept as plain files.",
                    detail: "\(importer.description.name) \(failure.sentence)"))
        }
        for finding in makers.findings { sink.note(finding) }
        for number in states.indices { try await settle(number) }
    }

    /// Asks which entries it wants to read.
    private func plan(with program: Conversation) throws(ProgramFailure) -> [Int] {
        try program.say(ProgramRequest.plan(export.entries.count))
        try program.tell(export.entries)
        var wanted: [Int] = []
        while true {
            switch try program.reply() {
            case .entry(let number, let outcome):
                guard states.indices.contains(number), !states[number].isPlanned else {
                    throw program.failed("spoke of entry \(number), which there is not, or twice")
                }
                states[number].isPlanned = true
                states[number].outcome = outcome
                if outcome == nil { wanted.append(number) }
            case .finding(let finding): note(finding, about: nil)
            case .done: return wanted
            case .item: throw program.failed("gave an item before it had read anything")
            }
        }
    }

    /// Gives it the entries it wants, in the order in which the archives hold them.
    private func read(_ wanted: [Int], with program: Conversation) async throws {
        let numbers = Dictionary(
            wanted.map { (export.entries[$0].reference, $0) }, uniquingKeysWith: { first, _ in first })
        try await export.stream(wanted.map { export.entries[$0] }) { entry, content in
            guard let number = numbers[entry.reference] else { return }
            do {
                let body = try ProgramBody(content.get(), byteCount: entry.byteCount, limit: program.bounds.item)
                try program.say(ProgramRequest.read(number, byteCount: body.byteCount))
                let damage = try body.give(to: program)
                if let damage { damaged(number, damage) }
                try program.tell(damage.map { ProgramRequest.damaged($0.description) } ?? ProgramRequest.whole)
                let outcome = try await answer(of: program, about: number)
                if damage == nil { states[number].outcome = outcome }
            } catch let error as ContentError {
                damaged(number, error)
            }
        }
    }

    /// Takes an answer to its end.
    ///
    /// - Parameter entry: the entry being read; `nil` when all have been.
    /// - Returns: what the program says became of it.
    private func answer(of program: Conversation, about entry: Int?) async throws -> EntryOutcome? {
        for _ in 0..<program.bounds.lines {
            switch try program.reply() {
            case .item(let item):
                let bytes = try item.byteCount.map { count throws(ProgramFailure) in try program.item(ofCount: count) }
                guard let number = item.entry ?? entry, states.indices.contains(number), states[number].isPlanned else {
                    throw program.failed("gave an item of an entry it did not read")
                }
                guard !states[number].isDamaged else { continue }
                for made in makers.items(of: item, bytes: bytes, from: export.entries[number]) {
                    states[number].gave = true
                    try await sink.take(made)
                }
            case .finding(let finding): note(finding, about: entry)
            case .done(let outcome): return outcome
            case .entry: throw program.failed("planned while it was to read")
            }
        }
        throw program.failed("gave an answer of more than \(program.bounds.lines) lines")
    }

    /// Gives an entry its one outcome, and keeps as a file what the program did not carry.
    private func settle(_ number: Int) async throws {
        let (entry, state) = (export.entries[number], states[number])
        let place = export.place(of: entry)
        switch (state.outcome, state.gave) {
        case (.imported, true): sink.record(.imported, of: entry.reference)
        case (.merged, true), (.leftOut, true), (.unreadable, true): sink.record(.imported, of: entry.reference)
        case (.merged(let reason), false): sink.record(.merged(reason: reason), of: entry.reference)
        case (.leftOut(let reason), false): sink.record(.leftOut(reason: reason), of: entry.reference)
        case (.unreadable(let reason), false):
            sink.record(.unreadable(reason: reason), of: entry.reference)
            sink.note(Finding("unreadable-entry", .error, entry: place, reason))
        case (.imported, false):
            sink.note(
                Finding(
                    "importer-gave-nothing", .warning, entry: place,
                    "The program that reads this export made nothing of it, so it is kept as a plain file."))
            try await keep(entry)
        case (.kept, _), (nil, _): try await keep(entry)
        }
    }

    private func keep(_ entry: ListedEntry) async throws {
        sink.record(.kept, of: entry.reference)
        try await sink.take(export.file(entry, at: entry.path))
    }

    private func damaged(_ number: Int, _ error: ContentError) {
        states[number].isDamaged = true
        states[number].outcome = .unreadable(reason: error.description)
    }

    private func note(_ finding: ProgramFinding, about number: Int?) {
        sink.note(
            Finding(
                finding.code, finding.severity, entry: number.map { export.place(of: export.entries[$0]) },
                finding.message, detail: finding.detail))
    }
}
