/// A property in which two resources differ.
public struct CanonicalDifference: Hashable, Sendable {
    /// What became of the property.
    public enum Change: String, Hashable, Sendable {
        /// Only the newer resource has it.
        case added
        /// Only the older resource has it.
        case removed
        /// Both have it, and say something else with it.
        case changed
    }

    /// The components it is in, without the outermost and the one that every resource has: `["VALARM"]`.
    /// `OVERRIDE` stands for a component with a RECURRENCE-ID.
    public let path: [String]
    /// Its name; or that of a component that is there on one side only.
    public let name: String
    /// What became of it.
    public let change: Change
}

extension CanonicalDifference {
    /// The most differences that are told of two resources.
    public static let limit = 100

    /// What tells two canonical forms apart (`ComparisonRules`, `CardComparison`): names, and no values. In the order of
    /// paths and names, at most `limit`; empty for forms of equal meaning.
    ///
    /// Components are told apart by their RECURRENCE-ID or TZID; others of one name, such as alarms, by their place
    /// among those that have no equal.
    public static func between(_ old: [UInt8], _ new: [UInt8]) -> [CanonicalDifference] {
        var found: [CanonicalDifference] = []
        CanonicalComponent.read(old).compare(with: CanonicalComponent.read(new), at: [], into: &found)
        let inOrder = found.sorted { left, right in
            let (a, b) = (left.path + [left.name], right.path + [right.name])
            return a == b ? left.change.rawValue < right.change.rawValue : a.lexicographicallyPrecedes(b)
        }
        return Array(inOrder.prefix(limit))
    }
}

/// A component of a canonical form.
private struct CanonicalComponent: Hashable {
    /// What tells components of one parent apart.
    private struct Key: Hashable, Comparable {
        let name: String
        let mark: [UInt8]

        static func < (left: Key, right: Key) -> Bool {
            left.name == right.name ? left.mark.lexicographicallyPrecedes(right.mark) : left.name < right.name
        }
    }

    private let name: String
    private var lines: [[UInt8]] = []
    private var components: [CanonicalComponent] = []

    private init(_ name: String) { self.name = name }

    /// Below this level components are lines like others, so that no depth of a file becomes one of calls.
    private static let maximumDepth = 32

    static func read(_ bytes: [UInt8]) -> CanonicalComponent {
        var stack = [CanonicalComponent("")]
        var depthBelow = 0
        func close() {
            let closed = stack.removeLast()
            stack[stack.count - 1].components.append(closed)
        }
        for line in bytes.split(separator: ASCII.lineFeed) {
            if line.starts(with: "BEGIN:".utf8) {
                if stack.count < maximumDepth {
                    stack.append(CanonicalComponent(String(decoding: line.dropFirst(6), as: UTF8.self)))
                    continue
                }
                depthBelow += 1
            } else if line.starts(with: "END:".utf8) {
                if depthBelow == 0 {
                    if stack.count > 1 { close() }
                    continue
                }
                depthBelow -= 1
            }
            stack[stack.count - 1].lines.append(Array(line))
        }
        while stack.count > 1 { close() }
        return stack[0]
    }

    // MARK: Comparing

    func compare(with new: CanonicalComponent, at path: [String], into found: inout [CanonicalDifference]) {
        let (before, after) = (linesByName, new.linesByName)
        for name in Set(before.keys).union(after.keys) where before[name] != after[name] {
            let change: CanonicalDifference.Change =
                before[name] == nil ? .added : after[name] == nil ? .removed : .changed
            found.append(CanonicalDifference(path: path, name: name, change: change))
        }
        let (old, now) = (componentsByKey, new.componentsByKey)
        for key in Set(old.keys).union(now.keys).sorted() {
            let left = Self.without(now[key] ?? [], old[key] ?? [])
            let right = Self.without(old[key] ?? [], now[key] ?? [])
            for (before, after) in zip(left, right) {
                before.compare(with: after, at: path + before.step, into: &found)
            }
            for gone in left.dropFirst(right.count) {
                found.append(CanonicalDifference(path: path, name: gone.word, change: .removed))
            }
            for come in right.dropFirst(left.count) {
                found.append(CanonicalDifference(path: path, name: come.word, change: .added))
            }
        }
    }

    /// Those that have no equal among `others`, each of which answers for one.
    private static func without(
        _ others: [CanonicalComponent], _ components: [CanonicalComponent]
    ) -> [CanonicalComponent] {
        var counts = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
        return components.filter { component in
            guard let count = counts[component], count > 0 else { return true }
            counts[component] = count - 1
            return false
        }
    }

    /// The lines of each property, in the order of the form, which is sorted.
    private var linesByName: [String: [[UInt8]]] {
        Dictionary(grouping: lines) { line in
            let name = line.prefix { $0 != ASCII.semicolon && $0 != ASCII.colon }
            return String(decoding: name, as: UTF8.self)
        }
    }

    private var componentsByKey: [Key: [CanonicalComponent]] {
        Dictionary(grouping: components) { Key(name: $0.name, mark: $0.mark) }
    }

    private var mark: [UInt8] { line(named: "RECURRENCE-ID") ?? line(named: "TZID") ?? [] }

    private func line(named name: String) -> [UInt8]? {
        lines.first { line in
            line.starts(with: name.utf8)
                && line.dropFirst(name.utf8.count).first.map { $0 == ASCII.colon || $0 == ASCII.semicolon } == true
        }
    }

    /// What the component is called in a report.
    private var word: String { line(named: "RECURRENCE-ID") == nil ? name : "OVERRIDE" }

    /// What it adds to a path: nothing where every resource has it.
    private var step: [String] {
        let isUsual = ["VCALENDAR", "VCARD", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"].contains(name)
        return isUsual && word == name ? [] : [word]
    }
}
