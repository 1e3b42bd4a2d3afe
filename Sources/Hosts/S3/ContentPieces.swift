internal import Hosting
internal import Items

/// A piece of content in memory, with the room it takes there.
struct ContentPiece: Sendable {
    let bytes: [UInt8]
    let share: MemoryShare?
}

/// Content in pieces of one size, read front to back, and held to the size it promises.
final class ContentPieces {
    /// The size of each piece but the last, in bytes.
    let size: Int
    private let reader: any ContentReader
    private let promised: UInt64?
    private let budget: MemoryBudget
    private var total: UInt64 = 0
    private var returned: ContentPiece?

    init(_ content: any ContentBody, size: Int, budget: MemoryBudget) throws(StoreError) {
        self.size = size
        self.budget = budget
        promised = content.byteCount
        do throws(ContentError) { reader = try content.open() } catch { throw StoreError(error) }
    }

    /// Puts the piece just read back, to come again as the next.
    func unread(_ piece: ContentPiece) { returned = piece }

    /// The next piece: shorter than the others at the end, empty after it.
    ///
    /// - Throws: `.source` when the content fails or is not as long as it promises.
    func next() async throws(StoreError) -> ContentPiece {
        if let piece = returned {
            returned = nil
            return piece
        }
        // Room for one byte more than may come, so that the end is seen, and content that is too long as well.
        let left = promised.map { Int(clamping: $0 - min($0, total)) + 1 } ?? size
        let share = await budget.share(min(size, left))
        let bytes = try read(min(size, left))
        total += UInt64(bytes.count)
        if let promised, total > promised || bytes.count < min(size, left) && total < promised {
            throw StoreError(.source, "the content is not the \(promised) bytes it should be")
        }
        return ContentPiece(bytes: bytes, share: share)
    }

    /// So many bytes, fewer only at the end.
    private func read(_ count: Int) throws(StoreError) -> [UInt8] {
        var failure: ContentError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
                do throws(ContentError) {
                    let read = try reader.read(into: rest)
                    if read == 0 { return }
                    filled += read
                } catch {
                    failure = error
                    return
                }
            }
        }
        if let failure { throw StoreError(failure) }
        return bytes
    }
}
