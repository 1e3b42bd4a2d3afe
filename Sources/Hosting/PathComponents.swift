/// The components of a path in a store, each of them a name that stays where it is put.
package struct PathComponents: Hashable, Sendable {
    /// The names from the top.
    package let names: [String]

    /// Splits a path at each `/`; the empty path has no components.
    ///
    /// - Throws: `.refused` for a component that is empty, `.` or `..` or holds a NUL.
    package init(path: String) throws(StoreError) {
        guard !path.isEmpty else {
            names = []
            return
        }
        var names: [String] = []
        // Bytes, because a `/` followed by a combining mark is no `/` to a Character.
        for part in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let name = String(decoding: part, as: UTF8.self)
            try Self.check(name, in: path)
            names.append(name)
        }
        self.names = names
    }

    /// Checks the name of one resource.
    ///
    /// - Throws: `.refused` as `init(path:)` does, and for a name with a `/`.
    package static func check(name: String) throws(StoreError) {
        guard !name.utf8.contains(UInt8(ascii: "/")) else {
            throw StoreError(.refused, "the name \(name.debugDescription) holds a /")
        }
        try check(name, in: name)
    }

    private static func check(_ name: String, in path: String) throws(StoreError) {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(0) else {
            throw StoreError(
                .refused, "the path \(path.debugDescription) holds the component \(name.debugDescription)")
        }
    }
}
