import Foundation
import Items
import TestKit
import Testing

@Suite struct SpreadingTests {
    /// Contents by their last path component, which tell items apart in a sample export well enough.
    private func names(_ scene: Scene, _ host: String, below folder: String) -> Set<String> {
        Set(
            scene.tree(host).files.filter {
                $0.hasPrefix(folder + "/") && !$0.hasSuffix("/displayname") && !$0.hasSuffix("/color")
            })
    }

    private func configure(_ scene: Scene, _ text: String, hosts: [String] = ["a", "b", "c"]) throws {
        let tables = hosts.map { "[hosts.\($0)]\nurl = \"folder:\(scene.folder.at($0))\"\n" }.joined()
        try scene.folder.write(tables + text, to: "home/config/degoogle/config.toml")
    }

    @Test(arguments: [("event", "calendars"), ("contact", "contacts"), ("file", "files")])
    func onlyOneKindIsStored(_ kind: String, _ folder: String) throws {
        let scene = try Scene()
        let parts = try scene.export()
        let report = try scene.import(["--only", kind] + scene.to("a") + parts)
        #expect(Set(report.items.keys) == [kind])
        #expect(report.entries.closes && report.entries.leftOut > 0)
        #expect(scene.tree("a").files.allSatisfy { $0.hasPrefix(folder + "/") })
        #expect(report.all.create == names(scene, "a", below: folder).count)
        // Then all the rest, as if nothing had been.
        let rest = try scene.import(scene.to("a") + parts)
        #expect(rest.all.unchanged == report.all.create)
        let other = try Scene()
        try other.import(other.to("a") + other.export())
        #expect(other.tree("a").differences(from: scene.tree("a")) == [])
    }

    @Test func severalKindsMayBeNamed() throws {
        let scene = try Scene()
        let report = try scene.import(["--only", "event", "--only", "contact"] + scene.to("a") + scene.export())
        #expect(Set(report.items.keys) == ["event", "contact"])
    }

    @Test func everyItemIsAtAsManyHostsAsThereAreCopies() throws {
        let scene = try Scene()
        let arguments = ["--copies", "2"] + scene.to("a", "b", "c") + (try scene.export())
        let report = try scene.import(arguments)
        #expect(report.hosts.reduce(0) { $0 + $1.items } == 2 * report.all.total)
        var places: [String: Int] = [:]
        var contents: [String: Set<String>] = [:]
        for host in ["a", "b", "c"] {
            for (path, content) in scene.tree(host).contents {
                places[path.text, default: 0] += 1
                contents[path.text, default: []].insert(content.description)
            }
        }
        let items = places.filter { !$0.key.hasSuffix("/displayname") && !$0.key.hasSuffix("/color") }
        #expect(items.values.allSatisfy { $0 == 2 })
        #expect(contents.values.allSatisfy { $0.count == 1 })
        #expect(items.count == report.all.total)
        #expect(try scene.import(arguments).all.unchanged == report.all.total)
    }

    @Test func moreCopiesLaterAreAdded() throws {
        let scene = try Scene()
        let arguments = scene.to("a", "b", "c") + (try scene.export())
        let one = try scene.import(arguments)
        let two = try scene.import(["--copies", "2"] + arguments)
        #expect(two.hosts.reduce(0) { $0 + $1.create } == one.all.total)
        #expect(two.hosts.reduce(0) { $0 + $1.unchanged } == one.all.total)
    }

    @Test func routesSendKindsToTheirHosts() throws {
        let scene = try Scene()
        try configure(
            scene,
            """
            [[route]]
            kind = ["event", "task"]
            to = ["b"]
            [[route]]
            kind = "contact"
            to = ["c"]
            [[route]]
            kind = ["file", "note"]
            to = ["a"]
            """)
        let report = try scene.import(scene.export())
        #expect(report.hosts.map(\.name) == ["a", "b", "c"])
        let tops = ["a", "b", "c"].map { host in Set(scene.tree(host).files.map { String($0.prefix { $0 != "/" }) }) }
        #expect(tops == [["files", "notes"], ["calendars"], ["contacts"]])
        #expect(try scene.import(scene.export()).all.unchanged == report.all.total)
    }

