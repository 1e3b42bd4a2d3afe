extension ProviderSample {
    /// An export of Amazon: an order history in both sets of columns, the Kindle library, a wish list, photos, and much
    /// that has no place.
    ///
    /// - Parameter isFrench: whether the folder of orders is named as for a French account.
    public static func amazon(isFrench: Bool = false) -> ProviderSample {
        let orders =
            isFrench ? "Vos commandes Amazon/Historique des commandes.csv" : "Your Amazon Orders/Order History.csv"
        let books = (0..<12).map { number in
            SampleEntry(
                "Digital.Content.Ownership/Digital.Content.Ownership.\(number).json",
                text: """
                    {"resource": {"ASIN": "B00\(number)", "Product Name": "Livre n° \(number)",
                     "resourceType": "KindleEBook"}, "rights": [{"rightType": "Download", "rightStatus": "Active",
                     "acquiredDate": "2023-0\(1 + number % 9)-11T10:00:00Z", "origin": {"originType": "Purchase"}}]}
                    """, .imported)
        }
        return ProviderSample(
            "All Data Categories",
            [
                SampleEntry(
                    "Retail.OrderHistory.1/Retail.OrderHistory.1.csv", .bytes([0xEF, 0xBB, 0xBF] + oldOrders.utf8),
                    .imported),
                SampleEntry(orders, text: newOrders, .imported),
                SampleEntry(
                    "Amazon.Lists.Wishlist.1.1/Amazon.Lists.Wishlist.json",
                    text: """
                        {"lists": [{"listName": "Noël", "items": [{"asin": "B1", "itemName": "Puzzle *500*"},
                        {"asin": "B2", "itemName": "Écharpe"}]}]}
                        """, .imported),
                SampleEntry("Amazon Photos/2024/plage.jpg", .bytes([0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]), .imported),
                SampleEntry("Audible.Library/Audible.Library.csv", text: "Title\nRomans\n", .kept),
                SampleEntry("Search-Data/Search.csv", text: "", .kept),
                SampleEntry("Advertising.1/Advertising.csv", text: "Advertisers\nX\n", .kept),
                SampleEntry("Retail.TransactionalInvoicing.1/facture.pdf", text: "%PDF-1.4", .kept),
            ] + books)
    }

    private static let oldOrders = rows(
        [
            "Website", "Order ID", "Order Date", "Currency", "Unit Price", "Total Owed", "ASIN", "Quantity",
            "Order Status", "Product Name",
        ],
        [
            [
                "Amazon.fr", "408-1", "2023-05-01T10:00:00Z", "EUR", "12.00", "1,234.50", "B0A", "1", "Closed",
                "Vélo, \"rouge\"",
            ],
            [
                "Amazon.fr", "408-2", "2023-05-01T10:00:00.123Z", "EUR", "3.00", "'-14.39'", "B0B", "2", "Closed",
                "Retour #1",
            ],
            ["Amazon.fr", "408-3", "2024-01-02T10:00:00Z", "EUR", "3.00", "9.99", "B0C", "1", "Closed", "Livre"],
            ["Amazon.fr", "408-4", "Not Available", "EUR", "3.00", "9.99", "B0D", "1", "Cancelled", "Rien"],
        ])

    private static let newOrders = rows(
        [
            "ASIN", "Currency", "Order Date", "Order ID", "Order Status", "Original Quantity", "Product Name",
            "Total Amount", "Website",
        ],
        [
            ["B0C", "EUR", "2024-01-02T10:00:00Z", "408-3", "Closed", "1", "Livre", "9.99", "Amazon.fr"],
            ["B0E", "USD", "2024-03-04T10:00:00Z", "111-5", "Closed", "3", "Lamp", "30", "Amazon.com"],
        ])

    private static func rows(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map { row in
            row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\r\n"
        }.joined()
    }
}
