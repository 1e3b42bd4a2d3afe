internal import CArchive

/// One pass over a tar with libarchive: header, content, header...
final class TarStream {
    /// What a header says.
    struct Header {
        /// The stored name; nil if libarchive could not convert it.
        let name: [UInt8]?
        let record: EntryRecord
    }

    /// Whether a broken header was passed over.
    private(set) var sawDamage = false

    private let feed: TarFeed
    private let handle: OpaquePointer
    /// Whether libarchive decompresses.
    private let isFiltered: Bool
    private var hasHeader = false
    /// The size of the current entry and how much of it was read.
    private var declared: UInt64 = 0
    private var produced: UInt64 = 0

    init(_ file: SourceFile, _ compression: Part.Compression) throws(ArchiveError) {
        guard let handle = archive_read_new() else { throw .system(Self.outOfMemory) }
        self.handle = handle
        feed = TarFeed(file, inflating: compression == .gzip)
        isFiltered = compression == .bzip2 || compression == .xz
        archive_read_support_format_tar(handle)
        switch compression {
        case .none, .gzip: break
        case .bzip2: archive_read_support_filter_bzip2(handle)
        case .xz: archive_read_support_filter_xz(handle)
        }
        let feedPointer = Unmanaged.passUnretained(feed).toOpaque()
        let status = archive_read_open2(handle, feedPointer, nil, readBlock, skipBytes, nil)
        if status < ARCHIVE_WARN { throw failure }
    }

    deinit { archive_read_free(handle) }

    private static let outOfMemory: Int32 = 12

    /// The next header; nil at the end of the tar.
    func next() throws(ArchiveError) -> Header? {
        let result: Result<Header?, ArchiveError> = ThreadLocale.withBytes {
            var entry: OpaquePointer?
            var status = archive_read_next_header(handle, &entry)
            // After a broken header libarchive looks for the next good one, block by block.
            while status == ARCHIVE_RETRY {
                sawDamage = true
                status = archive_read_next_header(handle, &entry)
            }
            if status == ARCHIVE_EOF { return .success(nil) }
            guard status >= ARCHIVE_WARN, let entry else { return .failure(failure) }
            hasHeader = true
            let header = Self.header(entry)
            declared = header.record.byteCount
            produced = 0
            return .success(header)
        }
        return try result.get()
    }

    /// Passes over the rest of the content of the current entry.
    func skipContent(isCompressed: Bool) throws(ArchiveError) {
        guard isCompressed else {
            if archive_read_data_skip(handle) < ARCHIVE_WARN { throw failure }
            return
        }
        // Block by block, since a skip inside libarchive could not be stopped at a bomb.
        var block: UnsafeRawPointer?
        var count = 0
        var offset: la_int64_t = 0
        while true {
            let status = archive_read_data_block(handle, &block, &count, &offset)
            if status == ARCHIVE_EOF { return }
            if status < ARCHIVE_OK { throw failure }
            try checkRatio()
        }
    }

    /// Content of the current entry; 0 at its end.
    ///
    /// Holes of sparse files are zeros. libarchive fills those before data and leaves out the one at the end; data that
    /// is cut short it reports as an error, so what is missing without an error is a hole.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        var count = archive_read_data(handle, buffer.baseAddress, buffer.count)
        if count < 0 { throw failure }
        if count == 0, produced < declared {
            count = Int(min(declared - produced, UInt64(buffer.count)))
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).initializeMemory(as: UInt8.self, repeating: 0)
        }
        produced += UInt64(count)
        if produced > declared { throw .sizeMismatch(declared: declared) }
        if BombLimit.isExceeded(output: produced, input: feed.consumed) { throw .bomb }
        try checkRatio()
        return count
    }

    /// Reads on after the end of the tar, so that the checksum of the stream is verified.
    ///
    /// - Returns: whether anything but zeros follows.
    func drain() throws(ArchiveError) -> Bool {
        let position = UInt64(clamping: archive_filter_bytes(handle, 0))
        let unread = min(Int(clamping: feed.produced - min(position, feed.produced)), feed.lastBlock.count)
        var hasMore = feed.lastBlock.suffix(unread).contains { $0 != 0 }
        while let block = feed.next(), !block.isEmpty {
            hasMore = hasMore || block.contains { $0 != 0 }
        }
        if let failure = feed.failure { throw failure }
        return hasMore
    }

    private func checkRatio() throws(ArchiveError) {
        let output = UInt64(clamping: archive_filter_bytes(handle, 0))
        if BombLimit.isExceeded(output: output, input: feed.consumed) { throw .bomb }
    }

    /// Why libarchive stopped. Before the first header and with a sound stream, the bytes are simply no tar; the filters
    /// of libarchive do not tell that from damage.
    private var failure: ArchiveError {
        if let failure = feed.failure { return failure }
        if !hasHeader, !isFiltered { return .notAnArchive }
        return feed.reachedEnd ? .truncated : .damaged
    }

    private static func header(_ entry: OpaquePointer) -> Header {
        var record = EntryRecord()
        record.byteCount = UInt64(clamping: archive_entry_size(entry))
        if archive_entry_mtime_is_set(entry) != 0 { record.modified = Int64(archive_entry_mtime(entry)) }
        if archive_entry_hardlink(entry) != nil || archive_entry_hardlink_utf8(entry) != nil {
            record.kind = .hardLink
        } else {
            switch archive_entry_filetype(entry) {
            case 0o100000: record.kind = .file
            case 0o040000: record.kind = .directory
            case 0o120000: record.kind = .symbolicLink
            default: record.kind = .special
            }
        }
        let name = archive_entry_pathname(entry) ?? archive_entry_pathname_utf8(entry)
        return Header(
            name: name.map { Array(UnsafeRawBufferPointer(start: $0, count: nameLength($0))) }, record: record)
    }

    private static func nameLength(_ name: UnsafePointer<CChar>) -> Int {
        var length = 0
        while name[length] != 0 { length += 1 }
        return length
    }
}

private func readBlock(
    _: OpaquePointer?, _ feed: UnsafeMutableRawPointer?, _ block: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> la_ssize_t {
    guard let feed, let bytes = Unmanaged<TarFeed>.fromOpaque(feed).takeUnretainedValue().next() else {
        return la_ssize_t(ARCHIVE_FATAL)
    }
    block?.pointee = bytes.baseAddress
    return bytes.count
}

private func skipBytes(_: OpaquePointer?, _ feed: UnsafeMutableRawPointer?, _ count: la_int64_t) -> la_int64_t {
    guard let feed else { return 0 }
    return la_int64_t(Unmanaged<TarFeed>.fromOpaque(feed).takeUnretainedValue().skip(UInt64(clamping: count)))
}
