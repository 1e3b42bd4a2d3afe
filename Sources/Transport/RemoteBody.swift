internal import Items

/// The content at an address, by GET.
struct RemoteBody: ContentBody, Sendable {
    let client: HTTPClient
    let request: HTTPRequest
    let byteCount: UInt64?

    func open() throws(ContentError) -> any ContentReader { try RemoteReader(client, request, byteCount) }
}

/// Receives content while it is read. The transfer ends with its reader.
private final class RemoteReader: ContentReader {
    private static let capacity = 1 << 20

    private let client: HTTPClient
    private let pipe: DownloadPipe
    private let control: TransferControl
    private let address: RemoteAddress
    private let byteCount: UInt64?
    private var received: UInt64 = 0

    init(_ client: HTTPClient, _ request: HTTPRequest, _ byteCount: UInt64?) throws(ContentError) {
        self.byteCount = byteCount
        self.client = client
        var request = request
        var hops = 0
        do throws(TransportError) {
            while true {
                let pipe = DownloadPipe(capacity: Self.capacity)
                let control = try client.receive(request, into: pipe)
                let head: ResponseHead
                do throws(TransportError) {
                    head = try Self.head(of: pipe)
                    if let target = try client.next(after: head, to: request, hops: hops) {
                        control.cancel()
                        request.address = target
                        hops += 1
                        continue
                    }
                    guard head.status == 200 else {
                        throw TransportError(.rejected, "\(request.address) answers with status \(head.status).")
                    }
                } catch {
                    control.cancel()
                    throw error
                }
                self.pipe = pipe
                self.control = control
                address = request.address
                return
            }
        } catch {
            throw ContentError(error.description)
        }
    }

    deinit { control.cancel() }

    private static func head(of pipe: DownloadPipe) throws(TransportError) -> ResponseHead {
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
                    throw ContentError("\(address) gives \(received) bytes and not \(byteCount ?? 0).")
                }
                return 0
            case .end(.failure(let error)): throw ContentError(error.description)
            case .nothingYet:
                guard !Task.isCancelled else { throw ContentError("The reading of \(address) was cancelled.") }
            }
        }
    }
}
