import Foundation
import Glibc
import TestKit
import Testing

/// A configuration with one key of spreading in it, and what that does to a small library.
struct SpreadKey: Sendable, CustomTestStringConvertible {
    /// What the key says, for people.
    let rule: String
    /// Lines for single hosts, by name.
    var hosts: [String: String] = [:]
    /// The rest of the configuration.
    var text = ""
    /// What must be true of where things are.
    let holds: @Sendable (Places) -> Bool

    var testDescription: String { rule }

    /// What lies at hosts: paths below their stores.
    struct Places: Sendable {
        let contents: [String: Set<String>]

        /// The hosts that hold something that begins so, one after the other.
        func hosts(of beginning: String) -> [String] {
            contents.filter { $0.value.contains { $0.hasPrefix(beginning) } }.keys.sorted()
        }

        /// At how many hosts each file is.
        var copies: Set<Int> {
            let all = Set(contents.values.joined())
            return Set(all.map { path in contents.values.count { $0.contains(path) } })
        }
    }

    private static let deep = "\n[spread]\nfolder-depth = 4\n"
    private static let photos = "files/Files/in/Photos"

    static let all = [
        SpreadKey(rule: "route kind", text: "[[route]]\nkind = \"event\"\nto = [\"b\"]") {
            $0.hosts(of: "calendars/") == ["b"]
        },
        SpreadKey(rule: "route collection", text: "[[route]]\ncollection = \"Files/in/Photos/20*\"\nto = [\"c\"]") {
            $0.hosts(of: photos) == ["c"]
        },
        SpreadKey(rule: "route path", text: "[[route]]\npath = \"Files/**/2014\"\nto = [\"c\"]" + deep) {
            $0.hosts(of: photos + "/2014") == ["c"]
        },
        SpreadKey(rule: "route path to one file", text: "[[route]]\npath = \"**/2.txt\"\nto = [\"b\"]") {
            $0.hosts(of: "files/Files/in/Textes/2.txt") == ["b"]
        },
        SpreadKey(rule: "route before", text: "[[route]]\nbefore = 2015\nto = [\"c\"]") {
            $0.hosts(of: photos + "/2014") == ["c"]
        },
        SpreadKey(rule: "route after", text: "[[route]]\nkind = \"file\"\nafter = 2015\nto = [\"b\"]") {
            $0.hosts(of: photos + "/2020") == ["b"]
        },
        SpreadKey(
            rule: "route copies",
            text:
                "[[route]]\nkind = \"event\"\nto = [\"a\", \"b\"]\ncopies = 2\n[[route]]\nkind = \"file\"\nto = [\"c\"]"
        ) {
            $0.hosts(of: "calendars/") == ["a", "b"] && $0.hosts(of: "files/") == ["c"]
        },
        SpreadKey(rule: "folder-depth 2 keeps all together", text: "[spread]\nfolder-depth = 2") {
            $0.hosts(of: "files/").count == 1
        },
        SpreadKey(rule: "folder-depth 3 parts folders", text: "[spread]\nfolder-depth = 3") {
            $0.hosts(of: "files/").count > 1 && $0.hosts(of: photos).count == 1
        },
        SpreadKey(rule: "split depth", text: "[[split]]\ncollection = \"Files/in\"\ndepth = 4") {
            $0.hosts(of: "files/").count > 1
        },
        SpreadKey(rule: "split by year", text: "[[split]]\ncollection = \"Files\"\nby = \"year\"") {
            $0.hosts(of: "files/").count > 1 && $0.hosts(of: photos + "/2014").count == 1
        },
        SpreadKey(rule: "split parts", text: "[[split]]\ncollection = \"Files/in/Films\"\nparts = 20") {
            $0.hosts(of: "files/Files/in/Films").count > 1
        },
        SpreadKey(rule: "copies", text: "[spread]\ncopies = 2") { $0.copies == [2] },
        SpreadKey(
            rule: "min-copies is content with fewer", hosts: ["c": "state = \"closing\""],
            text: "[spread]\ncopies = 3\nmin-copies = 2"
        ) { $0.copies == [2] && $0.contents["c"]?.isEmpty != false },
        SpreadKey(
            rule: "copies part organisations",
            hosts: ["a": "organisation = \"x\"", "b": "organisation = \"x\"", "c": "organisation = \"y\""],
            text: "[spread]\ncopies = 2"
        ) { $0.copies == [2] && $0.contents["c"]?.count == 13 },
        SpreadKey(
            rule: "distinct country",
            hosts: ["a": "country = \"FR\"", "b": "country = \"FR\"", "c": "country = \"BE\""],
            text: "[spread]\ncopies = 2\ndistinct = [\"country\"]"
        ) { $0.copies == [2] && $0.contents["c"]?.count == 13 },
        SpreadKey(
            rule: "distinct by a tag",
            hosts: ["a": "tags = { room = \"1\" }", "b": "tags = { room = \"2\" }", "c": "tags = { room = \"2\" }"],
            text: "[spread]\ncopies = 2\ndistinct = [\"room\"]"
        ) { $0.copies == [2] && $0.contents["a"]?.count == 13 },
        SpreadKey(
            rule: "allow-countries", hosts: ["a": "country = \"US\"", "b": "country = \"FR\""],
            text: "[spread]\nfolder-depth = 4\nallow-countries = [\"FR\"]"
        ) { $0.contents.filter { !$0.value.isEmpty }.keys.sorted() == ["b"] },
        SpreadKey(rule: "quota", hosts: ["a": "quota = 8000", "b": "quota = 1000"], text: deep) {
            $0.hosts(of: "files/Files/in/Films").allSatisfy { $0 != "b" }
        },
        SpreadKey(
            rule: "reserve", hosts: ["a": "quota = 12000\nreserve = 11900", "b": "quota = 12000\nreserve = 11900"],
            text: deep
        ) { $0.hosts(of: "files/Files/in/Films") == ["c"] },
        SpreadKey(rule: "weight", hosts: ["a": "weight = 1000"], text: deep) {
            $0.hosts(of: "files/Files/in/Films") == ["a"]
        },
        SpreadKey(
            rule: "max-share of one host", hosts: ["a": "weight = 1000\nmax-share = 0.01"], text: deep
        ) { !$0.hosts(of: "files/Files/in/Films").contains("a") },
        SpreadKey(
            rule: "max-share of organisations",
            hosts: ["a": "organisation = \"x\"\nweight = 9", "b": "organisation = \"x\"\nweight = 9", "c": ""],
            text: "[[split]]\ncollection = \"Files/in/Films\"\nparts = 40\n[spread]\nmax-share = 0.7"
        ) { $0.hosts(of: "files/Files/in/Films").contains("c") },
        SpreadKey(
            rule: "max-share by attribute", hosts: ["a": "weight = 1000"],
            text: "[[split]]\ncollection = \"Files/in/Films\"\nparts = 40\n[spread.max-share]\nhost = 0.7"
        ) { $0.hosts(of: "files/Files/in/Films").count > 1 },
        SpreadKey(rule: "sticky gets nothing new", hosts: ["a": "state = \"sticky\""], text: deep) {
            $0.contents["a"]?.isEmpty != false
        },
        SpreadKey(rule: "closing gets nothing new", hosts: ["b": "state = \"closing\""], text: deep) {
            $0.contents["b"]?.isEmpty != false
        },
    ]
}

