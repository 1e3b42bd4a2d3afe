internal import Foundation
public import Hosting
public import Items
internal import Planning

/// Copies of the catalogue at the hosts, so that what lies where is known even when this machine is lost.
public enum CatalogueCopies {
    /// Where a copy lies among the files of a host.
    public static let href = Href(collection: "degoogle", name: "degoogle-catalogue.jsonl")
    /// At how many hosts there is one, where there are as many.
    private static let wanted = 2
    /// The longest line that is read, in bytes.
    private static let longestLine = 1 << 20

    /// Brings the copies up to date, if the catalogue has changed since they were written. They stay at the hosts
    /// that have one; no more hosts than two learn what the others hold, those included that take no part.
    ///
    /// - Parameter sessions: the hosts that are open for writing and take part, by name.
    /// - Returns: what went wrong; the next run tries again.
    public static func publish(
        _ journal: Journal, to sessions: [String: HostSession]
    ) async throws(StateDirectory.Fault) -> [Finding] {
        let (revision, known) = try journal.copies()
        let (holders, others) = places(sessions, known: Set(known.keys))
        let targets = holders + others
        var free = max(0, wanted - known.count)
        let isFresh = holders.allSatisfy { known[$0]?.revision == revision }
        guard !isFresh || min(free, others.count) > 0 else { return [] }
        let file: CatalogueFile
        let catalogue = try journal.catalogue()
        guard !catalogue.lines.isEmpty else { return [] }
        do {
            file = try CatalogueFile(catalogue, in: journal.directory)
        } catch {
            throw .notWritable(path: journal.directory.path, reason: error.localizedDescription)
        }
        defer { file.remove() }
        var findings: [Finding] = []
        for host in targets where known[host] != nil || free > 0 {
            guard let store = sessions[host]?.stores[.files] else { continue }
            do throws(StoreError) {
                let etag = try await write(file, to: store, known: known[host]?.etag)
                try noting { () throws(StateDirectory.Fault) in try journal.noteCopy(etag, of: revision, at: host) }
                if known[host] == nil { free -= 1 }
            } catch {
                findings.append(
                    Finding(
                        "catalogue-copy", .warning, entry: "\(host): files/\(href.path)",
                        "The copy of the catalogue could not be written; the next run tries again.",
                        detail: error.description))
            }
        }
        return findings
    }

    /// The hosts that have a copy, and those that may get one, the first first.
    private static func places(
        _ sessions: [String: HostSession], known: Set<String>
    ) -> (holders: [String], others: [String]) {
        let open = sessions.filter { $0.value.stores[.files] != nil }.keys.sorted()
        return (open.filter(known.contains), open.filter { !known.contains($0) })
    }

    /// Says which hosts would get a copy that have none, and what they learn by it; `nil` where none would.
    ///
    /// - Parameters:
    ///   - sessions: the hosts that take part, by name.
    ///   - leaving: a host whose copy will be taken away.
    ///   - directory: the state, which is only read.
    public static func announcement(
        _ sessions: [String: HostSession], leaving: String? = nil, in directory: StateDirectory
    ) throws(StateDirectory.Fault) -> Finding? {
        let met = try Journal.copyHolders(in: directory)
        let known = Set(met.filter { $0.value && $0.key != leaving }.keys)
        let new = places(sessions, known: known).others.prefix(max(0, wanted - known.count))
        guard !new.isEmpty, Set(met.keys).union(sessions.keys).count > 1 else { return nil }
        return Finding(
            "catalogue-goes-to", .note,
            "A copy of the catalogue goes to \(new.joined(separator: " and ")): what the other hosts are called and what "
                + "lies at them is known there, by paths and UIDs, without contents.")
    }

    private static func noting(_ body: () throws(StateDirectory.Fault) -> Void) throws(StoreError) {
        do { try body() } catch { throw StoreError(.source, error.description) }
    }

    private static func write(
        _ file: CatalogueFile, to store: any Store, known: ETag?
    ) async throws(StoreError) -> ETag {
        let resource = NewResource(href: href)
        guard let there = try await find(in: store) else {
            try await store.makeCollection(href.collection, as: ItemCollection(.folder, name: href.collection))
            return try await store.create(resource, body: file).resource.etag
        }
        if there.etag != known, try await !isOurs(store) {
            throw StoreError(.alreadyExists, "something else has its name there, and it is left as it is")
        }
        return try await store.update(resource, body: file, ifMatch: there.etag).resource.etag
    }

