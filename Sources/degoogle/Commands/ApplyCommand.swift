internal import ArgumentParser
internal import Foundation
internal import Planning

/// `degoogle apply`
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Carry out a saved plan.",
        discussion: """
            Refuses a plan that was made for other archives, or for hosts that have changed since. A plan that was
            interrupted is carried on with.
            """)

    @Argument(help: "The file that `degoogle plan` saved.", completion: .file(extensions: ["json"]))
    var plan: String

    @OptionGroup var storing: StoringOptions
    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: plan))
        } catch {
            throw Stop(.input, "The plan \(plan) cannot be read: \(error.localizedDescription)")
        }
        try await SavedPlanRun(decode(data), data: data, path: plan, settings, output)
            .perform(attendees: storing.attendees)
    }

    private func decode(_ data: Data) throws(Stop) -> Plan {
        do throws(PlanFile.Fault) {
            return try PlanFile.decode(data)
        } catch {
            switch error {
            case .version(let version):
                throw Stop(.input, "\(plan) was made by another version of degoogle (form \(version)): make it anew.")
            case .notAPlan:
                throw Stop(.input, "\(plan) is not a plan that degoogle saved: make one with degoogle plan.")
            }
        }
    }
}
