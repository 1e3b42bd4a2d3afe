internal import ArgumentParser
internal import Importing
internal import Reporting

/// `degoogle importers`
struct ImportersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "importers",
        abstract: "List what can be read, what becomes of it, and what is lost.")

    @Argument(help: "Only this importer.")
    var name: String?

    func run() throws {
        let chosen = Registry.importers.map(\.description).filter { name == nil || $0.name == name }
        guard !chosen.isEmpty else {
            let names = Registry.importers.map(\.description.name).joined(separator: ", ")
            throw Stop(.usage, "There is no importer \(name ?? ""); there are \(names).")
        }
        var lines: [String] = []
        for importer in chosen {
            lines.append("\(importer.title) (\(importer.name))")
            for product in importer.products {
                lines.append("  \(product.source) -> \(product.destination)")
                if !product.lost.isEmpty { lines.append("      not carried: \(product.lost)") }
            }
        }
        if name == nil {
            lines.append("Planned")
            lines += Registry.plannedImporters.map { "  \($0)" }
        }
        Terminal.answer(lines.map(DisplayText.safe).joined(separator: "\n") + "\n")
    }
}
