internal import ArgumentParser
internal import Importing
internal import ProgramImporters

/// `degoogle importers`
struct ImportersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "importers",
        abstract: "List what can be read, what becomes of it, and what is lost.",
        discussion: """
            Without a name it lists the importers, a line each. With one it says what becomes of each product, and what
            of it cannot be carried.
            """)

    @Argument(help: "Say all about this importer.")
    var name: String?

    func run() throws {
        let lines: [String]
        if let name {
            guard let chosen = Registry.importers.map(\.description).first(where: { $0.name == name }) else {
                let names = Registry.importers.map(\.description.name).joined(separator: ", ")
                throw Stop(.usage, "There is no importer \(name); there are \(names).")
            }
            lines = Self.all(about: chosen)
        } else {
            lines = Self.overview
        }
        Terminal.answer(lines.joined(separator: "\n") + "\n")
    }

    /// A line for each importer.
    private static var overview: [String] {
        let columns = (Registry.importers.map(\.description.name.count).max() ?? 0) + 2
        func line(_ name: String, _ text: String) -> [String] {
            Paragraph.lines(text, first: "  " + Paragraph.padded(name, to: columns), indent: columns + 2)
        }
        var lines = ["These exports are read; degoogle importers NAME says what becomes of one."]
        for importer in Registry.own + [Registry.last] {
            lines += line(importer.description.name, importer.description.contents)
        }
        if !Registry.programs.isEmpty {
            lines += ["", "Programs of others on PATH"]
            for program in Registry.programs {
                let sources = program.description.products.map(\.source).joined(separator: ", ")
                lines += line(
                    program.description.name,
                    program.description.title + (sources.isEmpty ? "" : ": \(sources) (\(program.path))"))
            }
        }
        lines += ["", "Planned"]
        for plan in Registry.plannedImporters { lines += Paragraph.lines(plan, first: "  ", indent: 2) }
        return lines + ["", "degoogle how-to NAME says how to ask a provider for your data."]
    }

    /// What becomes of each product of an importer.
    private static func all(about importer: ImporterDescription) -> [String] {
        var lines = Paragraph.lines("\(importer.title) (\(importer.name))", indent: 0)
        if let program = Registry.programs.first(where: { $0.description.name == importer.name }) {
            lines += Paragraph.lines("read by the program \(program.path)", first: "  ", indent: 2)
        }
        for product in importer.products {
            lines += [""] + Paragraph.lines(product.source, first: "  ", indent: 4)
            lines += Paragraph.lines(product.destination, first: "    -> ", indent: 7)
            if !product.lost.isEmpty {
                lines += Paragraph.lines("not carried: \(product.lost)", first: "       ", indent: 7)
            }
        }
        if importer.howTo != nil { lines += ["", "degoogle how-to \(importer.name) says how to ask for it."] }
        return lines
    }
}
