internal import CSV
internal import Importing
internal import Items
internal import MarkdownNotes

/// Order histories: the tables as they are, and for each year a text that a person reads.
///
/// Archives made on different days hold the same orders in both sets of columns; what is the same stands in the summary
/// once.
struct OrderSummaries {
    /// The most rows that are held; nobody ordered a tenth of them.
    private static let rowLimit = 200_000

    private let reading: AmazonReading

    init(_ reading: AmazonReading) { self.reading = reading }

    func read(_ entries: [ListedEntry]) async throws {
        var lines: [OrderLine: EntryReference] = [:]
        try await reading.export.stream(entries) { entry, content in
            switch content {
            case .success(let content):
                do throws(ContentError) {
                    for line in try table(content, entry) where lines.count <= Self.rowLimit {
                        // The first in archive order stands for all; which one it is shows nowhere.
                        if lines[line] == nil { lines[line] = entry.reference }
                    }
                } catch {
                    reading.fail(entry, error)
                    return
                }
                try await reading.keep(entry, .imported)
            case .failure(let error): reading.fail(entry, error)
            }
        }
        guard lines.count <= Self.rowLimit else {
            reading.noteNoSummary("orders", over: Self.rowLimit)
            return
        }
        for (year, lines) in Dictionary(grouping: lines, by: \.key.year).sorted(by: { $0.key < $1.key }) {
            guard let source = lines.map(\.value).min() else { continue }
            let sorted = lines.map(\.key).sorted { $0.precedes($1) }
            try await reading.write(
                Self.text(year, sorted), at: "Amazon/Orders/\(year).md", from: source, title: "Amazon orders \(year)")
        }
    }

    /// The rows of a table, read as it streams past.
    private func table(_ content: any ContentReader, _ entry: ListedEntry) throws(ContentError) -> Set<OrderLine> {
        var reader = CSVReader()
        var columns: OrderColumns?
        var isFirst = true
        var lines: Set<OrderLine> = []
        var withoutDay = 0
        var damaged: CSVProblem?
        func take(_ record: CSVRecord) {
            damaged = damaged ?? record.problems.first
            if isFirst {
                columns = OrderColumns(CSVHeader(record))
                isFirst = false
            } else if let columns {
                guard let line = columns.line(record) else {
                    withoutDay += 1
                    return
                }
                if lines.count <= Self.rowLimit { lines.insert(line) }
            }
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try content.read(into: buffer)
            if count == 0 { break }
            reader.add(Array(buffer[..<count]).span)
            while let record = reader.next() { take(record) }
        }
        reader.finish()
        while let record = reader.next() { take(record) }
        if !isFirst, columns == nil {
            reading.note(
                entry, "no-order-history", .note,
                "Its columns are not those of an order history; it is only kept as it is.")
        }
        if withoutDay > 0 {
            reading.note(
                entry, "order-without-day", .note,
                withoutDay.counting(
                    "order has no day and is in no summary.", "orders have no day and are in no summary."))
        }
        if let damaged {
            reading.note(
                entry, "damaged-table", .warning,
                "A quotation mark or the length of a line is wrong; the summary may lack "
                    + "orders. The table is kept as it is.", "line \(damaged.line)")
        }
        return lines
    }

    private static func text(_ year: Int, _ lines: [OrderLine]) -> String {
        var text = Markdown.heading(1, "Amazon orders \(year)") + "\n\n"
        let orders = Set(lines.map { ExactText($0.order) }).count
        let items = lines.count == 1 ? "1 item" : "\(lines.count) items"
        text += "\(items) in \(orders == 1 ? "1 order" : "\(orders) orders").\n\n"
        // No sum where it would be too large.
        var totals: [ExactText: Int64?] = [:]
        for line in lines {
            guard let amount = line.hundredths else { continue }
            let currency = ExactText(line.currency)
            let sum = (totals[currency] ?? 0)?.addingReportingOverflow(amount)
            totals[currency] = .some(sum.flatMap { $0.overflow ? nil : $0.partialValue })
        }
        for (currency, total) in totals.sorted(by: { $0.key < $1.key }) {
            let sum = total.map(amount) ?? "too large to be added up,"
            text += Markdown.item("Total: \(sum) \(currency.text)") + "\n"
        }
        var day = ""
        for line in lines {
            if line.day != day {
                day = line.day
                text += "\n" + Markdown.heading(2, day) + "\n\n"
            }
            let number = ["", "1", "1.0"].contains(line.quantity) ? "" : "\(line.quantity) × "
            let price = line.total.isEmpty ? "" : ", \(line.hundredths.map(amount) ?? line.total) \(line.currency)"
            let status = ["", "Closed"].contains(line.status) ? "" : ", \(line.status)"
            text += Markdown.item("\(number)\(line.product)\(price)\(status) (order \(line.order))") + "\n"
        }
        return text
    }

    private static func amount(_ hundredths: Int64) -> String {
        let (units, cents) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        return "\(hundredths < 0 ? "-" : "")\(units).\(cents < 10 ? "0" : "")\(cents)"
    }
}
