/// The elements that have started and not ended, and the namespaces that hold in them.
struct XMLOpenElements: Sendable {
    private var open: [(written: String, name: XMLName, bindings: Int)] = []
    private var bindings: [(prefix: String, namespace: String)] = [
        (prefix: "xml", namespace: "http://www.w3.org/XML/1998/namespace")
    ]
    private var hasBegun = false
    /// The names of elements by how they are written, as long as the same declarations hold.
    private var known: [String: XMLName] = [:]
    private static let maximumKnown = 256
    private static let maximumBindings = 256

    var depth: Int { open.count }
    /// Whether more namespaces hold than any document has; each name is looked up in all of them.
    var isOverLimit: Bool { bindings.count > Self.maximumBindings }
    var isInside: Bool { !open.isEmpty }
    /// Whether no root element has started.
    var isBefore: Bool { !hasBegun }
    /// Whether the root element has ended.
    var isDone: Bool { hasBegun && open.isEmpty }

    /// Starts an element.
    ///
    /// - Returns: `nil` when two attributes have one name.
    mutating func open(_ written: ArraySlice<UInt8>, _ attributes: [(name: ArraySlice<UInt8>, value: String)])
        -> XMLStart?
    {
        let before = bindings.count
        var others: [(name: String, value: String)] = []
        for (name, value) in attributes {
            let name = String(decoding: name, as: UTF8.self)
            if name == "xmlns" {
                bindings.append(("", value))
            } else if name.hasPrefix("xmlns:") {
                bindings.append((String(name.dropFirst(6)), value))
            } else {
                others.append((name, value))
            }
        }
        if bindings.count > before { known.removeAll(keepingCapacity: true) }
        let text = String(decoding: written, as: UTF8.self)
        let name: XMLName
        if let seen = known[text] {
            name = seen
        } else {
            name = resolve(text, isAttribute: false)
            if known.count < Self.maximumKnown { known[text] = name }
        }
        let resolved = others.map { XMLAttribute(name: resolve($0.name, isAttribute: true), value: $0.value) }
        guard resolved.count < 2 || Set(resolved.map(\.name)).count == resolved.count else { return nil }
        open.append((text, name, before))
        hasBegun = true
        return XMLStart(name: name, attributes: resolved)
    }

    /// Ends the element that started last.
    ///
    /// - Parameter written: its name as it stands in the end tag.
    /// - Returns: `nil` when it is another's name.
    mutating func close(_ written: ArraySlice<UInt8>) -> XMLName? {
        guard let last = open.last, last.written.utf8.elementsEqual(written) else { return nil }
        open.removeLast()
        if last.bindings < bindings.count {
            bindings.removeSubrange(last.bindings...)
            known.removeAll(keepingCapacity: true)
        }
        return last.name
    }

    private func resolve(_ name: String, isAttribute: Bool) -> XMLName {
        let colon = name.utf8.firstIndex(of: UInt8(ascii: ":"))
        if colon == nil, isAttribute { return XMLName("", name) }
        let prefix = colon.map { name[..<$0] } ?? ""
        guard let binding = bindings.last(where: { $0.prefix == prefix }) else { return XMLName("", name) }
        return XMLName(binding.namespace, colon.map { String(name[name.utf8.index(after: $0)...]) } ?? name)
    }
}
