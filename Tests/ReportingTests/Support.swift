import Foundation
import Hosting
import Items
import Testing

@testable import Applying
@testable import Planning
@testable import Reporting

/// A run in which something of every kind happens, with names of the caller's choice.
struct SampleRun {
    let plan: Plan
    var execution: Execution
    let place: (EntryReference) -> String

    /// - Parameter name: turns a plain name into the one that is used.
    init(naming name: (String) -> String = { $0 }) {
        let count = 14
        var inventory = Inventory(entryCounts: [count])
        let calendar = ItemCollection(.calendar, name: name("Work"))
        let book = ItemCollection(.addressBook, name: name("Contacts"))
        for number in 0..<4 {
            inventory.add(
                Item(
                    .event, identity: name("event \(number)"), in: calendar, from: Self.entry(number),
                    bytes: [1, 2, 3],
                    fingerprint: Fingerprint(of: "\(number)"), title: name("Dinner \(number)")))
        }
        for number in 4..<6 {
            inventory.add(
                Item(
                    .contact, identity: name("card \(number)"), in: book, from: Self.entry(number), bytes: [1, 2],
                    fingerprint: Fingerprint(of: "\(number)"), title: name("Zoé \(number)")))
        }
        for number in 6..<11 {
            inventory.add(
                Item(
                    fileAt: name("Drive") + "/" + name("file \(number)"), from: Self.entry(number),
                    byteCount: UInt64(number * 1000), checksum: 1))
        }
        for number in 0..<11 { inventory.ledger.record(number < 6 ? .imported : .kept, of: Self.entry(number)) }
        inventory.ledger.record(.merged(reason: name("a sidecar of x")), of: Self.entry(11))
        inventory.ledger.record(.leftOut(reason: name("litter")), of: Self.entry(12))
        inventory.ledger.record(.unreadable(reason: name("torn")), of: Self.entry(13))
        let texts = Finding.Severity.allCases.map { ($0, name("A sentence about \($0.rawValue).")) }
        for (severity, text) in texts {
            for number in 0..<5 {
                inventory.add(
                    Finding(
                        "code-\(severity.rawValue)", severity, entry: name("part: entry \(number)"), text,
                        detail: name("line \(number)")))
            }
        }
        let names = (0..<count).map { name("takeout.zip") + ": " + name("entry \($0)") }
        place = { names[Int($0.entry)] }
        inventory.settle(fingerprints: [:], place: place)
        inventory.assignNames(known: [:])
        // At the host there is: one event that is equal, one that is another, one file of another size.
        var snapshot = HostSnapshot()
        let path = inventory.collections.first { $0.collection == calendar }?.path ?? ""
        let events = inventory.items.filter { $0.kind == .event }
        snapshot.add(
            (0..<2).map { number in
                StoredResource(
                    href: Href(collection: path, name: events[number].name), etag: ETag("1"), byteCount: 3,
                    uid: events[number].identity,
                    fingerprint: number == 0 ? events[0].fingerprint : Fingerprint(of: "theirs"))
            }, at: HostSnapshot.Address(.calendars, path))
        let file = inventory.items.first { $0.kind == .file }
        let folder = inventory.collections.first { $0.collection.form == .folder }?.path ?? ""
        let there = StoredResource(
            href: Href(collection: folder, name: file?.name ?? ""), etag: ETag("1"), byteCount: 1)
        snapshot.add([there], at: HostSnapshot.Address(.files, folder))
        let hosts = ["one", "two"].enumerated().map { number, host in
            HostState(
                profile: HostProfile(
                    name: name(host), url: "folder:/\(name(host))", organisation: name("Org \(host)"),
                    country: name("FR")),
                services: number == 0 ? [.calendars, .files] : [.files], availableBytes: nil, snapshot: snapshot)
        }
        let planner = Planner(
            inventory, hosts: hosts, policy: PlacementPolicy(), memory: PlanMemory(), partIdentities: ["p"])
        let source = PlanSource(
            label: name("20260101T000000Z"), provider: "google-takeout", parts: [name("/tmp/takeout.zip")],
            entries: count, byteCount: 123_456)
        plan = planner.plan(answers: ContentAnswers(), sources: [source], inputs: "")
        execution = Execution(changeCount: plan.changes.count)
        var isFirst = true
        for (index, change) in plan.changes.enumerated() where change.action == .create {
            execution.outcomes[index] =
                isFirst ? .failed(StoreError(.refused, name("The host takes no such name."))) : .done(nil)
            isFirst = false
        }
        execution.lostHosts[1] = StoreError(.unavailable, name("It does not answer."))
        execution.findings = [Finding("local-name", .warning, entry: name("an entry"), name("Names differ."))]
    }

    private static func entry(_ number: Int) -> EntryReference { EntryReference(part: 0, entry: Int32(number)) }

    func report(_ mode: Report.Mode) -> Report {
        Report(mode, plan, execution: mode == .applied ? execution : nil, place: place)
    }

    func text(_ mode: Report.Mode, verbose: Bool, colored: Bool = false) -> String {
        TextReport.render(report(mode), colored: colored, isVerbose: verbose, place: place)
    }

    func json(_ mode: Report.Mode, withChanges: Bool) throws -> String {
        try JSONReport.render(report(mode), withChanges: withChanges)
    }

    static let modes: [Report.Mode] = [.offline, .dryRun, .plan, .applied]
}

/// What an output must not hold: anything that moves a cursor, rings, turns the direction of a line or starts one.
func harmfulScalars(in text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }.map { String($0.value, radix: 16) }
}

/// Names that want to harm, drawn from a seed.
struct HostileNames {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private static let pieces: [String] = [
        "\u{1B}[31m", "\u{1B}]0;title\u{7}", "\u{7}", "\u{8}", "\r", "\n", "\r\n", "\t", "\u{0}", "\u{7F}", "\u{80}",
        "\u{85}", "\u{9B}2J", "\u{9D}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200E}", "\u{200F}",
        "\u{61C}",
        "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{E0001}", "\u{FFF9}", "\\u{1b}", "\\", "%1b", "<script>", "\"", "é",
        "e\u{301}", "👩‍👩‍👧‍👦", "שלום", "  1 read = 1 imported", "/../", "a",
    ]

    mutating func decorated(_ name: String) -> String {
        var text = name
        for _ in 0..<3 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let piece = Self.pieces[Int(state >> 33) % Self.pieces.count]
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let place = Int(state >> 33) % (text.unicodeScalars.count + 1)
            let index = text.unicodeScalars.index(text.unicodeScalars.startIndex, offsetBy: place)
            text.unicodeScalars.insert(contentsOf: piece.unicodeScalars, at: index)
        }
        return text
    }
}
