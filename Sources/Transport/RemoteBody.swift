internal import Items

/// The content at an address, by GET.
struct RemoteBody: ContentBody, Sendable {
    let client: HTTPClient
    let request: HTTPRequest
    let byteCount: UInt64?

    func open() throws(ContentError) -> any ContentReader {
        do throws(TransportError) {
            var request = request
            var hops = 0
            while true {
                let pipe = DownloadPipe(capacity: PipeReader.capacity)
                let reader = try PipeReader(
                    pipe, client.receive(request, into: pipe), keeping: client, of: request.address.description,
                    byteCount: byteCount)
                let head = try reader.head()
                guard let target = try client.next(after: head, to: request, hops: hops) else {
                    guard head.status == 200 else {
                        throw TransportError(.rejected, "\(request.address) answers with status \(head.status).")
                    }
                    return reader
                }
                request.address = target
                hops += 1
            }
        } catch {
            throw ContentError(error.description)
        }
    }
}

/// Content that is received while it is read. The transfer ends with its reader.
final class PipeReader: ContentReader {
    static let capacity = 1 << 20

    private let pipe: DownloadPipe
    private let control: TransferControl
    private let client: any Sendable
    private let name: String
    private let byteCount: UInt64?
    private var received: UInt64 = 0

    /// - Parameters:
    ///   - client: kept while there is this reader, because transfers end with their client.
    ///   - name: what is read, for errors.
    ///   - byteCount: how much must come, where that is known.
    init(
        _ pipe: DownloadPipe, _ control: TransferControl, keeping client: any Sendable, of name: String,
        byteCount: UInt64?
    ) {
        self.pipe = pipe
        self.control = control
        self.client = client
        self.name = name
        self.byteCount = byteCount
    }

    deinit { control.cancel() }

    /// Waits for the beginning.
    func head() throws(TransportError) -> ResponseHead {
        while true {
            if let result = pipe.waitForHead() { return try result.get() }
            guard !Task.isCancelled else { throw TransportError(.cancelled, "The request was cancelled.") }
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        while true {
            let (piece, mustResume) = pipe.take(into: buffer)
            if mustResume { control.resume() }
            switch piece {
            case .bytes(let count):
                received += UInt64(count)
                return count
            case .end(.success):
                guard byteCount == nil || byteCount == received else {
                    throw ContentError("\(name) gives \(received) bytes and not \(byteCount ?? 0).")
                }
                return 0
            case .end(.failure(let error)): throw ContentError(error.description)
            case .nothingYet:
                guard !Task.isCancelled else { throw ContentError("The reading of \(name) was cancelled.") }
            }
        }
    }
}