    private static func find(in store: any Store) async throws(StoreError) -> StoredResource? {
        try await store.list(href.collection).first { $0.href == href }
    }

    private static func isOurs(_ store: any Store) async throws(StoreError) -> Bool {
        let body = try await store.get(href)
        do throws(ContentError) {
            let reader = try body.open()
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
            defer { buffer.deallocate() }
            let count = try reader.read(into: buffer)
            return String(decoding: buffer[..<count], as: UTF8.self).contains("\"\(CatalogueText.format)\"")
        } catch { throw StoreError(error) }
    }

    /// Takes the copy away from a host that is left.
    public static func remove(
        from host: String, _ session: HostSession, _ journal: Journal
    ) async throws(StateDirectory.Fault) -> StoreError? {
        guard let store = session.stores[.files] else { return nil }
        do throws(StoreError) {
            if let there = try await find(in: store), try await isOurs(store) {
                try await store.delete(href, ifMatch: there.etag)
                // Its folder has the program's own name; where something else lies in it, it stays.
                _ = try await store.removeCollection(href.collection)
            }
        } catch { return error }
        try journal.noteCopy(nil, of: 0, at: host)
        return nil
    }

    /// Reads the copy at a host.
    ///
    /// - Throws: `StoreError`; `.source` where it is no copy of a catalogue, or damaged.
    public static func read(from session: HostSession) async throws(StoreError) -> Catalogue {
        guard let store = session.stores[.files] else {
            throw StoreError(.notFound, "the host has no files, and so no copy of the catalogue")
        }
        let body = try await store.get(href)
        do {
            var reader = CatalogueText.Reader()
            var isBegun = false
            try forEachLine(of: body) { line in
                isBegun = true
                try reader.take(line)
            }
            guard isBegun else { throw CatalogueText.Fault(description: "it is empty") }
            return reader.catalogue
        } catch {
            throw StoreError(.source, "The copy of the catalogue at files/\(href.path) cannot be used: \(error)")
        }
    }

    private static func forEachLine(of body: any ContentBody, _ take: (Data) throws -> Void) throws {
        let reader = try body.open()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 262_144, alignment: 16)
        defer { buffer.deallocate() }
        var rest = Data()
        while true {
            let count = try reader.read(into: buffer)
            if count == 0 { break }
            let pieces = buffer[..<count].split(separator: 0x0A, omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                rest.append(contentsOf: piece)
                guard rest.count <= longestLine else { throw CatalogueText.Fault(description: "a line is too long") }
                guard index < pieces.count - 1 else { break }
                try take(rest)
                rest.removeAll(keepingCapacity: true)
            }
        }
        // A last line without a newline is one that was cut off.
        guard rest.isEmpty else { throw CatalogueText.Fault(description: "its end is missing") }
    }
}

/// The text of a catalogue in a file of the state, so that its size is known and no memory holds it.
private final class CatalogueFile: ContentBody {
    private let path: String
    let byteCount: UInt64?

    init(_ catalogue: Catalogue, in directory: StateDirectory) throws {
        path = directory.path + "/catalogue.jsonl"
        let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var buffer = Data()
        var count = 0
        try CatalogueText.write(catalogue) { line in
            buffer.append(line)
            count += line.count
            guard buffer.count > 1 << 18 else { return }
            try file.write(contentsOf: buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try file.write(contentsOf: buffer)
        byteCount = UInt64(count)
    }

    func open() throws(ContentError) -> any ContentReader {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw ContentError("\(path) cannot be read") }
        return HandleReader(handle)
    }

    func remove() { unlink(path) }
}

private final class HandleReader: ContentReader {
    private let handle: FileHandle

    init(_ handle: FileHandle) { self.handle = handle }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        do {
            guard let data = try handle.read(upToCount: buffer.count) else { return 0 }
            data.withUnsafeBytes { buffer.copyMemory(from: $0) }
            return data.count
        } catch { throw ContentError(error.localizedDescription) }
    }
}
