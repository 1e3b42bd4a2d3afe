import Hosting
import Items
import TestKit
import Testing

@testable import Planning

/// Placement beside trying everything, and the check beside placements that are wrong.
@Suite struct PlacementExactTests {
    @Test func exactlyWhatCanBePlacedIsPlaced() {
        var (possible, impossible) = (0, 0)
        for seed in 0..<300 as Range<UInt64> {
            let question = SpreadCase.random(seed, largest: 5, isFresh: true)
            let arrangement = Placement.place(question.units, on: question.hosts, policy: question.policy)
            #expect(arrangement.defects.isEmpty)
            let isPossible = Exhaustive(question).isPossible
            if isPossible { possible += 1 } else { impossible += 1 }
            #expect(arrangement.refusals.isEmpty == isPossible, "case \(seed)")
        }
        #expect(possible > 50 && impossible > 50)
    }

    @Test func noAnswerBreaksARule() {
        for seed in 0..<60 as Range<UInt64> {
            let question = SpreadCase.random(seed, largest: 10, isFresh: false)
            let (units, policy) = (question.units, question.policy)
            let first = Placement.place(units, on: question.hosts, policy: policy, earlier: question.earlier)
            #expect(first.defects == [])
            guard first.refusals.isEmpty else { continue }
            let after = question.carriedOut(first)
            let (hosts, there) = (after.hosts, after.earlier)
            let again = Placement.place(units.reversed(), on: hosts.reversed(), policy: policy, earlier: there)
            #expect(again.moves.isEmpty, "case \(seed)")
            let level = Placement.rebalance(units, on: hosts, policy: policy, current: there)
            #expect(level.defects == [])
            let drained = Placement.drain(hosts[0].profile.name, of: units, on: hosts, policy: policy, current: there)
            #expect(drained.defects == [])
            #expect(drained.units.allSatisfy { !$0.hosts.contains(0) })
        }
    }

    @Test func theCheckSeesWhatIsWrong() {
        let hosts = [
            SpreadCase.host("a", organisation: "one", country: "FR", room: 10),
            SpreadCase.host("b", organisation: "one", country: "US", standing: .closing),
        ]
        var policy = PlacementPolicy()
        policy.allowedCountries = ["FR"]
        policy.maximumShares = [.organisation: 0.5]
        var unit = PlacementUnit(id: "folder/x", service: .files, byteCount: 20, itemCount: 1)
        unit.hosts = [0, 1]
        let check = PlacementCheck([unit], on: hosts, policy: policy, earlier: EarlierPlaces(), targets: nil)
        #expect(
            check.defects == [
                "folder/x has two copies at one organisation", "folder/x may not be at b: country",
                "folder/x is new at b, which takes nothing new", "organisation one is over its share",
                "a gets more than it has room for",
            ])
    }

    @Test func sizesNoDiskHasDoNoHarm() {
        let units = (0..<50).map {
            PlacementUnit(id: "folder/\($0)", service: .files, byteCount: .max - UInt64($0), itemCount: 1)
        }
        let hosts = [SpreadCase.host("a", organisation: "x", room: 5), SpreadCase.host("b"), SpreadCase.host("c")]
        let arrangement = Placement.place(units, on: hosts, policy: PlacementPolicy(copies: 2))
        #expect(arrangement.units.allSatisfy { $0.hosts == [1, 2] })
    }
}

/// Tries every placement there is.
private struct Exhaustive {
    private let question: SpreadCase
    private let choices: [[[Int]]]
    private let total: Double

    init(_ question: SpreadCase) {
        self.question = question
        let (hosts, policy) = (question.hosts, question.policy)
        total = question.units.reduce(0) { $0 + Double($1.byteCount) }
        let copies = policy.minimumCopies ?? policy.copies
        choices = question.units.map { unit in
            (0..<(1 << hosts.count)).map { bits in hosts.indices.filter { bits >> $0 & 1 == 1 } }.filter { chosen in
                chosen.count == copies
                    && chosen.allSatisfy { host in
                        hosts[host].services.contains(unit.service)
                            && unit.allowedHosts?.contains(hosts[host].profile.name) ?? true
                            && policy.allowedCountries?.contains(hosts[host].profile.country ?? "") ?? true
                    }
                    && (policy.distinct ?? [.organisation]).allSatisfy { attribute in
                        let values = chosen.map { attribute.value(of: hosts[$0].profile) ?? "\u{0}\($0)" }
                        return Set(values).count == values.count
                    }
            }
        }
    }

    var isPossible: Bool { place(0, question.hosts.map { _ in 0 }) }

    private func place(_ unit: Int, _ loads: [UInt64]) -> Bool {
        guard isWithinLimits(loads) else { return false }
        guard unit < choices.count else { return true }
        return choices[unit].contains { chosen in
            var loads = loads
            for host in chosen { loads[host] += question.units[unit].byteCount }
            return place(unit + 1, loads)
        }
    }

    private func isWithinLimits(_ loads: [UInt64]) -> Bool {
        let hosts = question.hosts
        for host in hosts.indices {
            let room = hosts[host].availableBytes.map { $0 - min($0, hosts[host].profile.reserve) } ?? .max
            let share = hosts[host].profile.maximumShare ?? 1
            if loads[host] > 0, loads[host] > room || Double(loads[host]) >= total * share + 1 { return false }
        }
        for (attribute, share) in question.policy.maximumShares {
            let groups = Dictionary(grouping: hosts.indices) {
                attribute.value(of: hosts[$0].profile) ?? "\u{0}\($0)"
            }
            for members in groups.values where share < 1 {
                if Double(members.reduce(0) { $0 + loads[$1] }) >= total * share + 1 { return false }
            }
        }
        return true
    }
}
