internal import Glibc
internal import Hosting

/// What a `folder:` URL says: a path, and whether what is written must survive a power failure.
///
/// The text after `folder:` is the path as it is, without percent-decoding, so that a path can be pasted. `~/` at its
/// start is the home folder. `?durable=no` at its end leaves out every fsync: for benchmarks and scratch disks.
struct FolderLocation: Equatable {
    /// The path, absolute or relative to the working folder.
    let path: String
    /// Whether a write only returns when it is on the disk.
    let durable: Bool

    /// How many threads write at the same time. More than a few only help while some wait for the disk, and then the
    /// kernel serves their fsyncs together.
    var threadCount: Int { durable ? 8 : 4 }

    static let scheme = "folder"

    init(url: String) throws(StoreError) {
        let prefix = Self.scheme + ":"
        guard url.hasPrefix(prefix) else { throw StoreError(.refused, "\(url) is not a \(prefix) URL") }
        var path = url.dropFirst(prefix.count)
        var durable = true
        if let option = path.lastRange(of: "?durable=") {
            switch path[option.upperBound...] {
            case "no": durable = false
            case "yes": break
            case let other: throw StoreError(.refused, "\(url): durable is yes or no, not \(other.debugDescription)")
            }
            path = path[..<option.lowerBound]
        }
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw StoreError(.refused, "\(url) names no folder; write for example folder:/srv/maison")
        }
        if path == "~" || path.hasPrefix("~/") {
            guard let home = getenv("HOME"), home.pointee != 0 else {
                throw StoreError(.refused, "\(url): HOME is not set, so write the whole path instead of ~")
            }
            self.path = String(cString: home) + path.dropFirst(1)
        } else {
            self.path = String(path)
        }
        self.durable = durable
    }
}

extension Substring {
    /// The last place where `text`, which is ASCII, occurs.
    fileprivate func lastRange(of text: String) -> Range<Index>? {
        var start = endIndex
        while start > startIndex {
            start = utf8.index(before: start)
            if self[start...].utf8.starts(with: text.utf8) {
                return start..<utf8.index(start, offsetBy: text.utf8.count)
            }
        }
        return nil
    }
}
