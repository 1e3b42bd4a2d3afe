internal import Applying
internal import Archives
internal import Importing
internal import Items
internal import Planning

/// The archives of the command line.
enum SourceArchives {
    /// Lists them.
    ///
    /// - Throws: `Stop` when there is nothing to read in any of them.
    static func open(_ paths: [String]) throws(Stop) -> ArchiveSet {
        let early = EarlyReading()
        let archives = ArchiveSet.open(
            paths, options: ArchiveOptions(for: Registry.importers, retain: { early.keeps($0) }))
        if archives.parts.allSatisfy({ $0.entries.isEmpty }) {
            let details = archives.allProblems.map { problem in
                [problem.path + ":", problem.sentence, problem.advice].compactMap { $0 }.joined(separator: " ")
            }
            throw Stop(.input, "There is nothing to read in what was given.", details: details)
        }
        return archives
    }
}

extension ArchiveSet {
    /// The SHA-256 over the identities of all parts, for telling a plan made of other archives.
    var digest: String {
        Fingerprint(of: parts.map(\.identityText).joined(separator: "\n")).description
    }
}

extension Stop {
    /// The ledger does not close: a defect, told with the names of the entries.
    init(_ mismatch: LedgerMismatch, _ archives: ArchiveSet) {
        let missing = mismatch.missing.map { "no row: \(archives.place(of: $0))" }
        let twice = mismatch.twice.prefix(10).map { "two rows: \(archives.place(of: $0))" }
        self.init(
            .defect, "The ledger does not close, which is a defect of degoogle: please report it. Nothing was written.",
            details: missing + twice)
    }

    /// The state cannot be used.
    init(_ fault: StateDirectory.Fault) {
        switch fault {
        case .inUse, .noRoom: self.init(.later, fault.description)
        case .notWritable, .damaged: self.init(.configuration, fault.description)
        }
    }
}

/// Turns what can be wrong with the state into a `Stop`.
func stopping<Value: ~Copyable>(_ body: () throws(StateDirectory.Fault) -> Value) throws(Stop) -> Value {
    do throws(StateDirectory.Fault) {
        return try body()
    } catch {
        throw Stop(error)
    }
}
