internal import Hosting
internal import Items

/// Finds the rule that makes a placement impossible, by lifting one after the other, and how far it must give.
struct PlacementDiagnosis {
    private(set) var refusals: [PlacementRefusal] = []
    private let units: [PlacementUnit]
    private let hosts: [HostState]
    private let policy: PlacementPolicy
    /// The question with the fewest copies that will do.
    private let problem: PlacementProblem
    /// With more units than this only a bound is looked at, in which a unit may be divided.
    private static let largest = 1000
    /// How many more hosts are tried as a remedy.
    private static let mostHosts = 8

    /// Asks why `problem` has no answer.
    init(
        _ units: [PlacementUnit], on hosts: [HostState], policy: PlacementPolicy, problem: PlacementProblem
    ) {
        self.units = units
        self.hosts = hosts
        self.policy = policy
        self.problem = problem.wanting { $0.least }
        refusals = unitsWithoutHosts() + unitsWithTooFewHosts()
        if refusals.isEmpty { refusals = [shortage()] }
    }

    private func isPossible(_ problem: PlacementProblem) -> Bool {
        if problem.pieces.count <= Self.largest { return PlacementSolver(problem).isComplete }
        let loads = PlacementState(problem).loads
        let targets = PlacementTargets(
            problem, capacities: loads.indices.map { problem.isOpen[$0] ? problem.limits[$0] : loads[$0] })
        let state = PlacementState(problem.withoutKept)
        return targets.missing == 0
            && problem.pieces.indices.allSatisfy { piece in
                problem.profiles.indices.contains {
                    state.admits(piece, to: $0) || problem.pieces[piece].kept.contains($0)
                }
            }
    }

    // MARK: Units nobody takes

    private func unitsWithoutHosts() -> [PlacementRefusal] {
        var byService: [StoreService: [String]] = [:]
        var (byRoute, byCountry): ([String], [String]) = ([], [])
        for piece in problem.pieces where problem.classes[piece.kind].hosts.isEmpty {
            let unit = units[piece.number]
            let reasons = Set(hosts.map { Eligibility.of($0, unit, policy) })
            if reasons.contains(.country) {
                byCountry.append(unit.id)
            } else if reasons.contains(.route) {
                byRoute.append(unit.id)
            } else {
                byService[unit.service, default: []].append(unit.id)
            }
        }
        var refusals = StoreService.allCases.compactMap { service in
            byService[service].map { PlacementRefusal.service(service, units: $0) }
        }
        if !byRoute.isEmpty { refusals.append(.route(units: byRoute)) }
        if !byCountry.isEmpty { refusals.append(.countries(policy.allowedCountries ?? [], units: byCountry)) }
        return refusals
    }

    // MARK: Copies

    private struct Lack: Hashable {
        let attribute: HostAttribute
        let needed: Int
        let available: Int
    }

    private func unitsWithTooFewHosts() -> [PlacementRefusal] {
        var lacks: [Lack: [String]] = [:]
        var known: [[Int]: Lack?] = [:]
        for piece in problem.pieces {
            let kind = problem.classes[piece.kind]
            guard !kind.hosts.isEmpty else { continue }
            let usable = kind.hosts.filter { problem.isOpen[$0] || piece.kept.contains($0) }
            let key = usable + [-1, kind.copies]
            let lack = known[key] ?? lack(of: kind.copies, among: usable)
            known[key] = lack
            if let lack { lacks[lack, default: []].append(piece.id) }
        }
        return lacks.sorted { ($0.key.needed, $0.key.available) < ($1.key.needed, $1.key.available) }.map {
            .tooFew($0.key.attribute, needed: $0.key.needed, available: $0.key.available, units: $0.value)
        }
    }

    private func lack(of copies: Int, among hosts: [Int]) -> Lack? {
        if hosts.count < copies { return Lack(attribute: .host, needed: copies, available: hosts.count) }
        let available = mostApart(hosts[...], chosen: [], wanted: copies)
        guard available < copies else { return nil }
        let attribute = problem.distinct.min { groups(of: $0, hosts) < groups(of: $1, hosts) }
        return Lack(attribute: attribute ?? .host, needed: copies, available: available)
    }

