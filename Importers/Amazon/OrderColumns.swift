internal import CSV
internal import Items

/// Where an order history has what a summary says, in both sets of columns: that of before and that of since February
/// 2026, which is sorted and renames some.
struct OrderColumns {
    private let date: Int
    private let order: Int
    private let product: Int
    private let total: Int?
    private let currency: Int?
    private let quantity: Int?
    private let status: Int?
    private let identifier: Int?

    /// Finds the columns; nil for a table that is no order history.
    init?(_ header: CSVHeader) {
        guard let date = header.column("Order Date"), let order = header.column("Order ID"),
            let product = header.column("Product Name")
        else { return nil }
        self.date = date
        self.order = order
        self.product = product
        total = header.column("Total Amount") ?? header.column("Total Owed")
        currency = header.column("Currency")
        quantity = header.column("Original Quantity") ?? header.column("Quantity")
        status = header.column("Order Status")
        identifier = header.column("ASIN")
    }

    /// What a row says; nil for a row without a day.
    func line(_ record: CSVRecord) -> OrderLine? {
        func text(_ column: Int?) -> String {
            let text = column.map { record[$0] } ?? ""
            return ["not available", "not applicable", "unknown"].contains(text.lowercased()) ? "" : text
        }
        let day = String(text(date).prefix(10))
        guard day.utf8.count == 10, day.utf8.allSatisfy({ $0 == 0x2D || $0 &- 0x30 < 10 }),
            let year = Int(day.prefix(4))
        else { return nil }
        return OrderLine(
            year: year, day: day, order: text(order), product: text(product), identifier: text(identifier),
            quantity: text(quantity), total: text(total), currency: text(currency), status: text(status))
    }
}

/// A row of an order history, as far as a summary says it.
struct OrderLine: Hashable {
    let year: Int
    /// The day, `2024-05-01`.
    let day: String
    let order: String
    let product: String
    let identifier: String
    let quantity: String
    let total: String
    let currency: String
    let status: String

    /// The total in hundredths; nil where there is none. `'-14.39'`, `1,234.50` and `12,30` occur.
    var hundredths: Int64? {
        var text = total.filter { !$0.isWhitespace && $0 != "'" && $0 != "\"" }
        let isNegative = text.hasPrefix("-")
        if isNegative { text.removeFirst() }
        let mark = text.lastIndex { $0 == "." || $0 == "," }
        var whole = text
        var fraction = ""
        if let mark {
            let rest = text[text.index(after: mark)...]
            // A comma before three digits parts thousands.
            if text[mark] == "." || rest.count != 3 {
                whole = String(text[..<mark])
                fraction = String(rest)
            }
        }
        whole.removeAll { $0 == "," || $0 == "." }
        guard whole.utf8.count <= 12, fraction.allSatisfy(\.isNumber), let units = Int64(whole.isEmpty ? "0" : whole)
        else {
            return nil
        }
        guard let cents = Int64((fraction + "00").prefix(2)) else { return nil }
        return (isNegative ? -1 : 1) * (units * 100 + cents)
    }

    /// All it says, byte for byte: by day, then by order and product.
    private var texts: [ExactText] {
        [day, order, product, identifier, total, quantity, currency, status].map { ExactText($0) }
    }

    static func == (left: OrderLine, right: OrderLine) -> Bool { left.texts == right.texts }

    func hash(into hasher: inout Hasher) { hasher.combine(texts) }

    func precedes(_ other: OrderLine) -> Bool { texts.lexicographicallyPrecedes(other.texts) }
}
