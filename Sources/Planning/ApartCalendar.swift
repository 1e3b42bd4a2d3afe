internal import Hosting
public import Items

/// The calendar for the items of one kind at a host whose calendar of that name takes no items of that kind: many
/// servers keep tasks apart from events (RFC 4791 section 5.2.3, supported-calendar-component-set).
public struct ApartCalendar: Sendable, Hashable, Codable {
    /// The number of the collection in the plan.
    public let collection: Int32
    /// The kind.
    public let kind: ItemKind
    /// Its path at the host.
    public let path: String
    /// What it is called: `Work (Tasks)`.
    public let name: String

    /// What a calendar for one kind is called beside the calendar of a name.
    public static func name(for kind: ItemKind, beside name: String) -> String {
        let word =
            switch kind {
            case .task: "Tasks"
            case .journal: "Journal"
            case .event: "Events"
            case .freeBusy, .contact, .note, .attachment, .file: "Other"
            }
        return "\(name) (\(word))"
    }

    /// The kinds that lie in calendars.
    static let kinds = ItemKind.allCases.filter { $0.service == .calendars }

    /// The calendars that a host needs beside its own.
    ///
    /// - Parameters:
    ///   - collections: those of the plan.
    ///   - used: the kinds of items in each of them.
    ///   - paths: where each of them lies at the host.
    static func needed(
        for collections: [PlanCollection], holding used: [Int32: Set<ItemKind>], at paths: (Int32) -> String,
        _ snapshot: HostSnapshot
    ) -> [ApartCalendar] {
        let existing = snapshot.collections(of: .calendars)
        guard existing.contains(where: { $0.kinds != nil }) else { return [] }
        var taken = Set(existing.map(\.path) + collections.map(\.path))
        var found: [ApartCalendar] = []
        for (number, kinds) in used.sorted(by: { $0.key < $1.key }) {
            let own = collections[Int(number)].collection.name
            let path = paths(number)
            for kind in kinds.sorted(by: { $0.rawValue < $1.rawValue }) {
                guard existing.first(where: { $0.path == path })?.takes(kind) == false else { continue }
                let name = name(for: kind, beside: own)
                let others = existing.filter { $0.takes(kind) }
                if let other = others.filter({ $0.displayName == own }).map(\.path).min() {
                    found.append(ApartCalendar(collection: number, kind: kind, path: other, name: own))
                    continue
                }
                let plain = SafeName.component(name)
                func newPath(_ path: String) -> String {
                    snapshot.newPaths[HostSnapshot.Address(.calendars, path)] ?? path
                }
                let known = others.filter { $0.displayName == name || $0.path == newPath(plain) }.map(\.path).min()
                var (free, count) = (plain, 2)
                while known == nil, taken.contains(newPath(free)) {
                    free = SafeName.numbered(plain, count)
                    count += 1
                }
                let chosen = known ?? newPath(free)
                taken.insert(chosen)
                found.append(ApartCalendar(collection: number, kind: kind, path: chosen, name: name))
            }
        }
        return found
    }
}