@Suite struct SpreadKeysTests {
    /// Photos of two years, films that weigh the most, texts, and a calendar.
    private func library(in scene: Scene) throws {
        for number in 1...3 {
            try scene.folder.write("p\(number)", to: "in/Photos/2014/\(number).jpg")
            try scene.folder.write("q\(number)", to: "in/Photos/2020/\(number).jpg")
            try scene.folder.write(String(repeating: "\(number)", count: 3000), to: "in/Films/\(number).mp4")
            try scene.folder.write("t\(number)", to: "in/Textes/\(number).txt")
            var times = [timeval(tv_sec: 1_400_000_000, tv_usec: 0), timeval(tv_sec: 1_400_000_000, tv_usec: 0)]
            try #require(utimes(scene.folder.at("in/Photos/2014/\(number).jpg"), &times) == 0)
        }
        let event = "BEGIN:VEVENT\r\nUID:u1\r\nDTSTAMP:20200101T000000Z\r\nDTSTART:20200101T000000Z\r\nEND:VEVENT\r\n"
        let calendar = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//T//EN\r\n\(event)END:VCALENDAR\r\n"
        try scene.folder.write(calendar, to: "in/Travail.ics")
    }

    private func write(_ key: SpreadKey, in scene: Scene) throws {
        var text = ""
        for host in ["a", "b", "c"] {
            text += "[hosts.\(host)]\nurl = \"folder:\(scene.folder.at(host))?durable=no\"\n\(key.hosts[host] ?? "")\n"
        }
        try scene.folder.write(text + key.text + "\n", to: "home/config/degoogle/config.toml")
    }

    private func places(_ scene: Scene) -> SpreadKey.Places {
        var contents: [String: Set<String>] = [:]
        for host in ["a", "b", "c"] {
            contents[host] = Set(
                CareScene.contents(of: scene.folder.at(host)).keys.filter { !$0.hasPrefix("files/degoogle/") })
        }
        return SpreadKey.Places(contents: contents)
    }

    @Test(arguments: SpreadKey.all) func aKeyDoesWhatItSays(_ key: SpreadKey) throws {
        let scene = try Scene()
        try library(in: scene)
        try write(key, in: scene)
        try scene.import(["in"])
        let places = places(scene)
        #expect(Set(places.contents.values.joined()).count == 13)
        #expect(key.holds(places), "\(places.contents)")
        // What it says is what it keeps.
        #expect(try scene.import(["in"]).all.create == 0)
    }

    /// What cannot be: the configuration, and the sentence that says what would make it possible.
    static let impossible: [(SpreadKey, String)] = [
        (SpreadKey(rule: "too many copies", text: "[spread]\ncopies = 4") { _ in true }, "add 1, or set copies = 3"),
        (
            SpreadKey(
                rule: "one organisation",
                hosts: ["a": "organisation = \"x\"", "b": "organisation = \"x\"", "c": "organisation = \"x\""],
                text: "[spread]\ncopies = 2"
            ) { _ in true }, "distinct organisations need 2"
        ),
        (
            SpreadKey(rule: "shares", text: "[spread]\ncopies = 2\nmax-share = 0.4\nfolder-depth = 4") { _ in true },
            "max-share = 0.4"
        ),
        (
            SpreadKey(rule: "a country nobody is in", text: "[spread]\nallow-countries = [\"CH\"]") { _ in true },
            "allow-countries"
        ),
    ]

    @Test(arguments: impossible) func whatIsImpossibleIsRefusedWithTheWayOut(_ key: SpreadKey, _ sentence: String)
        throws
    {
        let scene = try Scene()
        try library(in: scene)
        try write(key, in: scene)
        let result = try scene.run(["import", "--yes", "in"], status: 73)
        #expect(result.output.contains(sentence), "\(result.output)\(result.errors)")
        #expect(places(scene).contents.values.allSatisfy { $0.isEmpty })
    }
}
