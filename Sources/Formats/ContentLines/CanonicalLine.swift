extension ContentLine {
    /// The line in a form in which lines of equal meaning are equal: unfolded, names in upper case, parameters sorted
    /// and all of their values quoted. The value is untouched. An invalid line is itself, unfolded.
    ///
    /// - Parameter drops: parameters to leave out, asked with upper-case name and values.
    package func canonical(dropping drops: ([UInt8], [[UInt8]]) -> Bool = { _, _ in false }) -> [UInt8] {
        guard kind == .property else { return unfolded }
        var line = canonicalHead(dropping: drops)
        appendValue(to: &line)
        return line
    }

    /// What stands before the value in `canonical`, with the colon.
    ///
    /// Values of one parameter are a set, whether they stand behind one name or the name is repeated (RFC 5545 section
    /// 3.2, RFC 2426 section 4). Those of the parameters that name a type have no case.
    package func canonicalHead(dropping drops: ([UInt8], [[UInt8]]) -> Bool = { _, _ in false }) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(range.count + 16)
        if let group {
            line += ASCII.uppercased(Array(group.text.utf8))
            line.append(ASCII.dot)
        }
        appendUppercasedName(to: &line)
        if hasParameters {
            for (name, values) in canonicalParameters where !drops(name, values) {
                line.append(ASCII.semicolon)
                line += name
                for (index, value) in values.enumerated() {
                    line += [index == 0 ? ASCII.equals : ASCII.comma, ASCII.quote] + value + [ASCII.quote]
                }
            }
        }
        line.append(ASCII.colon)
        return line
    }

    private var canonicalParameters: [(name: [UInt8], values: [[UInt8]])] {
        var found: [(name: [UInt8], values: [[UInt8]])] = []
        for parameter in parameters {
            let name = ASCII.uppercased(Array(parameter.name.text.utf8))
            let hasNoCase =
                name.elementsEqual("TYPE".utf8) || name.elementsEqual("VALUE".utf8)
                || name.elementsEqual("ENCODING".utf8)
            let values = parameter.values.map { value in
                let bytes = Self.withoutEscapes(value.bytes)
                return hasNoCase ? ASCII.uppercased(bytes) : bytes
            }
            if let index = found.firstIndex(where: { $0.name == name }) {
                found[index].values += values
            } else {
                found.append((name, values))
            }
        }
        for index in found.indices { found[index].values.sort { $0.lexicographicallyPrecedes($1) } }
        return found.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    }

    /// Parameters have no escapes (RFC 5545 section 3.1). Exports write those of TEXT into them, and servers take them
    /// out.
    private static func withoutEscapes(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.contains(ASCII.backslash) else { return bytes }
        let meant = [ASCII.comma, ASCII.semicolon, ASCII.colon]
        return bytes.indices.filter { index in
            bytes[index] != ASCII.backslash || index + 1 == bytes.count || !meant.contains(bytes[index + 1])
        }.map { bytes[$0] }
    }
}
