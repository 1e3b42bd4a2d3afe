internal import Items

/// Reads content for an upload and holds it to the length that was announced.
enum StreamFeed {
    private static let pipeCapacity = 1 << 20

    /// Content small enough to be read before it is sent.
    static func readSmall(_ content: any ContentBody, length: UInt64) throws(TransportError) -> [UInt8] {
        do throws(ContentError) {
            let bytes = try content.readAll(limit: Int(length))
            guard UInt64(bytes.count) == length else { throw wrongLength(UInt64(bytes.count), length) }
            return bytes
        } catch {
            throw TransportError(.source, error.description)
        }
    }

    /// Reads content on this task while a transfer sends it.
    ///
    /// The transfer starts when the first bytes are there: to come to an entry of a compressed archive may take longer
    /// than a host waits.
    ///
    /// - Parameter make: the transfer that takes from the pipe.
    /// - Throws: `.source` when the content fails, else what the transfer does.
    static func upload<Answer: Sendable>(
        _ content: any ContentBody, length: UInt64?, on loop: TransferLoop,
        make: (UploadPipe, @escaping TransferCompletion<Answer>) -> any Transfer
    ) async throws(TransportError) -> Answer {
        let promise = Promise<Result<Answer, TransportError>>()
        let wakeup = TransferWakeup(loop: loop)
        let pipe = UploadPipe(capacity: pipeCapacity) { wakeup.wake() }
        let reader: any ContentReader
        var total: UInt64
        do throws(ContentError) {
            reader = EndCheckingReader(try content.open(), length: length)
            total = UInt64(try await pipe.fill(from: reader))
        } catch {
            throw TransportError(.source, error.description)
        }
        let transfer = make(pipe) { promise.fulfil($0) }
        wakeup.transfer = transfer
        // The transfer holds the pipe and the pipe the wakeup: without this none of them would ever go.
        defer { wakeup.transfer = nil }
        let result = await withTaskCancellationHandler {
            loop.startUnlessCancelled(transfer)
            await feed(pipe, from: reader, length: length, total: &total)
            return await promise.value
        } onCancel: {
            loop.cancel(transfer)
        }
        if let failure = pipe.failure { throw TransportError(.source, failure.description) }
        return try result.get()
    }

    /// Reads the rest into the pipe; returns early when the transfer is over. What goes wrong is kept in the pipe.
    private static func feed(
        _ pipe: UploadPipe, from reader: any ContentReader, length: UInt64?, total: inout UInt64
    ) async {
        do throws(ContentError) {
            var isAtEnd = total == 0
            while !isAtEnd {
                if let length, total > length { throw wrongLength(total, length) }
                let count = try await pipe.fill(from: reader)
                total += UInt64(count)
                isAtEnd = count == 0
            }
            if let length, total < length, !pipe.isClosed { throw wrongLength(total, length) }
            pipe.finish()
        } catch {
            pipe.fail(error)
        }
    }

    fileprivate static func wrongLength(_ actual: UInt64, _ announced: UInt64) -> ContentError {
        ContentError(
            "The content is \(actual < announced ? "shorter" : "longer") than the \(announced) bytes announced.")
    }
}

/// Hands out the last bytes of content of a known length only when its reader has come to its end: what a source finds
/// wrong there, such as a checksum, must come before the host has all bytes and takes them for good.
private final class EndCheckingReader: ContentReader {
    private let reader: any ContentReader
    private let length: UInt64?
    private var total: UInt64 = 0
    private var isAtEnd = false

    init(_ reader: any ContentReader, length: UInt64?) {
        self.reader = reader
        self.length = length
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        guard !isAtEnd else { return 0 }
        let count = try reader.read(into: buffer)
        total += UInt64(count)
        guard let length, total == length else { return count }
        let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
        defer { rest.deallocate() }
        guard try reader.read(into: rest) == 0 else { throw StreamFeed.wrongLength(total + 1, length) }
        isAtEnd = true
        return count
    }
}
