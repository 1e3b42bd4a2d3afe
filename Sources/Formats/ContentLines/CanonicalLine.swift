extension ContentLine {
    /// The line in a form in which lines of equal meaning are equal: unfolded, names in upper case, parameters sorted
    /// and all of their values quoted. The value is untouched. An invalid line is itself, unfolded.
    ///
    /// - Parameter drops: parameters to leave out, asked with upper-case name and values.
    package func canonical(dropping drops: ([UInt8], [Parameter.Value]) -> Bool = { _, _ in false }) -> [UInt8] {
        guard kind == .property else { return unfolded }
        var line: [UInt8] = []
        line.reserveCapacity(range.count + 16)
        if let group {
            line += ASCII.uppercased(Array(group.text.utf8))
            line.append(ASCII.dot)
        }
        appendUppercasedName(to: &line)
        if hasParameters {
            var canonical: [[UInt8]] = []
            for parameter in parameters {
                let name = ASCII.uppercased(Array(parameter.name.text.utf8))
                guard !drops(name, parameter.values) else { continue }
                var bytes = [ASCII.semicolon] + name
                for (index, value) in parameter.values.enumerated() {
                    bytes += [index == 0 ? ASCII.equals : ASCII.comma, ASCII.quote] + value.bytes + [ASCII.quote]
                }
                canonical.append(bytes)
            }
            for parameter in canonical.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
                line += parameter
            }
        }
        line.append(ASCII.colon)
        appendValue(to: &line)
        return line
    }
}
