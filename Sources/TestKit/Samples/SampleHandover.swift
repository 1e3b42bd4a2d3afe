internal import Glibc

/// Entries that are to be handed over, and what the parts are called.
struct SampleHandover {
    let entries: SampleEntries
    /// The name of the folder they are in when nothing packs them.
    let folder: String
    /// When they were packed, seconds since 1970.
    let time: Int
    /// The file name of a part.
    let partName: (SamplePart) -> String

    /// Writes the parts, or the folder, into `directory`, which is made if it is missing.
    ///
    /// - Returns: the paths of the parts in the order of their names; for a folder, its path.
    func write(to directory: String, as packing: SamplePacking) throws -> [String] {
        try SampleFolderWriter.makeDirectory(directory)
        if packing.format == .folder {
            let root = "\(directory)/\(folder)"
            let writer = try SampleFolderWriter(root, time: time)
            for entry in entries { try writer.write(entry) }
            try writer.finish()
            return [root]
        }
        return try withUTF8Locale {
            var partition = SamplePartition(packing)
            var open: [SamplePart: any SampleWriter] = [:]
            var parts: Set<String> = []
            var iterator = entries.makeIterator()
            while let (product, entry) = iterator.nextWithProduct() {
                let part = partition.part(of: entry, product: product)
                let writer: any SampleWriter
                if let known = open[part] {
                    writer = known
                } else {
                    let path = "\(directory)/\(partName(part))"
                    parts.insert(path)
                    writer = try SampleArchiveWriter(path, packing, time: time)
                    open[part] = writer
                    if case .maximumBytes = packing.split {
                        try open.removeValue(forKey: SamplePart(bundle: part.bundle, number: part.number - 1))?.finish()
                    }
                }
                try writer.write(entry)
            }
            for writer in open.values { try writer.finish() }
            return parts.sorted()
        }
    }

    /// Runs `body` with UTF-8 as the character set of this thread: libarchive marks names as UTF-8 only then.
    private func withUTF8Locale<Result>(_ body: () throws -> Result) throws -> Result {
        let categories = Int32(1) << LC_CTYPE
        guard let locale = newlocale(categories, "C.UTF-8", nil) else {
            throw SampleWriteError(description: "The locale C.UTF-8 is missing.")
        }
        let previous = uselocale(locale)
        defer {
            _ = uselocale(previous)
            freelocale(locale)
        }
        return try body()
    }
}
