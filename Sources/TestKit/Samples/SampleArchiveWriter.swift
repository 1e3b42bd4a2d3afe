internal import CArchive

/// Writes entries into one zip, tar or tgz file with libarchive.
///
/// Zip members carry no time: libarchive would write it in the zone of the process, and Takeout's own times say
/// nothing either. Names are taken in the character set of the thread, which has to be UTF-8.
final class SampleArchiveWriter: SampleWriter {
    private let path: String
    private let packing: SamplePacking
    private let time: Int
    private let archive: OpaquePointer
    private let header: OpaquePointer

    init(_ path: String, _ packing: SamplePacking, time: Int) throws {
        guard let archive = archive_write_new(), let header = archive_entry_new() else {
            throw SampleWriteError(description: "\(path): out of memory")
        }
        self.path = path
        self.packing = packing
        self.time = time
        self.archive = archive
        self.header = header
        switch packing.format {
        case .zip:
            try check(archive_write_set_format_zip(archive))
            try check(archive_write_set_format_option(archive, "zip", "compression-level", "1"))
        case .tgz:
            try check(archive_write_set_format_pax_restricted(archive))
            try check(archive_write_add_filter_gzip(archive))
            try check(archive_write_set_filter_option(archive, "gzip", "compression-level", "1"))
            try check(archive_write_set_filter_option(archive, "gzip", "timestamp", nil))
        case .tar, .folder:
            try check(archive_write_set_format_pax_restricted(archive))
        }
        try check(archive_write_set_bytes_per_block(archive, 1 << 18))
        try check(archive_write_set_bytes_in_last_block(archive, 1))
        try check(archive_write_open_filename(archive, path))
    }

    deinit {
        archive_entry_free(header)
        archive_write_free(archive)
    }

    func write(_ entry: SampleEntry) throws {
        archive_entry_clear(header)
        archive_entry_set_pathname(header, entry.path)
        archive_entry_set_size(header, Int64(entry.content.size))
        // S_IFDIR and S_IFREG, which the macros of archive_entry.h hide from Swift.
        archive_entry_set_filetype(header, entry.isDirectory ? 0o040000 : 0o100000)
        archive_entry_set_perm(header, entry.isDirectory ? 0o755 : 0o644)
        if packing.format == .zip {
            try check(
                isCompressed(entry)
                    ? archive_write_zip_set_compression_deflate(archive)
                    : archive_write_zip_set_compression_store(archive))
        } else {
            archive_entry_set_mtime(header, time, 0)
        }
        try check(archive_write_header(archive, header), entry.path)
        try entry.content.forEachChunk { chunk in
            guard archive_write_data(archive, chunk.baseAddress, chunk.count) == chunk.count else {
                throw failure(entry.path)
            }
        }
        try check(archive_write_finish_entry(archive), entry.path)
    }

    func finish() throws {
        try check(archive_write_close(archive))
    }

    private func isCompressed(_ entry: SampleEntry) -> Bool {
        switch (packing.compression, entry.content) {
        case (.deflated, _), (.mixed, .bytes): true
        case (.stored, _), (.mixed, .generated): false
        }
    }

    private func check(_ status: Int32, _ entry: String? = nil) throws {
        guard status == ARCHIVE_OK else { throw failure(entry) }
    }

    private func failure(_ entry: String?) -> SampleWriteError {
        let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
        return SampleWriteError(description: ([path] + (entry.map { [$0] } ?? []) + [reason]).joined(separator: ": "))
    }
}
