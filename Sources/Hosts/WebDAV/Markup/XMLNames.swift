internal import XML

extension XMLName {
    /// A name of RFC 4918, whose namespace is `DAV:`.
    static func dav(_ local: String) -> XMLName { XMLName("DAV:", local) }
}
