/// An independent judge of splitting: replaces line ends, unfolds, makes a tree, counts lines. It shares no code with
/// the libraries and is written the plainest way.
enum LineJudge {
    /// A component with its own lines and those of the components inside, each with the path to it.
    struct Component: Hashable {
        var name: String
        var lines: [[UInt8]]
    }

    struct Outer {
        var lines: [[UInt8]] = []
        var components: [Component] = []
    }

    static func unixLines(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == 13 {
                if index + 2 < bytes.count, bytes[index + 1] == 13, bytes[index + 2] == 10 {
                    index += 2
                } else if index + 1 < bytes.count, bytes[index + 1] == 10 {
                    index += 1
                }
                result.append(10)
            } else {
                result.append(bytes[index])
            }
            index += 1
        }
        return result
    }

    static func unfolded(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for line in unixLines(bytes).split(separator: 10, omittingEmptySubsequences: false) {
            var line = Array(line)
            if line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
            if let first = line.first, first == 32 || first == 9, !lines.isEmpty {
                lines[lines.count - 1] += line.dropFirst()
            } else {
                lines.append(line)
            }
        }
        return lines.filter { line in line.contains { $0 != 32 && $0 != 9 } }
    }

    /// The name in a BEGIN or END line, in upper case.
    static func marked(_ line: [UInt8], _ keyword: String) -> String? {
        // Most lines start with another letter; looking at it first makes the judge several times faster.
        guard let first = line.first, let initial = keyword.utf8.first, first | 32 == initial | 32 else { return nil }
        let text = String(decoding: line, as: UTF8.self)
        guard text.uppercased().hasPrefix(keyword + ":") else { return nil }
        return text.dropFirst(keyword.count + 1).uppercased().filter { $0 != " " && $0 != "\t" }
    }

    /// The outer components called `outer`, or nil if the file is not well-formed: a line outside, a line without
    /// colon, or BEGIN and END that do not pair up.
    static func tree(_ bytes: [UInt8], outer: String) -> [Outer]? {
        var found: [Outer] = []
        var path: [String] = []
        for line in unfolded(bytes) {
            guard let colon = line.firstIndex(of: 58), colon > 0 else { return nil }
            if let name = marked(line, "BEGIN") {
                if path.isEmpty != (name == outer) { return nil }
                if path.isEmpty { found.append(Outer()) }
                if path.count == 1 { found[found.count - 1].components.append(Component(name: name, lines: [])) }
                path.append(name)
            }
            if path.isEmpty { return nil }
            let last = found.count - 1
            if path.count == 1 {
                found[last].lines.append(line)
            } else {
                let prefix = Array(path.dropFirst(2).joined(separator: "/").utf8) + [0]
                found[last].components[found[last].components.count - 1].lines.append(prefix + line)
            }
            if let name = marked(line, "END") {
                if path.popLast() != name { return nil }
            }
        }
        if !path.isEmpty { return nil }
        for index in found.indices {
            found[index].lines.sort { $0.lexicographicallyPrecedes($1) }
            for inner in found[index].components.indices {
                found[index].components[inner].lines.sort { $0.lexicographicallyPrecedes($1) }
            }
        }
        return found
    }

    static func value(of name: String, in component: Component) -> String? {
        for line in component.lines where line.first == 0 {
            let text = String(decoding: line, as: UTF8.self)
            let upper = text.uppercased()
            if upper.hasPrefix("\0" + name + ":") || upper.hasPrefix("\0" + name + ";") {
                return text.firstIndex(of: ":").map { String(text[$0...].dropFirst()) }
            }
        }
        return nil
    }

    static func withoutUID(_ component: Component) -> Component {
        var component = component
        component.lines.removeAll { String(decoding: $0, as: UTF8.self).uppercased().hasPrefix("\0UID:") }
        return component
    }

    /// Every TZID parameter in the component.
    static func zones(in component: Component) -> Set<String> {
        var zones: Set<String> = []
        for line in component.lines where line.contains(61) {
            let head = String(decoding: line, as: UTF8.self)
            for part in head.split(separator: ";").dropFirst() where part.uppercased().hasPrefix("TZID=") {
                let value = part.dropFirst(5)
                if value.first == "\"" {
                    zones.insert(String(value.dropFirst().prefix { $0 != "\"" }).trimmed)
                } else {
                    zones.insert(String(value.prefix { $0 != ":" && $0 != "," }).trimmed)
                }
            }
        }
        return zones
    }
}

extension String {
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
