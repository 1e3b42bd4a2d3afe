public import Items

extension ImporterDescription {
    /// What of the products that were there is not carried over, a finding for each of which something is lost.
    ///
    /// - Parameter isThere: whether something of a product was in the export.
    public func losses(where isThere: (ProductDescription) -> Bool) -> [Finding] { products.losses(where: isThere) }
}

extension [ProductDescription] {
    /// What of the products that were there is not carried over, a finding for each of which something is lost.
    ///
    /// - Parameter isThere: whether something of a product was in the export.
    public func losses(where isThere: (ProductDescription) -> Bool) -> [Finding] {
        filter { !$0.lost.isEmpty && isThere($0) }.map { product in
            Finding(
                "not-carried", .note, entry: product.source,
                "Not carried over from \(product.source): \(product.lost).")
        }
    }
}
