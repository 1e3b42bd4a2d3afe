internal import Hosting
public import Items

/// What a line of the catalogue says beside its fields.
extension CatalogueRow {
    /// The UID of a calendar object or card, the path of anything else as the export has it.
    public var identity: String { parts.count == 3 ? parts[2] : item }

    /// The collection that holds it, as the export calls it.
    public var collection: ItemCollection {
        switch kind {
        case .event, .task, .journal, .freeBusy: ItemCollection(.calendar, name: parts.count == 3 ? parts[1] : "")
        case .contact: ItemCollection(.addressBook, name: parts.count == 3 ? parts[1] : "")
        case .note, .attachment: ItemCollection(.notes, name: parts.count == 3 ? parts[1] : "")
        case .file: ItemCollection(.folder, name: folder)
        }
    }

    /// The placement unit it belongs to. A line that does not say it is found among the units that were placed.
    ///
    /// - Parameter placements: the hosts of each unit, by its name.
    public func unit(among placements: [String: [String]]) -> String {
        if let unit { return unit }
        var name = "\(collection.form.rawValue)/\(collection.name)"
        guard kind.hasPath else {
            let routed = "\(name)#\(kind.rawValue)"
            return placements[routed] == nil ? name : routed
        }
        let whole = name
        while placements[name] == nil {
            guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return whole }
            name = String(name[..<slash])
        }
        return name
    }

    private var folder: String {
        identity.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(identity[..<$0]) } ?? ""
    }

    /// Kind, collection and UID; a file has only its path.
    private var parts: [String] {
        guard kind != .file else { return [item] }
        return item.utf8.split(separator: 0x1F, maxSplits: 2, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
