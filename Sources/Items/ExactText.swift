/// A text that equals another only when their bytes are the same.
///
/// `String` finds "é" and "e + accent" equal. Two files so named are two files, and neither may be lost to the other.
public struct ExactText: Hashable, Comparable, Sendable {
    /// The text.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) { self.text = text }

    /// Byte for byte.
    public static func == (left: ExactText, right: ExactText) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// The order of the bytes.
    public static func < (left: ExactText, right: ExactText) -> Bool { left.text.precedesInBytes(right.text) }

    /// The bytes.
    public func hash(into hasher: inout Hasher) {
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if isContiguous == nil { hasher.combine(Array(text.utf8)) }
    }
}

extension String {
    /// The order of the UTF-8 bytes, which is the same in every version of Unicode.
    public func precedesInBytes(_ other: String) -> Bool {
        let order = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right -> Bool in
                let common = min(left.count, right.count)
                for index in 0..<common where left[index] != right[index] { return left[index] < right[index] }
                return left.count < right.count
            }
        }
        return order.flatMap { $0 } ?? utf8.lexicographicallyPrecedes(other.utf8)
    }
}
