/// A run of entries that are made one at a time: entry `n` of a section never depends on the others having been made.
struct SampleSection: Sendable {
    let product: SampleProduct?
    let count: Int
    let entry: @Sendable (Int) -> SampleEntry

    init(_ product: SampleProduct?, count: Int, entry: @escaping @Sendable (Int) -> SampleEntry) {
        self.product = product
        self.count = count
        self.entry = entry
    }

    init(_ product: SampleProduct?, _ entries: [SampleEntry]) {
        self.init(product, count: entries.count) { entries[$0] }
    }
}

/// The entries of a sample export in their order; made while they are walked, so that memory stays flat.
public struct SampleEntries: Sequence, Sendable {
    let sections: [SampleSection]

    /// The number of entries, known without making them.
    public var count: Int { sections.reduce(0) { $0 + $1.count } }

    /// Walks the entries from the first to the last.
    public struct Iterator: IteratorProtocol {
        let sections: [SampleSection]
        var section = 0
        var index = 0

        /// The next entry, or nil after the last.
        public mutating func next() -> SampleEntry? {
            nextWithProduct()?.entry
        }

        mutating func nextWithProduct() -> (product: SampleProduct?, entry: SampleEntry)? {
            while section < sections.count, index >= sections[section].count {
                section += 1
                index = 0
            }
            guard section < sections.count else { return nil }
            defer { index += 1 }
            return (sections[section].product, sections[section].entry(index))
        }
    }

    /// A walk that starts at the first entry.
    public func makeIterator() -> Iterator {
        Iterator(sections: sections)
    }
}
