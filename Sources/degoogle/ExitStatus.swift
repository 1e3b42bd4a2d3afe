/// Every way a run can end. The numbers from 64 on are those of `sysexits.h`; 130 is 128 + SIGINT.
enum ExitStatus: Int32, CaseIterable {
    /// Done, or nothing to do.
    case success = 0
    /// Something of the export is not where the plan wants it; the report names it.
    case partial = 1
    /// `--exit-code` was given and there are differences.
    case differences = 2
    /// The command line is wrong.
    case usage = 64
    /// The archives, or the plan file, cannot be used.
    case input = 65
    /// No host can be reached.
    case unavailable = 69
    /// The program is wrong: the ledger does not close.
    case defect = 70
    /// The hosts have not the room the plan needs.
    case noRoom = 73
    /// Something that passes: another run is at work, the disk of the state is full.
    case later = 75
    /// A host refuses the credentials.
    case credentials = 77
    /// The configuration, or the state directory, is wrong.
    case configuration = 78
    /// Stopped by the person; run it again to go on.
    case interrupted = 130
}

/// A run ends here: one clear sentence that says what and, where possible, what to do.
struct Stop: Error {
    /// How it ends.
    let status: ExitStatus
    /// The sentence. Text from archives or hosts in it is escaped when it is shown.
    let sentence: String
    /// Further lines, such as one for each archive that cannot be used.
    let details: [String]

    init(_ status: ExitStatus, _ sentence: String, details: [String] = []) {
        self.status = status
        self.sentence = sentence
        self.details = details
    }
}