    @Test func weightsDecideTheShares() throws {
        let scene = try Scene()
        var export = SampleExport.manyEntries(240, structuredShare: 0.9)
        export.eventsPerCalendar = 1
        let tables = [("a", 1), ("b", 4)].map {
            "[hosts.\($0)]\nurl = \"folder:\(scene.folder.at($0))\"\nweight = \($1)\n"
        }
        try scene.folder.write(tables.joined(), to: "home/config/degoogle/config.toml")
        let report = try scene.import(["--dry-run", "--only", "event"] + scene.export(export))
        let share = Double(report.hosts[1].items) / Double(report.all.total)
        #expect((0.7...0.9).contains(share), "\(share)")
    }

    @Test func aQuotaThatIsTooSmallStopsBeforeTheFirstByte() throws {
        let scene = try Scene()
        try configure(scene, "quota = \"10 kB\"\n", hosts: ["a"])
        let parts = try scene.export()
        let result = try scene.run(["import", "--yes"] + parts, status: 73)
        #expect(result.output.contains("bytes at 1 hosts and only 0 have that room") || result.output.contains("room"))
        #expect(scene.tree("a").files.isEmpty)
        try configure(scene, "quota = \"10 MB\"\n", hosts: ["a"])
        try scene.import(parts)
    }

    @Test func whatIsStoredCountsInTheQuota() throws {
        let scene = try Scene()
        var export = SampleExport.tiny
        let first = try scene.export(export, in: "first")
        let bytes = try scene.import(["--dry-run"] + scene.to("a") + first).hosts[0].bytes
        try configure(scene, "quota = \(bytes + 100)\n", hosts: ["a"])
        try scene.import(first)
        #expect(try scene.import(first).all.create == 0)
        // Another account with calendars of other names needs new room, and there is none.
        export.seed = 99
        export.account = "somebody.else@example.com"
        export.stamp = "20260701T000000Z"
        export.language = .german
        let before = scene.tree("a")
        try scene.run(["import", "--yes"] + scene.export(export, in: "second"), status: 73)
        #expect(before.differences(from: scene.tree("a")) == [])
    }

    @Test func hostsAreListed() throws {
        let scene = try Scene()
        try scene.folder.write(
            "[hosts.maison]\nurl = \"folder:/srv/maison\"\norganisation = \"Maison\"\ncountry = \"FR\"\nquota = \"40 GB\"\nweight = 2\n"
                + "[hosts.loin]\nurl = \"folder:/srv/loin\"\n", to: "home/config/degoogle/config.toml")
        let result = try scene.run(["host", "list"])
        #expect(
            result.output
                == "loin  folder:/srv/loin\nmaison  folder:/srv/maison  (Maison, FR, quota 40 GB, weight 2.0)\n")
        #expect(result.errors.isEmpty)
    }

    @Test func aDeadHostHoldsNobodyUp() throws {
        let scene = try Scene()
        try scene.folder.write("not a folder", to: "b")
        let arguments = ["--copies", "2"] + scene.to("a", "b", "c") + (try scene.export())
        let report = try scene.import(arguments, status: 1)
        #expect(report.has("host-lost"))
        #expect(report.hosts[0].failed == 0 && report.hosts[2].failed == 0)
        #expect(report.hosts[1].failed == report.hosts[1].items && report.hosts[1].items > 0)
        FileTree.remove(scene.folder.at("b"))
        let again = try scene.import(arguments)
        #expect(again.all.failed == 0)
        #expect(again.hosts[1].create == report.hosts[1].items)
    }
}

