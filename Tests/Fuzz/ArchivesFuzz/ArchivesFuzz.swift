// Compiled into one module with the sources of Archives.
internal import Glibc

/// Feeds bytes to the listing and reading of zip and tar and to the reader of part names; any crash, hang or broken
/// promise is a finding.
///
/// The first byte chooses the target, the rest is the input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let input = UnsafeBufferPointer(start: data + 1, count: count - 1)
    switch data[0] % 6 {
    case 0, 1:
        fuzzArchive(input) { file throws(ArchiveProblem) in
            try ZipListing.list(file, path: "", options: ArchiveOptions())
        }
    case 2: fuzzTar(input, .none)
    case 3: fuzzTar(input, .gzip)
    case 4: fuzzPartName(input)
    default: fuzzInflated(input)
    }
    return 0
}

/// A file without a name that takes one input after another.
private let scratch: CInt = {
    var template = Array("/dev/shm/archives-fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    unlink(&template)
    return descriptor
}()

private func fuzzTar(_ input: UnsafeBufferPointer<UInt8>, _ compression: Part.Compression) {
    fuzzArchive(input) { file throws(ArchiveProblem) in
        var budget = 1 << 20
        let options = ArchiveOptions(retain: { $0.utf8.count % 2 == 0 })
        return try TarListing.list(file, compression, path: "", options: options, budget: &budget)
    }
}

private func fuzzArchive(
    _ input: UnsafeBufferPointer<UInt8>, _ list: (SourceFile) throws(ArchiveProblem) -> Listing
) {
    guard ftruncate(scratch, 0) == 0, pwrite(scratch, input.baseAddress, input.count, 0) == input.count else { abort() }
    do throws(ArchiveError) {
        let file = try SourceFile(owning: dup(scratch))
        let listing: Listing
        do throws(ArchiveProblem) {
            listing = try list(file)
        } catch {
            return
        }
        if listing.entries.isEmpty, listing.problems.isEmpty { abort() }
        try read(listing, file)
    } catch {
        return
    }
}

private func read(_ listing: Listing, _ file: SourceFile) throws(ArchiveError) {
    let part = Part(
        id: 0, path: "/proc/self/fd/\(file.descriptor)", name: PartName(""), format: listing.format,
        byteCount: file.byteCount, entries: listing.entries, identity: listing.identity, problems: listing.problems,
        repeatOf: nil, retained: listing.retained, stamp: file.stamp)
    let reader = try PartReader(part, of: [])
    for entry in part.entries {
        if entry.refusal == nil, entry.path.utf8.contains(0) { abort() }
        do throws(ArchiveError) {
            let content = try reader.open(entry.id.index).readAll(limit: 1 << 20)
            if let declared = entry.byteCount, declared != UInt64(content.count) { abort() }
            if let checksum = entry.checksum, content.withUnsafeBytes({ checksum32(of: $0) }) != checksum { abort() }
        } catch {
            continue
        }
    }
}

/// What comes out of a deflated range is the same in any order of reading.
private func fuzzInflated(_ input: UnsafeBufferPointer<UInt8>) {
    guard input.count > 8 else { return }
    let packed = HeldBytes(Array(input.dropFirst(8)))
    func inflated() -> InflatedBytes {
        InflatedBytes(
            packed, from: 0, packedByteCount: packed.byteCount, byteCount: UInt64(input[0]) << 14 | UInt64(input[1]))
    }
    let straight: [UInt8]
    do throws(ArchiveError) {
        let bytes = inflated()
        straight = try bytes.bytes(at: 0, count: Int(bytes.byteCount))
    } catch {
        return
    }
    let jumping = inflated()
    for step in input[2..<8] {
        let offset = straight.count * Int(step) / 255
        do throws(ArchiveError) {
            let found = try jumping.bytes(at: UInt64(offset), count: 1000)
            if found != Array(straight[offset...].prefix(1000)) { abort() }
        } catch {
            abort()
        }
    }
}

private func fuzzPartName(_ input: UnsafeBufferPointer<UInt8>) {
    let name = PartName(String(decoding: input, as: UTF8.self))
    if name.total != nil, name.number == nil { abort() }
    if name.isNumbered, name.prefix.isEmpty { abort() }
    if let stamp = name.stamp, stamp.utf8.count != 16, stamp.utf8.count != 17 { abort() }
}
