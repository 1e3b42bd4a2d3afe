extension Int {
    /// The number with the words that go with it: `1 card has`, `12 cards have`.
    public func counting(_ one: String, _ many: String) -> String { "\(self) \(self == 1 ? one : many)" }
}
