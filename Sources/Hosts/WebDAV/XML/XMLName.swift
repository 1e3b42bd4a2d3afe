/// The name of an XML element: its namespace and its local part (Namespaces in XML 1.0 section 2).
struct XMLName: Hashable, Sendable, CustomStringConvertible {
    let namespace: String
    let local: String

    init(_ namespace: String, _ local: String) {
        self.namespace = namespace
        self.local = local
    }

    /// A name of RFC 4918, whose namespace is `DAV:`.
    static func dav(_ local: String) -> XMLName { XMLName("DAV:", local) }

    /// Clark's notation: `{DAV:}getetag`.
    var description: String { "{\(namespace)}\(local)" }
}
