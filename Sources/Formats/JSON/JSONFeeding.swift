extension JSONReader {
    /// Adds bytes behind those fed before. What the token before held is gone.
    public mutating func feed(_ more: UnsafeRawBufferPointer) {
        makeRoom(more.count)
        let end = end
        bytes.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[end...]).copyMemory(from: more) }
        self.end += more.count
    }

    /// Adds bytes behind those fed before. What the token before held is gone.
    public mutating func feed(_ more: ArraySlice<UInt8>) { more.withUnsafeBytes { feed($0) } }

    /// Lets a source write bytes behind those fed before: fewer copies than ``feed(_:)``. What the token before held is
    /// gone.
    ///
    /// - Parameters:
    ///   - count: how many bytes the source may write.
    ///   - source: fills some or all of a buffer and gives the number of bytes; 0 means that the text has ended.
    /// - Throws: what the source throws.
    public mutating func fill<Failure: Error>(
        atMost count: Int = 1 << 16, _ source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        makeRoom(count)
        let end = end
        let added = try bytes.withUnsafeMutableBufferPointer { buffer throws(Failure) in
            try source(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[end..<end + count])))
        }
        self.end += added
        if added == 0 { isFinished = true }
    }

    /// Says that no more bytes come.
    public mutating func finish() { isFinished = true }

    /// Drops what has been read and sees to it that `count` bytes have room behind the rest.
    private mutating func makeRoom(_ count: Int) {
        if position > 0 {
            let rest = position..<end
            bytes.withUnsafeMutableBytes { buffer in
                let start = UnsafeMutableRawBufferPointer(rebasing: buffer[..<rest.count])
                start.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[rest]))
            }
            passed += position
            scanned = max(0, scanned - position)
            end -= position
            position = 0
            content = 0..<0
        }
        guard bytes.count < end + count else { return }
        // At least twice as long, so that a string of many pieces is not copied for each.
        let capacity = max(end + count, 2 * bytes.count)
        bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let room = UnsafeMutableRawBufferPointer(buffer)
            bytes.withUnsafeBytes { room.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<end])) }
            _ = UnsafeMutableRawBufferPointer(rebasing: room[end...]).initializeMemory(as: UInt8.self, repeating: 0)
            count = capacity
        }
    }
}
