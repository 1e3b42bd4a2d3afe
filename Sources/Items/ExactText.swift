internal import Glibc

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
        left.text.utf8.count == right.text.utf8.count && left.text.orderInBytes(right.text) == 0
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
    public func precedesInBytes(_ other: String) -> Bool { orderInBytes(other) < 0 }

    /// Below zero where the bytes of this text come before those of the other, 0 where they are the same.
    public func orderInBytes(_ other: String) -> Int {
        let order = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable { right in Self.order(left, right) }
        }
        if let order, let order { return order }
        // A text that came from another language.
        return Array(utf8).withUnsafeBufferPointer { left in
            Array(other.utf8).withUnsafeBufferPointer { right in Self.order(left, right) }
        }
    }

    private static func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Int {
        guard let one = left.baseAddress, let two = right.baseAddress else { return left.count - right.count }
        let order = memcmp(one, two, Swift.min(left.count, right.count))
        return order == 0 ? left.count - right.count : Int(order)
    }
}
