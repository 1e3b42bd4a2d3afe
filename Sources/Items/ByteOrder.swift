internal import Glibc

extension Sequence<String> {
    /// The places of the texts in the order of their bytes; of equal texts the first comes first.
    ///
    /// For a hundred thousand paths at once this is several times quicker than sorting texts: their bytes are laid
    /// side by side, and only numbers are moved.
    public func placesInByteOrder() -> [Int] {
        var bytes: [UInt8] = []
        var ends = [0]
        for text in self {
            bytes.append(contentsOf: text.utf8)
            ends.append(bytes.count)
        }
        return bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return [] }
            return ends.withUnsafeBufferPointer { ends in
                (0..<ends.count - 1).sorted { left, right in
                    let (one, two) = (ends[left]..<ends[left + 1], ends[right]..<ends[right + 1])
                    let common = Swift.min(one.count, two.count)
                    let order = memcmp(base + one.lowerBound, base + two.lowerBound, common)
                    if order != 0 { return order < 0 }
                    return one.count == two.count ? left < right : one.count < two.count
                }
            }
        }
    }
}