@Suite struct SavedPlanTests {
    @Test func planAndApplyDoWhatImportDoes() throws {
        let scene = try Scene()
        let arguments = scene.to("a", "b") + (try scene.export(as: SamplePacking(split: .parts(2))))
        let planned = try ReportDocument(scene.run(["plan", "--json", "-o", "plan.json"] + arguments))
        #expect(planned.mode == "plan")
        let applied = try ReportDocument(scene.run(["apply", "--json", "plan.json"]))
        #expect(applied.mode == "applied")
        #expect(applied.items == planned.items && applied.entries == planned.entries)
        #expect(applied.hosts.map(\.planned) == planned.hosts.map(\.planned))
        let other = try Scene()
        try other.import(other.to("a", "b") + other.export(as: SamplePacking(split: .parts(2))))
        for host in ["a", "b"] { #expect(other.tree(host).differences(from: scene.tree(host)) == []) }
        // What is done is not done again, by apply or by import.
        let before = scene.tree("a")
        try scene.run(["apply", "plan.json"])
        #expect(try scene.import(arguments).all.unchanged == planned.all.total)
        #expect(before.differences(from: scene.tree("a")) == [])
    }

    /// A secret is looked up by the name of a host: a plan file must not send it to an address of its own.
    @Test func aPlanWithAnotherAddressForAKnownHostIsRefused() throws {
        let scene = try Scene()
        let parts = try scene.export()
        let place = "home/config/degoogle/config.toml"
        try scene.folder.write("[hosts.maison]\nurl = \"folder:a\"\n", to: place)
        try scene.run(["plan", "-o", "plan.json"] + parts)
        try scene.folder.write("[hosts.maison]\nurl = \"folder:b\"\n", to: place)
        let result = try scene.run(["apply", "plan.json"], status: 65)
        #expect(result.errors.contains("another address for maison"))
        #expect(scene.tree("a").files.isEmpty && scene.tree("b").files.isEmpty)
    }

    @Test func aPlanForAHostThatHasChangedIsRefused() throws {
        let scene = try Scene()
        let parts = try scene.export()
        try scene.run(["plan", "-o", "plan.json"] + scene.to("a") + parts)
        try scene.import(scene.to("a") + parts)
        FileTree.remove(scene.folder.at("home/state"))
        let before = scene.tree("a")
        let result = try scene.run(["apply", "plan.json"], status: 65)
        #expect(result.errors == "degoogle: a has changed since plan.json was made: make the plan anew.\n")
        #expect(before.differences(from: scene.tree("a")) == [])
    }

    @Test func aPlanForOtherArchivesIsRefused() throws {
        let scene = try Scene()
        let part = try scene.export()[0]
        try scene.run(["plan", "-o", "plan.json"] + scene.to("a") + [part])
        let whole = try #require(FileTree.bytes(of: part))
        var export = SampleExport.tiny
        export.seed = 8
        _ = try scene.export(export)
        let result = try scene.run(["apply", "plan.json"], status: 65)
        #expect(
            result.errors
                == "degoogle: plan.json was made for other archives than those that are there now: make the plan anew.\n"
        )
        #expect(scene.tree("a").files.isEmpty)
        FileTree.remove(part)
        try scene.run(["apply", "plan.json"], status: 65)
        try scene.folder.write(whole, to: "export/" + #require(part.split(separator: "/").last))
        try scene.run(["apply", "plan.json"])
        #expect(!scene.tree("a").files.isEmpty)
    }

    @Test func aPlanForAHostThatIsGoneIsSaid() throws {
        let scene = try Scene()
        try scene.run(["plan", "-o", "plan.json"] + scene.to("a") + scene.export())
        try scene.folder.write("not a folder", to: "a")
        let result = try scene.run(["apply", "plan.json"], status: 69)
        #expect(result.errors.hasPrefix("degoogle: No host can be used.\n  a: "))
        FileTree.remove(scene.folder.at("a"))
        try scene.run(["apply", "plan.json"])
    }
}
