/// Makes a part of a path: decides what it is and lists it.
struct PartOpening {
    let path: String
    let name: PartName
    let options: ArchiveOptions

    /// - Parameter budget: how many bytes may still be retained.
    func open(budget: inout Int) throws(ArchiveProblem) -> Part {
        let file: SourceFile
        do throws(ArchiveError) {
            file = try SourceFile(path: path)
        } catch {
            throw ArchiveProblem(error, path: path)
        }
        if let problem = Self.unfinishedDownload(path) { throw problem }
        let listing = try list(file, budget: &budget)
        return part(listing, stamp: file.stamp, byteCount: file.byteCount)
    }

    /// Lists a folder.
    func openFolder() throws(ArchiveProblem) -> Part {
        let (listing, stamp, byteCount) = try FolderListing.list(path: path, options: options)
        return part(listing, stamp: stamp, byteCount: byteCount)
    }

    /// What is wrong with a file that a browser has not finished, judged by its name. Chrome's mark says it alone; the
    /// others are common words and count only behind the name of an archive.
    static func unfinishedDownload(_ path: String) -> ArchiveProblem? {
        let name = path.lastPathComponent
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[dot...] {
        case ".crdownload", ".opdownload": break
        case ".part", ".partial", ".download":
            if PartName(String(name[..<dot])).archiveExtension.isEmpty { return nil }
        default: return nil
        }
        return ArchiveProblem(
            .unfinishedDownload, .error, path: path, "A browser has not finished this download.",
            advice: "Let it finish, or download the part again.")
    }

    private func part(_ listing: Listing, stamp: FileStamp, byteCount: UInt64) -> Part {
        Part(
            id: 0, path: path, name: name, format: listing.format, byteCount: byteCount, entries: listing.entries,
            identity: listing.identity, problems: listing.problems, repeatOf: nil, retained: listing.retained,
            stamp: stamp)
    }

    private func list(_ file: SourceFile, budget: inout Int) throws(ArchiveProblem) -> Listing {
        let head: [UInt8]
        do throws(ArchiveError) {
            head = try file.bytes(at: 0, count: FileNature.headLength)
        } catch {
            throw ArchiveProblem(error, path: path)
        }
        let nature = FileNature(head: head)
        guard isNamedLikeArchive || (!fileName.contains(".") && nature.isArchive) else { return try looseFile(file) }
        if head.isEmpty {
            throw ArchiveProblem(.emptyFile, .error, path: path, "It is empty.", advice: "Download the part again.")
        }
        switch nature {
        case .zip: return try ZipListing.list(file, path: path, options: options)
        case .gzip: return try tar(file, .gzip, &budget)
        case .bzip2: return try tar(file, .bzip2, &budget)
        case .xz: return try tar(file, .xz, &budget)
        case .tar: return try tar(file, .none, &budget)
        case .otherArchive(let kind): throw unsupported("It is a \(kind) archive, which is not read.")
        case .html, .text, .unknown: return try unmarked(file, nature, &budget)
        }
    }

    /// Something may precede a zip, and the oldest tars have no magic.
    private func unmarked(
        _ file: SourceFile, _ nature: FileNature, _ budget: inout Int
    ) throws(ArchiveProblem) -> Listing {
        if name.archiveExtension.isEmpty { throw unsupported("It is an archive of a kind that is not read.") }
        do throws(ArchiveProblem) {
            if name.archiveExtension == "zip" { return try ZipListing.list(file, path: path, options: options) }
            return try tar(file, .none, &budget)
        } catch {
            // Without any mark of the format these only mean that it is none.
            guard [.incompletePart, .damagedArchive, .notAnArchive].contains(error.code) else { throw error }
        }
        throw ArchiveProblem(
            .notAnArchive, .error, path: path, "It is named like an archive but is none: \(nature.phrase).",
            advice: "Download the part again.")
    }

    private func tar(
        _ file: SourceFile, _ compression: Part.Compression, _ budget: inout Int
    ) throws(ArchiveProblem) -> Listing {
        try TarListing.list(file, compression, path: path, options: options, budget: &budget)
    }

    private func looseFile(_ file: SourceFile) throws(ArchiveProblem) -> Listing {
        var record = EntryRecord()
        record.byteCount = file.byteCount
        record.modified = file.stamp.seconds
        var builder = EntryListBuilder(options)
        Array(fileName.utf8).withUnsafeBufferPointer { builder.append(record, name: EntryName($0, encoding: .utf8)) }
        do throws(ArchiveError) {
            return Listing(
                format: .file, entries: builder.finish(), identity: try file.edgesIdentity(), problems: [],
                retained: [:])
        } catch {
            throw ArchiveProblem(error, path: path)
        }
    }

    private var fileName: Substring { path.lastPathComponent }

    /// Archives that are read, archives that are not, and pieces of a zip that was cut (`.z01`).
    private var isNamedLikeArchive: Bool {
        if !name.archiveExtension.isEmpty { return true }
        let fileExtension = fileName.split(separator: ".").last?.lowercased() ?? ""
        if fileName.lowercased().contains(".tar.") { return true }
        if ["7z", "rar", "zipx"].contains(fileExtension) { return true }
        return fileExtension.utf8.count == 3 && fileExtension.first == "z"
            && fileExtension.dropFirst().allSatisfy(\.isNumber)
    }

    private func unsupported(_ sentence: String) -> ArchiveProblem {
        ArchiveProblem(
            .unsupportedArchive, .error, path: path, sentence, advice: "Unpack it and give the folder.")
    }
}

extension FileNature {
    /// Whether it is one of the formats that are read.
    fileprivate var isArchive: Bool {
        switch self {
        case .zip, .gzip, .bzip2, .xz, .tar: true
        case .html, .text, .otherArchive, .unknown: false
        }
    }
}

extension String {
    /// What follows the last `/`, closing ones left aside.
    var lastPathComponent: Substring { split(separator: "/").last ?? "/" }
}
