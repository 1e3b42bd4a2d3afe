internal import Items

/// Reads content for an upload and holds it to the length that was announced.
enum StreamFeed {
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

    private static let pipeCapacity = 1 << 20

    /// Reads content on this task while a transfer sends it.
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
        let transfer = make(pipe) { promise.fulfil($0) }
        wakeup.transfer = transfer
        let result = await withTaskCancellationHandler {
            loop.start(transfer)
            await run(content, length: length, into: pipe)
            return await promise.value
        } onCancel: {
            loop.cancel(transfer)
        }
        if let failure = pipe.failure { throw TransportError(.source, failure.description) }
        return try result.get()
    }

    /// Reads all content into the pipe; returns early when the transfer is over. What goes wrong is kept there.
    private static func run(_ content: any ContentBody, length: UInt64?, into pipe: UploadPipe) async {
        do throws(ContentError) {
            let reader = try content.open()
            var total: UInt64 = 0
            while true {
                let count = try await pipe.fill(from: reader)
                if count == 0 { break }
                total += UInt64(count)
                if let length, total > length { throw wrongLength(total, length) }
            }
            if let length, total < length, !pipe.isClosed { throw wrongLength(total, length) }
            pipe.finish()
        } catch {
            pipe.fail(error)
        }
    }

    private static func wrongLength(_ actual: UInt64, _ announced: UInt64) -> ContentError {
        ContentError(
            "The content is \(actual < announced ? "shorter" : "longer") than the \(announced) bytes announced.")
    }
}
