internal import Glibc

/// Runs libarchive with UTF-8 names.
///
/// A Swift program starts in the C locale, in which libarchive gives no name at all for a non-ASCII entry of a pax
/// tar. `setlocale` would change the whole process under the feet of other threads; `uselocale` changes the calling
/// thread only, and costs nothing.
enum ThreadLocale {
    /// nil if the system has no UTF-8 locale; then such names come out undecodable and are reported as such.
    // A locale object is immutable once made, and this one is never freed.
    nonisolated(unsafe) private static let utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)

    static func withUTF8<Value>(_ body: () -> Value) -> Value {
        guard let utf8 else { return body() }
        let previous = uselocale(utf8)
        defer { uselocale(previous) }
        return body()
    }
}
