internal import Applying
internal import ArgumentParser
internal import Foundation
internal import Hosting
internal import Planning
internal import Reporting

/// `degoogle verify`
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Look whether everything that was stored is still there and equal.",
        discussion: """
            Every copy at every host is looked for. Events, tasks and contacts are compared by what they mean; files by
            size and by the state the host gives them, and with --deep by their bytes, which reads all of them. What is
            missing or changed is named, and so is what somebody else put into the same calendars and folders.
            Nothing is written to any host.

            Examples:
              degoogle verify
              degoogle verify --deep --receipt receipt.txt
              degoogle verify framaspace

            The receipt is a text to keep: that everything is there and the account at the provider can be closed, or
            the list of what is not.
            """)

    @Argument(help: "Only these hosts, by name.")
    var hosts: [String] = []

    @Flag(help: "Read every file and compare its bytes.")
    var deep = false

    @Option(help: "Write a receipt to this file.", completion: .file(extensions: ["txt"]))
    var receipt: String?

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = try CareRun(settings, output)
        defer { run.end() }
        try await run.withJournal { journal, catalogue in
            let profiles = try run.profiles(of: catalogue, named: hosts)
            let open = try await run.open(profiles, for: .reading)
            let verifier = Verifier(
                open.named(profiles), catalogue, journal: journal, isDeep: deep, cancellation: run.cancellation)
            let found: Verification
            do {
                found = try await run.progress(verifier.tally) {
                    try await verifier.run(catalogue, lost: open.lost(profiles))
                }
            } catch {
                await open.close()
                throw error
            }
            await open.close()
            // With hosts chosen, what the others hold is not known, and so nothing is said about it.
            let summary = Receipt(
                found, catalogue, copies: run.configuration.policy.copies, hosts: profiles.map(\.name),
                time: Int64(Date().timeIntervalSince1970))
            if let receipt { try write(summary, to: receipt) }
            try run.finish(CareReport(found, at: profiles, receipt: summary))
        }
    }

    private func write(_ receipt: Receipt, to path: String) throws(Stop) {
        do {
            try Data(receipt.text().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Stop(.configuration, "The receipt cannot be written to \(path): \(error.localizedDescription)")
        }
    }
}
