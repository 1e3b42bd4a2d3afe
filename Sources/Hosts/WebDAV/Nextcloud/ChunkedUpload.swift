internal import Hosting
internal import Items
internal import RemoteHosting
internal import Transport

/// Stores a large file in numbered chunks (developer manual of Nextcloud, "Chunked file upload v2"). Chunks that a run
/// left behind when it was stopped are not sent again.
struct ChunkedUpload {
    let server: NextcloudServer
    let resource: NewResource
    let target: RemoteAddress
    let byteCount: UInt64
    let timing: Timing

    private var client: WebDAVClient { server.client }
    private var path: String { resource.href.path }

    /// Smaller files are sent by one PUT.
    static let smallestFile: UInt64 = 24 << 20

    /// The size of the chunks of a file: always the same, so that another run finds its way; at most 10,000 of them.
    static func chunkSize(_ byteCount: UInt64, largest: UInt64?) -> UInt64 {
        let mebibyte: UInt64 = 1 << 20
        let needed = (byteCount / 9_000 / mebibyte + 1) * mebibyte
        return max(needed, min(10 * mebibyte, max(largest ?? .max, 5 * mebibyte)))
    }

    /// The name of a chunk.
    static func name(ofChunk number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
    }

    /// The name of the folder of chunks: the same for the same file, and no other run's.
    static func folderName(_ resource: NewResource, _ byteCount: UInt64) -> String {
        let text = "\(resource.href.path)\n\(byteCount)\n\(resource.modified ?? 0)"
        return "degoogle-" + String(Fingerprint(of: text).description.prefix(32))
    }

    /// How many chunks from the first on are there whole.
    static func completeChunks(_ sizes: [String: UInt64], chunkSize: UInt64, byteCount: UInt64) -> Int {
        var number = 0
        while UInt64(number) * chunkSize < byteCount {
            let expected = min(chunkSize, byteCount - UInt64(number) * chunkSize)
            guard sizes[name(ofChunk: number + 1)] == expected else { break }
            number += 1
        }
        return number
    }

    /// Sends what is missing and has it put together.
    ///
    /// - Parameter replacing: whether what is in the place of the file is replaced.
    /// - Returns: the SHA-256 of what was read.
    func run(_ body: any ContentBody, replacing: Bool) async throws(StoreError) -> Fingerprint {
        let folder = try server.address(
            ["remote.php", "dav", "uploads", server.user, Self.folderName(resource, byteCount)], asCollection: true)
        let size = Self.chunkSize(byteCount, largest: server.features.largestChunk)
        let complete = try await prepare(folder, size)
        let fingerprint = try await send(body, to: folder, size, after: complete)
        try await assemble(folder, replacing: replacing)
        return fingerprint
    }

    private var headers: HTTPHeaders {
        ["Destination": target.text, "OC-Total-Length": String(byteCount)]
    }

    /// Finds or makes the folder of chunks.
    ///
    /// - Returns: how many chunks are in it.
    private func prepare(_ folder: RemoteAddress, _ size: UInt64) async throws(StoreError) -> Int {
        let answer = try await client.propfind(folder, depth: .one, FileState.properties)
        if let answer {
            var sizes: [String: UInt64] = [:]
            for response in answer.responses {
                guard let name = response.names(below: answer.address)?.first,
                    let count = response.property(.dav("getcontentlength")).flatMap({ UInt64($0.trimmedText) })
                else { continue }
                sizes[name] = count
            }
            return Self.completeChunks(sizes, chunkSize: size, byteCount: byteCount)
        }
        let outcome = try await client.change(HTTPRequest(.mkcol, folder, headers: headers))
        guard outcome.isSuccess || (outcome.status == 405 && outcome.isUncertain) else {
            throw outcome.error(trying: "begin to store \(path)")
        }
        return 0
    }

    private func send(
        _ body: any ContentBody, to folder: RemoteAddress, _ size: UInt64, after complete: Int
    ) async throws(StoreError) -> Fingerprint {
        let reader: ChunkReader
        do { reader = try ChunkReader(body, size: Int(size)) } catch { throw StoreError(error) }
        var number = 0
        while true {
            let bytes: [UInt8]
            do { bytes = try reader.next() } catch { throw StoreError(error) }
            guard !bytes.isEmpty else { break }
            number += 1
            guard number > complete else { continue }
            let address: RemoteAddress
            do { address = try folder.appending([Self.name(ofChunk: number)]) } catch { throw StoreError(error) }
            let outcome = try await client.put(address, .bytes(bytes), headers: headers)
            guard outcome.isSuccess else { throw outcome.error(trying: "store a part of \(path)") }
        }
        guard reader.byteCount == byteCount else {
            throw StoreError(.source, "\(path) has \(reader.byteCount) bytes and not \(byteCount)")
        }
        return reader.finish()
    }

    /// Has the chunks put together, which may take longer than a gateway waits: then the answers are 504 or nothing,
    /// 423 while it goes on, and 404 when it is done.
    private func assemble(_ folder: RemoteAddress, replacing: Bool) async throws(StoreError) {
        var headers = headers
        if let modified = resource.modified, modified > KeptTime.tooEarly { headers["X-OC-Mtime"] = String(modified) }
        let source: RemoteAddress
        do { source = try folder.appending([".file"]) } catch { throw StoreError(error) }
        let outcome = try await client.move(source, to: target, replacing: replacing, headers: headers)
        if outcome.isSuccess { return }
        if outcome.status == 412, !outcome.isUncertain {
            throw StoreError(.alreadyExists, "there is a \(path) already")
        }
        guard outcome.isUncertain || outcome.status == 423 || outcome.status >= 500, outcome.status != 507 else {
            throw outcome.error(trying: "put \(path) together")
        }
        // A minute, and three for each gigabyte: as long as Nextcloud's own clients wait.
        for _ in 0..<(12 + 36 * Int(byteCount >> 30)) {
            if try await client.propfind(folder, depth: .zero, [.dav("resourcetype")]) == nil { return }
            do { try await timing.sleep(.seconds(5)) } catch {
                throw StoreError(.cancelled, "the run was stopped while the host put \(path) together")
            }
        }
        throw outcome.error(trying: "put \(path) together")
    }
}

/// Cuts content into chunks and computes its SHA-256.
private final class ChunkReader {
    private let reader: any ContentReader
    private let buffer: UnsafeMutableRawBufferPointer
    private var hasher = FingerprintHasher()
    private(set) var byteCount: UInt64 = 0

    init(_ body: any ContentBody, size: Int) throws(ContentError) {
        reader = try body.open()
        buffer = .allocate(byteCount: size, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// The next chunk; empty at the end.
    func next() throws(ContentError) -> [UInt8] {
        var filled = 0
        while filled < buffer.count {
            let count = try reader.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            filled += count
        }
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<filled])
        hasher.update(piece)
        byteCount += UInt64(filled)
        return Array(piece)
    }

    func finish() -> Fingerprint { hasher.finish() }
}
