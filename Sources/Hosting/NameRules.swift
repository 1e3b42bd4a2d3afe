/// Names a host does not take, as far as it says.
public struct NameRules: Hashable, Sendable {
    /// Whole names, compared without case.
    public let names: Set<String>
    /// Names before their first dot, compared without case.
    public let basenames: Set<String>
    /// Ends of names, compared without case.
    public let endings: Set<String>
    /// Characters that occur in no name.
    public let characters: Set<Unicode.Scalar>

    /// Describes rules; every name is good where nothing is said.
    public init(
        names: Set<String> = [], basenames: Set<String> = [], endings: Set<String> = [],
        characters: Set<Unicode.Scalar> = []
    ) {
        self.names = Set(names.map { $0.lowercased() })
        self.basenames = Set(basenames.map { $0.lowercased() })
        self.endings = Set(endings.map { $0.lowercased() })
        self.characters = characters
    }

    /// Why a name is not taken, for a person; `nil` when nothing is against it.
    public func problem(with name: String) -> String? {
        let lower = name.lowercased()
        if names.contains(lower) { return "the host takes no file of the name \(name)" }
        let basename = lower.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        if basenames.contains(String(basename)) { return "the host takes no name that begins with \(basename)" }
        if let ending = endings.sorted().first(where: { lower.hasSuffix($0) }) {
            return "the host takes no name that ends in \(ending.debugDescription)"
        }
        if let bad = name.unicodeScalars.first(where: { characters.contains($0) }) {
            return "the host takes no name with \(String(bad).debugDescription) in it"
        }
        return nil
    }
}
