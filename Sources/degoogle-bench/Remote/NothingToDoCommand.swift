internal import ArgumentParser
internal import Foundation
internal import TestKit

/// `degoogle-bench nothing-to-do`: what a run costs that finds everything stored.
struct NothingToDoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nothing-to-do", abstract: "The run after a run beside rclone and vdirsyncer.")

    @Option(help: "How many files, and how many events.")
    var items = 10_000

    @OptionGroup var options: ContestOptions

    func run() throws {
        let sections = [try files(), try calendars()]
        try ContestReport(
            name: "nothing-to-do",
            claim: "A run that finds everything stored takes no longer than that of rclone and of vdirsyncer. The "
                + "programs look at the same server, the same place and the same items.",
            sections: sections, versions: Peers.versions
        ).show(options, isShown: true)
    }

    private func files() throws -> ContestSection {
        let scratch = try Scratch(in: options.scratch)
        let peers = Peers(scratch: scratch)
        let sample = try FileSample(count: items, bytes: 2500, in: scratch)
        let server = try RunningFileService(.apache)
        _ = try server.newPlace(for: peers, front: nil)
        let importing = try peers.degoogle(sample.parts)
        try peers.run(importing)
        let variants = [4, 8, 16].map { transfers in
            Contestant(
                name: "rclone, \(transfers) checkers",
                commands: [peers.rcloneCopy(sample.files.directory, transfers: transfers, ["--stats-one-line", "-v"])],
                check: { _ in "nothing to do" })
        }
        return try section(
            "\(FileService.apache.title), files", sample.expected,
            [again(importing), Contest.quickest(of: variants, in: scratch)], goal: "rclone", scratch)
    }

    private func calendars() throws -> ContestSection {
        let scratch = try Scratch(in: options.scratch)
        let peers = Peers(scratch: scratch)
        let sample = try CalendarSample(events: items, in: scratch)
        let contest = CalendarContest(.radicale, isExisting: false, sample: sample, scratch: scratch)
        try scratch.makeDirectory("mirror/bench")
        try contest.begin(withCalendar: false, vdir: scratch.path("mirror/bench"))
        let importing = try peers.degoogle(sample.parts, ["--only", "event"])
        try peers.run(importing)
        // vdirsyncer brings all of it here first: it would take an hour to store as many.
        for command in ["discover", "sync"] { try peers.run(contest.vdirsyncer(command)) }
        let mirrored = try FileList(below: scratch.path("mirror/bench"), ending: ".ics").paths.count
        guard mirrored == sample.files.paths.count else {
            throw MeasurementError("vdirsyncer brought \(mirrored) of \(sample.files.paths.count) events")
        }
        let sync = Contestant(
            name: "vdirsyncer", commands: [contest.vdirsyncer("sync")], check: { _ in "nothing to do" })
        return try withExtendedLifetime(contest) {
            try section(
                "\(CalendarService.radicale.title), events", "\(mirrored) objects", [again(importing), sync],
                goal: "vdirsyncer", scratch)
        }
    }

    private func again(_ command: Invocation) -> Contestant {
        Contestant(
            name: "degoogle", commands: [command],
            check: { outputs in
                guard outputs[0].contains("Nothing to do") else {
                    throw MeasurementError("the second run had something to do: \(outputs[0].suffix(800))")
                }
                return "nothing to do"
            })
    }

    private func section(
        _ title: String, _ data: String, _ contestants: [Contestant], goal: String, _ scratch: Scratch
    ) throws -> ContestSection {
        let rows = try Contest(contestants: contestants, rounds: options.rounds ?? 7, scratch: scratch).run()
        let section = ContestSection(title: title, data: data, rows: rows, goals: [.times(goal, 1)])
        section.show()
        return section
    }
}
