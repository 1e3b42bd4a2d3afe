internal import Foundation

/// A table in Markdown.
struct MarkdownTable {
    let title: String
    let header: [String]
    var rows: [[String]] = []

    init(_ title: String, _ header: [String]) {
        self.title = title
        self.header = header
    }

    var text: String {
        let lines = [header, header.map { _ in "---" }] + rows
        return "### \(title)\n\n" + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
            + "\n"
    }
}

/// Numbers as the tables show them.
func decimals(_ number: Double, _ places: Int) -> String { String(format: "%.\(places)f", number) }
