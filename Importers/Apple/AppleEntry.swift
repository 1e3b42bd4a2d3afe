internal import Importing

/// An entry of an export of Apple, with the category it belongs to.
struct AppleEntry {
    let entry: ListedEntry
    /// `nil` for what lies beside the categories.
    let category: AppleCategory?
    /// What the folder of the category is called, without the number of the part.
    let title: String
    /// The path below the folder of the category.
    let path: String

    /// Finds the folder of the category in a path.
    ///
    /// - Parameter partName: the file name of the part, which is the category where no folder says it.
    init(_ entry: ListedEntry, partName: String) {
        self.entry = entry
        let components = entry.path.split(separator: "/")
        var found: AppleCategory.Name?
        var next = 0
        // Below the first folder of a category only the same name counts once more: the folder inside its archive, and
        // an archive inside the folder.
        for (index, component) in components.dropLast().enumerated() {
            guard let name = AppleCategory.named(component) else {
                if found != nil || index > 1 { break }
                continue
            }
            if let found, found.title != name.title || !(found.isArchive || name.isArchive) { break }
            found = name
            next = index + 1
        }
        let name = found ?? AppleCategory.named(partName[...])
        category = name?.category
        title = name?.title ?? ""
        let rest = components[(found == nil ? 0 : next)...]
        path = rest.joined(separator: "/")
    }

    /// The file name.
    var name: Substring { entry.name }

    /// The name without its ending.
    var stem: String {
        let name = entry.name
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return String(name) }
        return String(name[..<dot])
    }

    /// What stands behind the last dot of the name, in lower case.
    var ending: String {
        let name = entry.name
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else { return "" }
        return name[name.utf8.index(after: dot)...].lowercased()
    }

    /// The folders below that of the category.
    var folders: ArraySlice<Substring> { path.split(separator: "/").dropLast() }
}
