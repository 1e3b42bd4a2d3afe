internal import Glibc
internal import Hosting
internal import Items
internal import Planning
internal import TestKit

/// How long it takes, and how much memory, to cut a million items into units and to find hosts for these.
struct PlacementLibrary {
    private var rows: [[String]] = []
    private static let (items, units, hosts) = (1_000_000, 20_000, 12)

    static func run() -> PlacementLibrary {
        var library = PlacementLibrary()
        for copies in [1, 2, 3] { library.measure(copies) }
        return library
    }

    private mutating func measure(_ copies: Int) {
        let sizes = SpreadCase.library(Self.units, seed: 2).map(\.byteCount)
        let each = Self.items / Self.units
        var inventory = Inventory(entryCounts: [Self.items])
        for number in 0..<Self.items {
            let unit = number / each
            inventory.add(
                Item(
                    fileAt: "Drive/folder \(unit)/file \(number % each).jpg",
                    from: EntryReference(part: 0, entry: Int32(number)),
                    byteCount: max(1, sizes[unit] / UInt64(each)), checksum: UInt32(number), modified: 1_400_000_000))
        }
        let hosts = (0..<Self.hosts).map {
            SpreadCase.host(
                "h\($0)", organisation: "o\($0 / 2)", country: ["FR", "DE", "BE"][$0 % 3], weight: Double(1 + $0 % 3),
                room: 40_000_000_000_000)
        }
        var policy = PlacementPolicy(copies: copies)
        policy.maximumShares = [.organisation: 0.9]
        let before = Self.peak
        let time = ContinuousClock().measure {
            _ = Planner(inventory, hosts: hosts, policy: policy, memory: PlanMemory(), partIdentities: ["part"])
        }
        rows.append([
            "1,000,000", "20,000", "\(Self.hosts)", "\(copies)", decimals(time / .seconds(1), 2) + " s",
            "\(before >> 20) MB", "\(Self.peak >> 20) MB",
        ])
    }

    /// The most memory that was resident so far, in bytes (getrusage(2) counts in KiB).
    private static var peak: Int {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return usage.ru_maxrss << 10
    }

    var table: String {
        var table = MarkdownTable(
            "A million items: cutting them into units, and placing these",
            [
                "items", "units", "hosts", "copies", "time", "peak memory before (the items themselves)",
                "and after it",
            ])
        table.rows = rows
        return table.text
    }
}
