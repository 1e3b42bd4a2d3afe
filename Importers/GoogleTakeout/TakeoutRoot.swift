internal import Importing

/// Where the folders of products begin in a path.
///
/// Google puts everything below `Takeout/`. Unpacking twice makes `Takeout 2/` or `Takeout (1)/`, packing again may put
/// a folder above it, and who packed only the inside has no such folder.
enum TakeoutRoot {
    /// Folders above `Takeout/` that are looked through: an unpacked part inside one's own folder makes two.
    private static let maximumDepth = 3

    /// The path below the folder `Takeout`; `nil` when there is none where it can be the root.
    ///
    /// A folder of that name inside a product (a file kept in Drive) is no root.
    static func path(below path: String) -> Substring? {
        guard couldHoldRoot(path) else { return nil }
        var rest = path[...]
        for _ in 0..<maximumDepth {
            guard let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
            let element = rest[..<slash]
            rest = rest[rest.utf8.index(after: slash)...]
            if isRoot(element) { return rest }
            if ProductNames.product(ofFolder: element) != nil { return nil }
        }
        return nil
    }

    /// Whether a name is `Takeout`, alone or with the number a second unpacking gives: `Takeout 2`, `Takeout (1)`.
    static func isRoot(_ name: some StringProtocol) -> Bool {
        guard (7...13).contains(name.utf8.count) else { return false }
        if name.utf8.elementsEqual("Takeout".utf8) { return true }
        let lower = name.lowercased()
        guard lower.hasPrefix("takeout") else { return false }
        let tail = lower.dropFirst("takeout".count).filter { $0 != " " && $0 != "-" }
        if tail.isEmpty { return true }
        let number = tail.first == "(" && tail.last == ")" ? tail.dropFirst().dropLast() : tail[...]
        return !number.isEmpty && number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a `t` begins an element near the start: all that most foreign paths need to be looked at for.
    private static func couldHoldRoot(_ path: String) -> Bool {
        var isStart = true
        for byte in path.utf8 {
            if isStart, byte | 0x20 == UInt8(ascii: "t") { return true }
            isStart = byte == UInt8(ascii: "/")
        }
        return false
    }
}

/// An entry with its place below the root of the export.
struct TakeoutEntry {
    /// The entry; its path is that below `Takeout/`, or the whole path in an export without that folder.
    let entry: ListedEntry

    init(_ entry: ListedEntry) {
        guard let below = TakeoutRoot.path(below: entry.path) else {
            self.entry = entry
            return
        }
        self.entry = ListedEntry(
            reference: entry.reference, path: String(below), byteCount: entry.byteCount, checksum: entry.checksum,
            modified: entry.modified)
    }

    /// The path below `Takeout/`.
    var path: String { entry.path }

    /// The first component of `path` when there are more: the folder of the product.
    var folder: String? {
        path.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) }
    }

    /// Whether `folder` is the folder of the product.
    func liesIn(_ folder: String?) -> Bool {
        guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return folder == nil }
        guard let folder else { return false }
        return path.utf8[..<slash].elementsEqual(folder.utf8)
    }

    /// The path below the folder of the product.
    var pathInProduct: Substring {
        guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return path[...] }
        return path[path.utf8.index(after: slash)...]
    }

    /// The name of the folder the entry lies in directly, if it lies deeper than the product's folder.
    var innerFolder: Substring? {
        let parts = pathInProduct.split(separator: "/")
        return parts.count > 1 ? parts[parts.count - 2] : nil
    }
}

extension String {
    /// What stands behind the last slash, not counting one at the end.
    var lastElement: Substring {
        let end = utf8.last == UInt8(ascii: "/") ? utf8.index(before: utf8.endIndex) : utf8.endIndex
        let start = utf8[..<end].lastIndex(of: UInt8(ascii: "/")).map(utf8.index(after:)) ?? startIndex
        return self[start..<end]
    }
}
