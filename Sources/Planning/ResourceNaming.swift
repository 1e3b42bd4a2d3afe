internal import Hosting
internal import Items

/// Gives collections and items the names they have at the hosts: safe everywhere, taken by the hosts of this run, no
/// two alike, and the same in every run.
struct ResourceNaming {
    /// Names that items were given by an earlier run; they keep them.
    private let known: [ItemKey: KnownName]
    /// What the hosts of this run do not take, where they say.
    private let rules: NameRules
    /// What is taken: the collision keys of all names, by scope.
    private var taken: [String: Set<String>] = [:]
    /// The scope of the last name, and what is taken there, which is kept out of `taken` meanwhile: names of one
    /// scope follow each other.
    private var scope = ""
    private var takenInScope: Set<String> = []
    /// The next number to try behind a name that was wanted more than once, so that many alike cost no more than few.
    private var numbers: [String: Int] = [:]
    /// Safe paths of folders, by what they hold and their path in the export.
    private var folders: [ItemCollection.Form: [ExactText: String]] = [:]
    /// What was renamed and why, for the report.
    private(set) var findings: [Finding] = []

    init(known: [ItemKey: KnownName], rules: NameRules) {
        self.known = known
        self.rules = rules
        for (key, name) in known {
            _ = take(name.name, in: Self.scope(name.kind, name.collection))
            guard let form = name.kind.folderForm else { continue }
            keepFolders(of: key.identity, at: name.collection, form)
        }
    }

    /// Folders keep their names too: an export that holds only some of them has other collisions, or none.
    private mutating func keepFolders(of path: String, at collection: String, _ form: ItemCollection.Form) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return }
        var (original, safe) = (path[..<slash], collection[...])
        while !original.isEmpty, !safe.isEmpty {
            // The first in the order of bytes, should a folder have had two names.
            if let kept = folders[form]?[ExactText(String(original))], !String(safe).precedesInBytes(kept) { return }
            folders[form, default: [:]][ExactText(String(original))] = String(safe)
            let above = safe.utf8.lastIndex(of: UInt8(ascii: "/"))
            let name = above.map { safe[safe.utf8.index(after: $0)...] } ?? safe
            _ = take(String(name), in: Self.scope(form, above.map { String(safe[..<$0]) } ?? ""))
            original = original.utf8.lastIndex(of: UInt8(ascii: "/")).map { original[..<$0] } ?? ""
            safe = above.map { safe[..<$0] } ?? ""
        }
    }

    /// The path of a collection at the hosts.
    mutating func path(of collection: ItemCollection) -> String {
        switch collection.form {
        case .folder, .notes: return folder(collection.name, collection.form)
        case .calendar, .addressBook:
            // A display name may hold a slash; in a path it would start another collection.
            let safe = SafeName.component(collection.name)
            return claim(safe, in: Self.scope(collection.form, ""), original: collection.name)
        }
    }

    /// The safe path of a folder of the export, its parents first.
    private mutating func folder(_ path: String, _ form: ItemCollection.Form) -> String {
        guard !path.isEmpty else { return "" }
        if let known = folders[form]?[ExactText(path)] { return known }
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let parent = slash.map { folder(String(path[..<$0]), form) } ?? ""
        let component = slash.map { String(path[path.utf8.index(after: $0)...]) } ?? path
        let name = claim(fileName(component), in: Self.scope(form, parent), original: component)
        let safe = parent.isEmpty ? name : parent + "/" + name
        folders[form, default: [:]][ExactText(path)] = safe
        return safe
    }

    /// The name of an item in the collection whose path is `collection`, given what it would best be called.
    mutating func name(_ wanted: String, of key: @autoclosure () -> ItemKey, kind: ItemKind, in collection: String)
        -> String
    {
        if !known.isEmpty, let earlier = known[key()], earlier.collection == collection { return earlier.name }
        let safe = kind.hasPath ? fileName(wanted) : SafeName.component(wanted)
        return claim(safe, in: Self.scope(kind, collection), original: wanted)
    }

    /// A component of a path that every store takes, those of this run by their own rules.
    private func fileName(_ wanted: String) -> String { rules.adapted(SafeName.component(wanted)) }

    private static func scope(_ kind: ItemKind, _ collection: String) -> String {
        switch kind {
        case .file: scope(.folder, collection)
        case .note, .attachment: scope(.notes, collection)
        case .contact: scope(.addressBook, collection)
        case .event, .task, .journal, .freeBusy: scope(.calendar, collection)
        }
    }

    /// Calendars, address books and folders may have the same paths: they are in different stores. No safe name holds a
    /// colon.
    private static func scope(_ form: ItemCollection.Form, _ collection: String) -> String {
        form == .folder ? collection : "\(form.rawValue):\(collection)"
    }

    /// Takes a name; false when it is taken.
    private mutating func take(_ name: String, in scope: String) -> Bool {
        if scope != self.scope {
            taken[self.scope] = takenInScope
            takenInScope = taken.removeValue(forKey: scope) ?? []
            self.scope = scope
        }
        return takenInScope.insert(SafeName.collisionKey(name)).inserted
    }

    /// Takes `safe`, or the first number behind it that is free.
    private mutating func claim(_ safe: String, in scope: String, original: String) -> String {
        if take(safe, in: scope) {
            if ExactText(safe) != ExactText(original) {
                findings.append(
                    Finding(
                        "renamed", .note, entry: original, "Not every host takes this name, so it gets a safe one.",
                        detail: "becomes \(safe)"))
            }
            return safe
        }
        let wanted = "\(scope)/\(SafeName.collisionKey(safe))"
        var number = numbers[wanted] ?? 2
        var name = SafeName.numbered(safe, number)
        while !take(name, in: scope) {
            number += 1
            name = SafeName.numbered(safe, number)
        }
        numbers[wanted] = number + 1
        findings.append(
            Finding(
                "name-collision", .note, entry: original,
                "Another name differs from it only in case or in the writing of accents, which some hosts cannot tell "
                    + "apart, so it gets a number.", detail: "becomes \(name)"))
        return name
    }
}

extension ItemKind {
    /// The form of the folders it lies in; `nil` for what lies in a calendar or an address book.
    fileprivate var folderForm: ItemCollection.Form? {
        switch self {
        case .file: .folder
        case .note, .attachment: .notes
        case .event, .task, .journal, .freeBusy, .contact: nil
        }
    }
}
