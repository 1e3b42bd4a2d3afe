internal import Items

/// The bytes of an entry on their way to a program, which is told their number before.
struct ProgramBody {
    /// How many bytes are given.
    let byteCount: UInt64
    private let reader: any ContentReader

    /// Readies an open entry.
    ///
    /// - Parameters:
    ///   - byteCount: what the archive states. Where it states nothing, the content is read first.
    ///   - limit: the most bytes to hold for that.
    /// - Throws: `ContentError` when it cannot be read, or is too large to be counted first.
    init(_ reader: any ContentReader, byteCount: UInt64?, limit: Int) throws(ContentError) {
        if let byteCount {
            self.byteCount = byteCount
            self.reader = reader
        } else {
            let bytes = try reader.readAll(limit: limit)
            self.byteCount = UInt64(bytes.count)
            self.reader = BytesBody(bytes).open()
        }
    }

    /// Gives exactly `byteCount` bytes; behind damage they are zeros.
    ///
    /// - Returns: the damage.
    func give(to program: Conversation) throws(ProgramFailure) -> ContentError? {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var left = byteCount
        var damage: ContentError?
        while damage == nil {
            switch Result(catching: { () throws(ContentError) in try reader.read(into: buffer) }) {
            case .success(0):
                guard left > 0 else { return nil }
                damage = ContentError("it is shorter than the archive says")
            case .success(let count) where count <= left:
                try program.give(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                left -= UInt64(count)
            case .success: damage = ContentError("it is longer than the archive says")
            case .failure(let error): damage = error
            }
        }
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        while left > 0 {
            let count = Int(min(left, UInt64(buffer.count)))
            try program.give(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            left -= UInt64(count)
        }
        return damage
    }
}