    private func groups(of attribute: HostAttribute, _ hosts: [Int]) -> Int {
        Set(hosts.map { attribute.group(of: problem.profiles[$0]) }).count
    }

    /// How many of the hosts can hold copies of one unit together; no more than `wanted` are looked for.
    private func mostApart(_ hosts: ArraySlice<Int>, chosen: [Int], wanted: Int) -> Int {
        guard let first = hosts.first, chosen.count < wanted else { return chosen.count }
        var best = chosen.count
        if !chosen.contains(where: { problem.isConflict[$0][first] }) {
            best = mostApart(hosts.dropFirst(), chosen: chosen + [first], wanted: wanted)
        }
        // Leaving it out can help only where it is in the way of another.
        let isInTheWay = hosts.dropFirst().contains { problem.isConflict[first][$0] }
        guard best < wanted, isInTheWay, chosen.count + hosts.count - 1 > best else { return best }
        return max(best, mostApart(hosts.dropFirst(), chosen: chosen, wanted: wanted))
    }

    // MARK: Shares and room

    private func shortage() -> PlacementRefusal {
        if isPossible(problem.withoutKept) { return .earlier }
        let attributes = Set(problem.groups.map(\.attribute)).sorted { $0.name < $1.name }
        for attribute in attributes where isPossible(problem.lifting { $0.attribute == attribute }) {
            return share(attribute)
        }
        if let first = attributes.first, isPossible(problem.lifting { _ in true }) { return share(first) }
        let targets = PlacementTargets(problem.withoutKept, capacities: problem.limits)
        if targets.missing > 0 { return .room(missing: UInt64(targets.missing.rounded(.up))) }
        let state = PlacementSolver(problem).state
        return .wholeUnits(unit: state.short.first.map { problem.pieces[$0].id } ?? "")
    }

    /// How far a share must give: to the next hundredth; and how many more hosts would do instead.
    private func share(_ attribute: HostAttribute) -> PlacementRefusal {
        let shares = problem.groups.filter { $0.attribute == attribute }
        let strictest = shares.map(\.share).min() ?? 1
        var (low, high) = (Int((strictest * 100).rounded(.down)), 100)
        while low + 1 < high {
            let middle = (low + high) / 2
            if isPossible(problem.raising(attribute, to: Double(middle) / 100)) { high = middle } else { low = middle }
        }
        let isEnough = high < 100 || isPossible(problem.lifting { $0.attribute == attribute })
        let limit = shares.map(\.limit).min() ?? 0
        let largest = problem.pieces.first { $0.size > limit }
        return .share(
            attribute, share: strictest, moreHosts: largest == nil ? moreHosts() : nil,
            needed: isEnough ? Double(high) / 100 : nil, largestUnit: largest?.id)
    }

    private func moreHosts() -> Int? {
        (1...Self.mostHosts).first { count in
            let more = (1...count).map { number in
                HostState(
                    // A name no host can have, so that it is not one of those there are.
                    profile: HostProfile(
                        name: "\u{0}\(number)", url: "", country: policy.allowedCountries?.first),
                    services: Set(StoreService.allCases), availableBytes: nil, snapshot: nil)
            }
            return isPossible(
                PlacementProblem(units, on: hosts + more, policy: policy, earlier: EarlierPlaces())
                    .wanting { $0.least })
        }
    }
}

extension PlacementProblem {
    /// The same question without some limits of shares.
    fileprivate func lifting(_ isLifted: (Group) -> Bool) -> PlacementProblem {
        replacingGroups { isLifted($0) ? 1 : $0.share }
    }

    /// The same question with a greater share of one attribute.
    fileprivate func raising(_ attribute: HostAttribute, to share: Double) -> PlacementProblem {
        replacingGroups { $0.attribute == attribute ? max(share, $0.share) : $0.share }
    }
}
