internal import Archives
internal import Items

/// What a provider handed over in answer to one request: parts that belong together, and who reads them.
public struct Export: Sendable {
    /// What it is called in sentences: the stamp of its parts, else the file name of the first.
    public let label: String
    /// When the provider was asked for it, as the names of the parts say.
    public let stamp: String?
    /// The numbers of its parts in the archive set.
    public let parts: [Int32]
    /// The entries an importer may judge, in the order of the bytes of their paths.
    public let entries: [ListedEntry]
    /// The paths of the entries the archive layer refused. They are accounted for, and nobody need miss them.
    public let refused: [String]
    /// Whether the entries come from a folder or lie loose.
    public let isLoose: Bool
}

/// Sorts the parts of an archive set into groups that came from one request.
struct ExportGrouping {
    /// A group before anybody has recognised it.
    struct Group {
        var stamp: String?
        var parts: [Int32]
        var isLoose: Bool
        /// Whether its parts are files and no folders or archives.
        var isOfFiles = false
    }

    /// Parts with one stamp are one group (formats of names: Google Takeout, since 2019); files that lie loose are
    /// one for each ending, since each may be another provider's; every other part is alone until its provider is
    /// known.
    static func groups(of archives: ArchiveSet) -> [Group] {
        var groups: [Group] = []
        var stamped: [String: Int] = [:]
        var loose: [String: Int] = [:]
        for part in archives.parts where part.repeatOf == nil {
            if part.format != .file, let stamp = part.name.stamp {
                if let known = stamped[stamp] {
                    groups[known].parts.append(part.id)
                } else {
                    stamped[stamp] = groups.count
                    groups.append(Group(stamp: stamp, parts: [part.id], isLoose: false))
                }
            } else if part.format == .file {
                let ending = ending(of: part.fileName)
                if let known = loose[ending] {
                    groups[known].parts.append(part.id)
                } else {
                    loose[ending] = groups.count
                    groups.append(Group(stamp: nil, parts: [part.id], isLoose: true, isOfFiles: true))
                }
            } else {
                groups.append(Group(stamp: nil, parts: [part.id], isLoose: part.format == .folder))
            }
        }
        return groups
    }

    /// What stands behind the last dot of a name, in lower case.
    private static func ending(of name: String) -> String {
        name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name[$0...].lowercased() } ?? ""
    }

    /// Parts without a stamp that one importer recognised join the only stamped export of that importer, if there is
    /// just one (a renamed part), and each other otherwise.
    ///
    /// - Parameter alone: the importers that read what nobody knows. Its archives and folders stay apart, and the loose
    ///   files are together.
    static func joined(_ groups: [(group: Group, importer: Int)], alone: Set<Int>) -> [(group: Group, importer: Int)] {
        var result: [(group: Group, importer: Int)] = []
        for importer in Set(groups.map(\.importer)).sorted() {
            let mine = groups.filter { $0.importer == importer }
            guard !alone.contains(importer) else {
                result += mine.filter { !$0.group.isOfFiles }
                var files = mine.filter { $0.group.isOfFiles }
                if !files.isEmpty { files[0].group.parts = files.flatMap(\.group.parts).sorted() }
                result += files.prefix(1)
                continue
            }
            var stamped = mine.filter { $0.group.stamp != nil }
            let others = mine.filter { $0.group.stamp == nil }
            let parts = others.flatMap(\.group.parts).sorted()
            if stamped.count == 1 {
                stamped[0].group.parts = (stamped[0].group.parts + parts).sorted()
            } else if let first = others.first {
                var together = first
                together.group.parts = parts
                // Dates of files are to be believed only if nothing was packed.
                together.group.isLoose = others.allSatisfy(\.group.isLoose)
                stamped.append(together)
            }
            result += stamped
        }
        return result
    }
}
