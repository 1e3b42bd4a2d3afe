internal import Items

/// Columns of text: the first left-aligned, the others right-aligned.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []

    init(header: [String]) { self.header = header }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// The lines.
    ///
    /// - Parameter first: from this column on, a column in which every row says 0 is left out.
    func lines(hidingZeroColumnsFrom first: Int, paint: Paint) -> [String] {
        let columns = header.indices.filter { column in
            column < first || rows.contains { $0[column] != "0" }
        }
        let widths = columns.map { column in
            ([header] + rows).map { $0[column].count }.max() ?? 0
        }
        let all = ([header] + rows).map { row in
            "  "
                + zip(columns, widths).enumerated().map { position, column in
                    let padding = String(repeating: " ", count: column.1 - row[column.0].count)
                    return position == 0 ? row[column.0] + padding : padding + row[column.0]
                }.joined(separator: "  ")
        }
        return all.enumerated().map { $0.offset == 0 ? paint.faint($0.element) : $0.element }
    }
}

/// The four ways in which a report may stress a text (ECMA-48 SGR), or none.
struct Paint {
    /// Whether to use any.
    let isOn: Bool

    func bold(_ text: String) -> String { wrap(text, "1") }

    func faint(_ text: String) -> String { wrap(text, "2") }

    func severity(_ severity: Finding.Severity, _ text: String) -> String {
        switch severity {
        case .error: wrap(text, "1;31")
        case .warning: wrap(text, "1;33")
        case .note: wrap(text, "1")
        }
    }

    private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
