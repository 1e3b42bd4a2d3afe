/// Where the bytes of a part are: in a file, or in an entry of another part.
enum PartBytes {
    /// The bytes of a whole part.
    static func whole(_ part: Part, of parts: [Part]) throws(ArchiveError) -> any ByteSource {
        guard let container = part.container else { return try file(part) }
        var around: (any ByteSource)?
        return try entry(Int(container.index), in: parts[Int(container.part)], &around, of: parts)
    }

    /// The file a part is; it must be the one that was listed.
    static func file(_ part: Part) throws(ArchiveError) -> SourceFile {
        let file = try SourceFile(path: part.path)
        guard file.stamp == part.stamp else { throw .changed }
        return file
    }

    /// The bytes of an entry that is an archive itself.
    ///
    /// - Parameter around: the bytes of the container, made when they are first needed.
    static func entry(
        _ position: Int, in container: Part, _ around: inout (any ByteSource)?, of parts: [Part]
    ) throws(ArchiveError) -> any ByteSource {
        switch container.format {
        case .folder: return try FolderSource(path: container.path, container.entries).file(at: position)
        case .tar:
            guard let bytes = container.retained[Int32(position)] else {
                throw .overLimit(ArchiveOptions.nestedInTarLimit)
            }
            return HeldBytes(bytes)
        case .zip:
            let bytes: any ByteSource
            if let around { bytes = around } else { bytes = try whole(container, of: parts) }
            around = bytes
            return try ZipSource.bytes(of: container.entries.records[position], in: bytes)
        case .file: throw .notAnArchive
        }
    }
}

extension ZipSource {
    /// The content of an entry as bytes with random access.
    fileprivate static func bytes(
        of record: EntryRecord, in file: any ByteSource
    ) throws(ArchiveError) -> any ByteSource {
        let head = try file.bytes(at: record.location, count: ZipLocalHeader.fixedLength)
        guard let length = head.withUnsafeBytes({ ZipLocalHeader($0)?.length }) else { throw .damaged }
        let (start, isHuge) = record.location.addingReportingOverflow(UInt64(length))
        guard !isHuge, start <= file.byteCount, record.compressedByteCount <= file.byteCount - start else {
            throw .truncated
        }
        if record.method == 0 {
            guard record.compressedByteCount == record.byteCount else {
                throw .sizeMismatch(declared: record.byteCount)
            }
            return ByteRange(file, from: start, count: record.byteCount)
        }
        return InflatedBytes(
            file, from: start, packedByteCount: record.compressedByteCount, byteCount: record.byteCount)
    }
}
