internal import Glibc

/// Runs libarchive so that names of a tar come out as the bytes they are.
///
/// In a UTF-8 locale libarchive 3.6 composes what is decomposed: two files that differ in nothing but the writing of an
/// accent come out under one name, and one would be lost to the other. In the C locale it warns that it cannot convert,
/// and hands over the bytes. `setlocale` would change the whole process under the feet of other threads; `uselocale`
/// changes the calling thread only, and costs nothing.
enum ThreadLocale {
    // A locale object is immutable once made, and this one is never freed.
    nonisolated(unsafe) private static let bytes = newlocale(LC_CTYPE_MASK, "C", nil)

    static func withBytes<Value>(_ body: () -> Value) -> Value {
        guard let bytes else { return body() }
        let previous = uselocale(bytes)
        defer { uselocale(previous) }
        return body()
    }
}
