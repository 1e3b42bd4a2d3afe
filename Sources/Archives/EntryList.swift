/// The entries of a part in its own order.
///
/// Each entry takes 56 bytes and its name; an ``Entry`` with its strings is made when it is asked for.
public struct EntryList: RandomAccessCollection, Sendable {
    var part: Int32 = 0
    var records: [EntryRecord] = []
    var names: [UInt8] = []

    /// 0.
    public var startIndex: Int { 0 }

    /// The number of entries.
    public var endIndex: Int { records.count }

    /// The entry at a place; the place is the entry's `id.index`.
    public subscript(position: Int) -> Entry {
        let record = records[position]
        return Entry(
            id: EntryID(part: part, index: Int32(position)),
            path: path(at: position),
            rawName: record.rawLength == 0 ? nil : Array(names[rawNameRange(at: position)]),
            byteCount: record.byteCount == EntryRecord.unknownByteCount ? nil : record.byteCount,
            checksum: record.hasChecksum ? record.checksum : nil,
            modified: record.modified == EntryRecord.unknownTime ? nil : record.modified,
            kind: record.kind,
            refusal: PackedRefusal(bits: record.refusal).refusal
        )
    }

    /// The path of the entry at a place, without making the rest of it.
    public func path(at position: Int) -> String {
        names.withUnsafeBufferPointer {
            String(decoding: UnsafeBufferPointer(rebasing: $0[pathRange(at: position)]), as: UTF8.self)
        }
    }

    /// What the entry at a place is, without making the rest of it.
    public func kind(at position: Int) -> EntryKind { records[position].kind }

    /// Why the entry at a place will not be read, without making the rest of it.
    public func refusal(at position: Int) -> EntryRefusal? {
        PackedRefusal(bits: records[position].refusal).refusal
    }

    /// Lets a body look at the UTF-8 of the path of the entry at a place, without making a text of it.
    public func withPathBytes<Result>(
        at position: Int, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Result
    ) -> Result {
        names.withUnsafeBufferPointer { body($0[pathRange(at: position)]) }
    }

    /// The bytes by which the file system or the archive knows the entry.
    func nameBytes(at position: Int) -> ArraySlice<UInt8> {
        records[position].rawLength == 0 ? names[pathRange(at: position)] : names[rawNameRange(at: position)]
    }

    /// Each name is its path's UTF-8, then the raw bytes if they differ.
    func pathRange(at position: Int) -> Range<Int> {
        Int(records[position].nameStart)..<nameEnd(at: position) - Int(records[position].rawLength)
    }

    private func rawNameRange(at position: Int) -> Range<Int> {
        nameEnd(at: position) - Int(records[position].rawLength)..<nameEnd(at: position)
    }

    private func nameEnd(at position: Int) -> Int {
        position + 1 < records.count ? Int(records[position + 1].nameStart) : names.count
    }
}

/// What is kept of each entry, beside its name.
struct EntryRecord: Sendable {
    static let unknownByteCount = UInt64.max
    static let unknownTime = Int64.min

    /// Where the local header begins (zip).
    var location: UInt64 = 0
    /// The size in the archive (zip).
    var compressedByteCount: UInt64 = 0
    var byteCount = unknownByteCount
    var modified = unknownTime
    var checksum: UInt32 = 0
    var nameStart: UInt32 = 0
    var rawLength: UInt32 = 0
    /// Of the name as stored, to compare the local header with (zip).
    var nameHash: UInt32 = 0
    var refusal = PackedRefusal.none.bits
    var method: UInt16 = 0
    var kind = EntryKind.file
    var hasChecksum = false

    /// Keeps the first reason given.
    mutating func refuse(_ refusal: EntryRefusal) {
        if self.refusal == PackedRefusal.none.bits {
            self.refusal = PackedRefusal(refusal).bits
        }
    }
}

/// Gathers the entries of a part while it is listed.
struct EntryListBuilder {
    private(set) var list = EntryList()
    private let maximumEntries: Int
    private let maximumNameBytes: Int

    init(_ options: ArchiveOptions) {
        maximumEntries = Swift.min(options.maximumEntries, Int(Int32.max))
        maximumNameBytes = options.maximumNameBytes
    }

    /// Whether the list must not grow any more.
    var isFull: Bool {
        list.records.count >= maximumEntries || list.names.count >= maximumNameBytes
    }

    var count: Int { list.records.count }

    mutating func reserve(_ count: Int) {
        list.records.reserveCapacity(Swift.min(count, maximumEntries))
    }

    /// Adds an entry, judging its name.
    mutating func append(_ record: EntryRecord, name: EntryName) {
        var record = record
        record.nameStart = UInt32(list.names.count)
        let fault = name.appendPath(to: &list.names)
        if name.keepsRaw {
            record.rawLength = UInt32(name.stored.count)
            list.names.append(contentsOf: name.stored)
        }
        if let fault {
            // The root directory itself (`./` in a tar) has an empty path and is no fault.
            if !(fault == .empty && record.kind == .directory) { record.refuse(.unsafePath(fault)) }
        }
        switch record.kind {
        case .file: break
        case .directory:
            if record.byteCount != 0, record.byteCount != EntryRecord.unknownByteCount {
                record.refuse(.directoryWithContent)
            }
        case .symbolicLink, .hardLink: record.refuse(.link)
        case .special: record.refuse(.specialFile)
        }
        list.records.append(record)
    }

    mutating func refuse(_ position: Int, _ refusal: EntryRefusal) {
        list.records[position].refuse(refusal)
    }

    /// The finished list: entries at or beneath the path of a link are refused, because a tool that unpacks would
    /// write them through the link.
    consuming func finish() -> EntryList {
        let links = list.records.indices.filter {
            list.records[$0].kind == .symbolicLink || list.records[$0].kind == .hardLink
        }
        guard !links.isEmpty else { return list }
        let linked = Set(links.map { Array(list.names[list.pathRange(at: $0)]) })
        // Looking every prefix up by its bytes would be quadratic in a hostile name; a running hash is not.
        let hashes = Set(linked.map { NameHash($0) })
        for position in list.records.indices where list.records[position].refusal == PackedRefusal.none.bits {
            let range = list.pathRange(at: position)
            var hash = NameHash()
            for index in range {
                if list.names[index] == UInt8(ascii: "/"), hashes.contains(hash),
                    linked.contains(Array(list.names[range.lowerBound..<index]))
                {
                    list.records[position].refuse(.unsafePath(.beneathLink))
                    break
                }
                hash.add(list.names[index])
            }
            if hashes.contains(hash), linked.contains(Array(list.names[range])) {
                list.records[position].refuse(.unsafePath(.beneathLink))
            }
        }
        return list
    }
}

/// FNV-1a, 32 bits: enough to tell names apart where a collision costs nothing but a second look.
struct NameHash: Hashable {
    private(set) var value: UInt32 = 0x811c_9dc5

    init() {}

    init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { add(byte) }
    }

    @inline(__always)
    mutating func add(_ byte: UInt8) { value = (value ^ UInt32(byte)) &* 0x0100_0193 }
}
