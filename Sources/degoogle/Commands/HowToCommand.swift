internal import ArgumentParser
internal import Importing

/// `degoogle how-to`
struct HowToCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "how-to",
        abstract: "Say how to ask a provider for your data.",
        discussion: """
            Without a name it lists the providers it knows. The steps say where to ask, what to choose, how long it
            takes and what the files are called. Providers move their pages: the month says when the steps were true.
            """)

    @Argument(help: "The provider: google-takeout, apple, facebook ...")
    var name: String?

    func run() throws {
        let known = Registry.howTos
        guard let name else {
            let columns = (known.map(\.name.count).max() ?? 0) + 2
            var lines = known.flatMap { provider in
                Paragraph.lines(
                    provider.title, first: "  " + Paragraph.padded(provider.name, to: columns), indent: columns + 2)
            }
            lines.insert("degoogle how-to NAME says how to ask for your data at", at: 0)
            return Terminal.answer(lines.joined(separator: "\n") + "\n")
        }
        guard let provider = known.first(where: { $0.name == name }) else {
            throw Stop(
                .usage,
                "No steps are known for \(name); there are some for \(known.map(\.name).joined(separator: ", ")).")
        }
        let month = provider.howTo.checked.map { " (as of \($0))" } ?? ""
        var lines = Paragraph.lines("How to get your data from \(provider.title)\(month)", indent: 0)
        for (index, step) in provider.howTo.steps.enumerated() {
            lines += [""] + Paragraph.lines(step, first: "\(index + 1). ", indent: 3)
        }
        Terminal.answer(lines.joined(separator: "\n") + "\n")
    }
}
