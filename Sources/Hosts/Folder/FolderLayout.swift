internal import Hosting
internal import Items

/// Which paths below a host's root belong to a service, and which files there are resources. Calendars and address
/// books are laid out as vdirsyncer, khal and khard do (https://vdirsyncer.pimutils.org/en/stable/vdir.html).
struct FolderLayout {
    private let service: StoreService

    init(_ service: StoreService) { self.service = service }

    /// The folder all collections of the service lie in.
    var top: String { service.rawValue }

    /// Reads what a resource is compared by; `nil` where that is its bytes.
    var reader: ResourceSummary.Reader? {
        switch service {
        case .calendars: calendarSummary
        case .contacts: cardSummary
        case .files, .notes: nil
        }
    }

    /// The file names of resources end in this.
    private var suffix: String {
        switch service {
        case .calendars: ".ics"
        case .contacts: ".vcf"
        case .files, .notes: ""
        }
    }

    /// Whether a file is a resource. In a vdir, hidden files and those of another kind (`displayname`, `color`) are not.
    func isResource(_ name: String) -> Bool {
        service.isFileTree || (name.hasSuffix(suffix) && !name.hasPrefix("."))
    }

    /// Whether a folder is a collection.
    func isCollection(_ name: String) -> Bool { service.isFileTree || !name.hasPrefix(".") }

    /// - Throws: `.refused` for a name under which `list` would not find the resource again.
    func check(newName name: String) throws(StoreError) {
        try PathComponents.check(name: name)
        guard isResource(name) else {
            throw StoreError(
                .refused,
                "\(name.debugDescription) is no name in \(top): it must end in \(suffix) and not begin with a dot")
        }
    }

    /// The path below the root of a collection.
    func folder(of collection: String) throws(StoreError) -> [String] {
        [top] + (try PathComponents(path: collection).names)
    }

    /// The same, of a collection to be made.
    ///
    /// - Throws: `.refused` for one that `collections` would not find again.
    func folder(ofNew collection: String) throws(StoreError) -> [String] {
        let folder = try folder(of: collection)
        guard service.isFileTree || (folder.count == 2 && isCollection(folder[1])) else {
            throw StoreError(
                .refused,
                "\(collection.debugDescription) is no collection in \(top): they do not nest or begin with a dot")
        }
        return folder
    }

    /// The files that hold the properties of a new collection, and what they hold. A colour that is no `#RRGGBB`, which
    /// is all a vdir knows, is left out; the opacity of Apple's `#RRGGBBAA` is cut off.
    func properties(of description: ItemCollection) -> [(name: String, text: String)] {
        guard !service.isFileTree else { return [] }
        var properties: [(name: String, text: String)] = []
        let displayName = String(description.name.map { $0.isNewline ? " " : $0 })
        if !displayName.isEmpty { properties.append((Self.displayName, displayName)) }
        if let color = description.color.flatMap(Self.color) { properties.append((Self.colorName, color)) }
        return properties
    }

    /// The names of those files.
    var propertyNames: Set<String> { service.isFileTree ? [] : [Self.displayName, Self.colorName] }

    static let displayName = "displayname"
    private static let colorName = "color"

    private static func color(_ text: String) -> String? {
        let digits = text.utf8.dropFirst()
        guard text.utf8.first == UInt8(ascii: "#"), digits.count == 6 || digits.count == 8 else { return nil }
        guard let color = String(text.utf8.prefix(7)), color.dropFirst().allSatisfy(\.isHexDigit) else { return nil }
        return color.utf8.count == 7 ? color : nil
    }
}
