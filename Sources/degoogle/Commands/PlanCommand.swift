internal import ArgumentParser
internal import Foundation
internal import Planning
internal import Reporting

/// `degoogle plan`
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Look at an export and at the hosts, and save what would be done.",
        discussion: """
            The plan is a JSON file that names every item, where it goes and why. `degoogle apply FILE` carries it out,
            as long as the archives and the hosts are as they were.

            Example:
              degoogle plan takeout-*.zip --to folder:./my-data -o plan.json && degoogle apply plan.json
            """)

    @OptionGroup var source: SourceOptions

    @Option(name: [.short, .long], help: "The file to save the plan in.", completion: .file(extensions: ["json"]))
    var output: String

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var show: OutputOptions

    func run() async throws {
        let run = try ImportRun(source, settings, show)
        guard !run.hosts.isEmpty else {
            throw Stop(.usage, "A plan needs hosts: name them with --to, or describe them in the configuration.")
        }
        let report = try await run.rehearse(offline: false, as: .plan)
        // A plan that is no use is not saved.
        if report.plan.lacksRoom { try run.finish(report) }
        do {
            try PlanFile.encode(report.plan).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw Stop(.configuration, "The plan cannot be saved in \(output): \(error.localizedDescription)")
        }
        if !show.quiet { Terminal.say("The plan is saved. Carry it out: degoogle apply \(output)") }
        try run.finish(report)
    }
}
