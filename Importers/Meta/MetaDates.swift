internal import Importing
internal import Items
internal import JSON

/// When pictures and videos were made, as the JSON beside them says: the files themselves have lost it.
struct MetaDates {
    private let entries: [ListedEntry]
    private let service: MetaService
    /// For each entry, seconds since 1970; 0 where nothing is known.
    private var seconds: [Int64]
    /// How many files the JSON names that are not there.
    private(set) var missing = 0

    /// - Parameter entries: in the order of the bytes of their paths.
    init(_ entries: [ListedEntry], _ service: MetaService) {
        self.entries = entries
        self.service = service
        seconds = [Int64](repeating: 0, count: entries.count)
    }

    /// The date of entry number `index`.
    subscript(index: Int) -> Int64? { seconds[index] == 0 ? nil : seconds[index] }

    /// The entry that a `uri` of the JSON names: its path from the top of the export, in the way of this generation or
    /// of another.
    func index(of uri: String) -> Int? {
        let path = uri.hasPrefix("./") ? String(uri.dropFirst(2)) : uri
        if let index = place(of: path) { return index }
        let below = service.path(below: path)
        for root in [""] + service.roots {
            if let index = place(of: root + below) { return index }
        }
        return nil
    }

    /// Takes the dates of all files a value names, at whatever depth.
    mutating func add(_ value: JSONValue) {
        switch value {
        case .array(let elements): for element in elements { add(element) }
        case .object(let members):
            if let uri = value["uri"]?.string, !uri.isEmpty { add(uri, value["creation_timestamp"]?.integer) }
            for member in members { add(member.value) }
        case .null, .bool, .number, .string: break
        }
    }

    private mutating func add(_ uri: String, _ time: Int64?) {
        guard let index = index(of: uri) else {
            // Stickers and links of the web are not part of the export.
            if !uri.contains("://"), uri.contains("/") { missing += 1 }
            return
        }
        // Before 1970 and behind 2200 there are only defects; of several dates the earliest, whatever the order.
        guard let time, (1..<7_258_118_400).contains(time) else { return }
        seconds[index] = seconds[index] == 0 ? time : min(seconds[index], time)
    }

    private func place(of path: String) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].path.precedesInBytes(path) { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].path.orderInBytes(path) == 0 ? low : nil
    }
}
