/// Names a host does not take, as far as it says.
public struct NameRules: Hashable, Sendable {
    /// Whole names, compared without case.
    public let names: Set<String>
    /// Names before their first dot, compared without case. A leading dot does not count.
    public let basenames: Set<String>
    /// Ends of names, compared without case.
    public let endings: Set<String>
    /// Characters that occur in no name.
    public let characters: Set<Unicode.Scalar>
    /// Whether the host stores every name with its accents composed (Unicode normalization form C), so that another
    /// writing does not come back.
    public let composes: Bool

    /// Describes rules; every name is good where nothing is said.
    public init(
        names: Set<String> = [], basenames: Set<String> = [], endings: Set<String> = [],
        characters: Set<Unicode.Scalar> = [], composes: Bool = false
    ) {
        self.names = Set(names.map { $0.lowercased() })
        self.basenames = Set(basenames.map { $0.lowercased() })
        self.endings = Set(endings.map { $0.lowercased() })
        self.characters = characters
        self.composes = composes
    }

    /// The rules of several hosts together: what passes them is taken by each.
    public func union(_ other: NameRules) -> NameRules {
        NameRules(
            names: names.union(other.names), basenames: basenames.union(other.basenames),
            endings: endings.union(other.endings), characters: characters.union(other.characters),
            composes: composes || other.composes)
    }

    /// Whether every name is good.
    public var isEmpty: Bool { self == NameRules() }

    /// Why a name is not taken, for a person; `nil` when nothing is against it.
    public func problem(with name: String) -> String? {
        guard !isEmpty else { return nil }
        if composes, ComposedName.of(name) != nil { return "the host writes its accents in another way" }
        let lower = name.lowercased()
        if names.contains(lower) { return "the host takes no file of the name \(name)" }
        let basename = String(Self.basename(of: lower))
        if basenames.contains(basename) { return "the host takes no name that begins with \(basename)" }
        if let ending = ending(of: lower) { return "the host takes no name that ends in \(ending.debugDescription)" }
        if let bad = name.unicodeScalars.first(where: { characters.contains($0) }) {
            return "the host takes no name with \(String(bad).debugDescription) in it"
        }
        return nil
    }

    /// The nearest name that is taken: accents composed, `_` for a character, behind a name or an ending that is not.
    ///
    /// - Returns: the same text where nothing is against it. Different names may become one.
    public func adapted(_ name: String) -> String {
        guard problem(with: name) != nil else { return name }
        var adapted = composes ? ComposedName.of(name) ?? name : name
        let filler = ["_", "-", " ", "x"].first { !characters.contains($0) }.map(String.init) ?? ""
        var scalars = String.UnicodeScalarView()
        for scalar in adapted.unicodeScalars {
            if characters.contains(scalar) { scalars += filler.unicodeScalars } else { scalars.append(scalar) }
        }
        adapted = String(scalars)
        if names.contains(adapted.lowercased()) || basenames.contains(Self.basename(of: adapted).lowercased()) {
            let first = Self.basename(of: adapted)
            adapted = first + filler + adapted[first.endIndex...]
        }
        // The filler may itself be the end that is refused; then another letter is not.
        if ending(of: adapted.lowercased()) != nil { adapted += filler }
        if ending(of: adapted.lowercased()) != nil { adapted += "x" }
        return adapted
    }

    private func ending(of lower: String) -> String? { endings.sorted().first { lower.hasSuffix($0) } }

    private static func basename(of name: String) -> Substring {
        let start = name.utf8.first == UInt8(ascii: ".") ? name.utf8.index(after: name.startIndex) : name.startIndex
        return name[..<(name.utf8[start...].firstIndex(of: UInt8(ascii: ".")) ?? name.endIndex)]
    }
}
