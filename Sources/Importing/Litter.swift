/// Entries that operating systems leave in folders and archives, and no person made.
enum Litter {
    /// Whether a path is such litter: macOS resource forks and folder settings, Windows thumbnails.
    ///
    /// - Parameter path: the UTF-8 of the path; a hundred thousand of them are looked at.
    static func contains(_ path: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let name = path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? path
        switch name.count {
        case 9 where name.elementsEqual(".DS_Store".utf8) || name.elementsEqual("Thumbs.db".utf8): return true
        case 11 where name.elementsEqual("desktop.ini".utf8): return true
        default: return name.starts(with: "._".utf8) || liesInResourceForks(path)
        }
    }

    /// Whether a folder above is `__MACOSX`, where macOS puts what other systems have no place for.
    private static func liesInResourceForks(_ path: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var rest = path
        while let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
            if rest[..<slash].elementsEqual("__MACOSX".utf8) { return true }
            rest = rest[(slash + 1)...]
        }
        return false
    }
}
