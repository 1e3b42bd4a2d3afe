internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import TOMLKit

/// Turns TOML into a `Configuration`, and every slip into a sentence with line and column.
struct ConfigurationReader {
    let text: String
    let path: String

    func read(_ table: TOMLTable) throws(Stop) -> Configuration {
        var configuration = Configuration()
        try refuseUnknown(in: table, known: ["hosts", "spread", "route", "split"], of: [])
        if let hosts = try subtable("hosts", of: table, at: []) {
            for name in hosts.keys.sorted() {
                guard let host = hosts[name]?.table else { throw wrong(["hosts", name], "must be a table") }
                configuration.hosts.append(try profile(name, host))
                configuration.logins[name] = try login(name, host)
            }
        }
        configuration.policy = try policy(table, hosts: configuration.hosts)
        return configuration
    }

    private func profile(_ name: String, _ table: TOMLTable) throws(Stop) -> HostProfile {
        let place = ["hosts", name]
        try refuseUnknown(
            in: table,
            known: [
                "url", "organisation", "country", "tags", "quota", "reserve", "weight", "max-share", "state",
            ] + Self.loginKeys, of: place)
        guard let url = try string("url", in: table, at: place) else { throw wrong(place, "needs a url") }
        var weight = 1.0
        if let value = table["weight"] {
            guard let number = value.double ?? value.int.map(Double.init), number > 0 else {
                throw wrong(place + ["weight"], "must be a number greater than 0")
            }
            weight = number
        }
        return HostProfile(
            name: name, url: url, organisation: try string("organisation", in: table, at: place),
            country: try string("country", in: table, at: place), tags: try tags(in: table, at: place),
            quota: try bytes("quota", in: table, at: place), reserve: try bytes("reserve", in: table, at: place) ?? 0,
            weight: weight, maximumShare: try share("max-share", in: table, at: place),
            standing: try standing(in: table, at: place), user: try string("user", in: table, at: place))
    }

    // MARK: Values

    func subtable(_ key: String, of table: TOMLTable, at place: [String]) throws(Stop) -> TOMLTable? {
        guard let value = table[key] else { return nil }
        guard let subtable = value.table else { throw wrong(place + [key], "must be a table") }
        return subtable
    }

    func string(_ key: String, in table: TOMLTable, at place: [String]) throws(Stop) -> String? {
        guard let value = table[key] else { return nil }
        guard let text = value.string else { throw wrong(place + [key], "must be a text in quotes") }
        return text
    }

    func strings(_ key: String, in table: TOMLTable, at place: [String]) throws(Stop) -> [String] {
        guard let value = table[key] else { return [] }
        if let text = value.string { return [text] }
        var texts: [String] = []
        for element in value.array ?? TOMLArray() {
            guard let text = element.string else { throw wrong(place + [key], "must hold texts in quotes") }
            texts.append(text)
        }
        return texts
    }

    func count(_ key: String, in table: TOMLTable, at place: [String]) throws(Stop) -> Int? {
        guard let value = table[key] else { return nil }
        guard let number = value.int, (1...100).contains(number) else {
            throw wrong(place + [key], "must be a whole number from 1 to 100")
        }
        return number
    }

    private func bytes(_ key: String, in table: TOMLTable, at place: [String]) throws(Stop) -> UInt64? {
        guard let value = table[key] else { return nil }
        if let number = value.int, number > 0 { return UInt64(number) }
        guard let text = value.string, let bytes = ByteCount.parse(text) else {
            throw wrong(place + [key], "must be a number of bytes, or a text such as \"40 GB\"")
        }
        return bytes
    }

    // MARK: Slips

    func refuseUnknown(in table: TOMLTable, known: [String], of place: [String]) throws(Stop) {
        for key in table.keys.sorted() where !known.contains(key) {
            let candidates = known.joined(separator: ", ")
            throw wrong(place + [key], "is not a setting; known here: \(candidates)")
        }
    }

    func wrong(_ place: [String], _ what: String) -> Stop {
        let (line, column) = ConfigurationPlace.find(place, in: text)
        return Stop(.configuration, "\(path):\(line):\(column): \(place.joined(separator: ".")) \(what).")
    }
}

/// Finds where a setting is written: the TOML library says where a text is no TOML, but not where a value was.
enum ConfigurationPlace {
    /// The line and column, from 1, of the key at `path`; of the table that should hold it when it is not there.
    static func find(_ path: [String], in text: String) -> (line: Int, column: Int) {
        guard let key = path.last else { return (1, 1) }
        let table = path.dropLast().joined(separator: ".")
        var best = (line: 1, column: 1)
        var current = ""
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            let column = line.count - trimmed.count + 1
            if trimmed.hasPrefix("[") {
                current = trimmed.filter { !"[]\" \t\r".contains($0) }
                if current == path.joined(separator: ".") { return (index + 1, column) }
                if current == table { best = (index + 1, column) }
            } else if current == table || current.isEmpty {
                let name = trimmed.prefix { $0 != "=" }.filter { !"\" \t\r".contains($0) }
                if name == key || name == path.joined(separator: ".") { return (index + 1, column) }
            }
        }
        return best
    }
}

/// Numbers of bytes as people write them.
enum ByteCount {
    /// Reads `40 GB`, `1.5TB`, `800 MiB`, `1000`; decimal units are powers of 1,000, binary ones of 1,024.
    static func parse(_ text: String) -> UInt64? {
        let number = text.prefix { $0.isNumber || $0 == "." }
        let unit = text.dropFirst(number.count).filter { $0 != " " }.lowercased()
        let scales: [String: Double] = [
            "": 1, "b": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "kib": 1024, "mib": 1_048_576,
            "gib": 1_073_741_824, "tib": 1_099_511_627_776, "ko": 1e3, "mo": 1e6, "go": 1e9, "to": 1e12,
        ]
        guard let value = Double(number), let scale = scales[unit], value * scale >= 1, value * scale < 1e19 else {
            return nil
        }
        return UInt64(value * scale)
    }
}
