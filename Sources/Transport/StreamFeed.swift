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

    /// Reads all content into the pipe; returns early when the transfer is over. What goes wrong is kept there.
    static func run(_ content: any ContentBody, length: UInt64?, into pipe: UploadPipe) async {
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
