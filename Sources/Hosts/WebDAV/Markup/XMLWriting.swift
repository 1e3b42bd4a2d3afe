internal import XML

extension XMLTree {
    /// The element as a document in UTF-8, every namespace declared once at the top.
    ///
    /// Characters that XML 1.0 section 2.2 does not have, such as most control characters, are left out.
    var document: [UInt8] {
        var prefixes: [String: String] = [:]
        collectNamespaces(&prefixes)
        var bytes = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8)
        write(prefixes, isTop: true, into: &bytes)
        return bytes
    }

    private static let usualPrefixes = [
        "DAV:": "d", "urn:ietf:params:xml:ns:caldav": "c", "urn:ietf:params:xml:ns:carddav": "card",
    ]

    private func collectNamespaces(_ prefixes: inout [String: String]) {
        if !name.namespace.isEmpty, prefixes[name.namespace] == nil {
            prefixes[name.namespace] = Self.usualPrefixes[name.namespace] ?? "n\(prefixes.count)"
        }
        for child in children { child.collectNamespaces(&prefixes) }
    }

    private func write(_ prefixes: [String: String], isTop: Bool, into bytes: inout [UInt8]) {
        let tag = (prefixes[name.namespace].map { $0 + ":" } ?? "") + name.local
        bytes += Array("<\(tag)".utf8)
        if isTop {
            for (namespace, prefix) in prefixes.sorted(by: { $0.value < $1.value }) {
                Self.write(attribute: "xmlns:" + prefix, namespace, into: &bytes)
            }
        }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            Self.write(attribute: name, value, into: &bytes)
        }
        if text.isEmpty, children.isEmpty {
            bytes += Array("/>".utf8)
            return
        }
        bytes.append(UInt8(ascii: ">"))
        XMLText.append(escaped: text, to: &bytes)
        for child in children { child.write(prefixes, isTop: false, into: &bytes) }
        bytes += Array("</\(tag)>".utf8)
    }

    private static func write(attribute name: String, _ value: String, into bytes: inout [UInt8]) {
        bytes += Array(" \(name)=\"".utf8)
        XMLText.append(escaped: value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }
}
