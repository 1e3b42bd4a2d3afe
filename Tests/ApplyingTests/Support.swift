import Archives
import FilesImporter
import GoogleTakeout
import Hosting
import ICalendar
import Importing
import Items
import Planning
import TestKit
import Testing
import VCard

@testable import Applying

/// An export, a state, and hosts that outlive a run: what a person has who types the same command again and again.
final class Rig {
    let folder: WorkFolder
    let archives: ArchiveSet
    let state: StateDirectory
    let importers: [any Importer]
    let cancellation = Cancellation()

    init(
        _ export: SampleExport = .tiny, as packing: SamplePacking = SamplePacking(),
        importers: [any Importer] = [TakeoutImporter(), LooseFilesImporter()]
    ) throws {
        self.importers = importers
        folder = try WorkFolder()
        archives = ArchiveSet.open(try export.write(to: folder.at("export"), as: packing))
        state = StateDirectory(path: folder.at("state/degoogle"))
    }

    /// What the state holds, without writing to it.
    func memory() throws -> PlanMemory { try #require(try Journal.memory(in: state)) }

    /// Looks at hosts and plans for them.
    func plan(
        at hosts: [(name: String, session: HostSession)], dead: Set<String> = [],
        policy: PlacementPolicy = PlacementPolicy(),
        memory: PlanMemory
    ) async throws -> Plan {
        let collector = InventoryCollector(
            archives: archives, importers: importers, only: nil, cancellation: cancellation)
        let inventory = try await collector.collect(memory: memory)
        var states: [HostState] = []
        var sessions: [Int: HostSession] = [:]
        for (number, host) in hosts.enumerated() {
            var snapshot: HostSnapshot?
            if !dead.contains(host.name) {
                snapshot = try await Survey.snapshot(
                    of: host.session, for: inventory.collections, knowing: memory.rows[host.name] ?? [:])
                sessions[number] = host.session
            }
            states.append(
                HostState(
                    profile: HostProfile(name: host.name, url: "memory:"), services: Set(StoreService.allCases),
                    availableBytes: nil, snapshot: snapshot))
        }
        let planner = Planner(
            inventory, hosts: states, policy: policy, memory: memory,
            partIdentities: archives.parts.map(\.identityText))
        let answers = try await ContentComparison.answers(
            to: planner.questions(), archives: archives, sessions: sessions, cancellation: cancellation)
        return planner.plan(answers: answers, sources: collector.sources, inputs: "")
    }

    /// One run, as `degoogle import` makes it.
    func run(
        at hosts: [(name: String, session: HostSession)], dead: Set<String> = [],
        policy: PlacementPolicy = PlacementPolicy()
    ) async throws -> (plan: Plan, execution: Execution) {
        let lock = try state.lock()
        let journal = try Journal(in: state, lock: lock)
        let plan = try await plan(at: hosts, dead: dead, policy: policy, memory: try journal.memory())
        let executor = Executor(
            plan, archives: archives, importers: importers, journal: journal, cancellation: cancellation)
        var sessions: [Int32: HostSession] = [:]
        var lost: [Int32: StoreError] = [:]
        for (number, host) in hosts.enumerated() {
            if dead.contains(host.name) {
                lost[Int32(number)] = StoreError(.unavailable, "it does not answer")
            } else {
                sessions[Int32(number)] = host.session
            }
        }
        let execution = try await executor.run(sessions: sessions, lost: lost)
        withExtendedLifetime(lock) {}
        return (plan, execution)
    }
}

/// A host in memory, whose stores outlive the runs and may be wrapped anew for each.
struct MemoryHost {
    let stores: [StoreService: MemoryStore] = [
        .calendars: MemoryStore(service: .calendars) { bytes in
            CalendarResourceSummary.read(bytes).map {
                ResourceSummary(uid: $0.uid, comparisonBytes: $0.comparisonBytes)
            }
        },
        .contacts: MemoryStore(service: .contacts) { bytes in
            CardSplitter.split(bytes).cards.first.map {
                ResourceSummary(uid: $0.uid, comparisonBytes: $0.comparisonBytes)
            }
        },
        .files: MemoryStore(service: .files),
        .notes: MemoryStore(service: .notes),
    ]

    var session: HostSession { HostSession(stores: Array(stores.values)) {} }

    /// A session in which one service fails; the others are counted.
    func session(
        failing service: StoreService?, _ faults: [Int: FailingStore.Fault] = [:], isDead: Bool = false
    ) -> (session: HostSession, stores: [StoreService: FailingStore]) {
        let wrapped = stores.mapValues { store in
            FailingStore(store, faults: store.service == service ? faults : [:], isDead: isDead)
        }
        return (HostSession(stores: Array(wrapped.values)) {}, wrapped)
    }

    /// Everything it holds, by path.
    func contents(of plan: Plan) async throws -> [String: Fingerprint] {
        var found: [String: Fingerprint] = [:]
        for collection in plan.collections {
            let service = StoreService(for: collection.collection.form)
            let store = try #require(stores[service])
            for resource in try store.list(collection.path) {
                found["\(service.rawValue)/\(resource.href.path)"] = try store.get(resource.href).fingerprint()
            }
        }
        return found
    }
}

extension Plan {
    /// How many changes of an action there are at a host.
    func count(_ action: Change.Action, at host: Int32) -> Int {
        changes.count { $0.host == host && $0.action == action }
    }
}

extension Execution {
    /// What became of the changes of a host.
    func outcomes(of plan: Plan, at host: Int32) -> [Outcome] {
        plan.changes.indices.filter { plan.changes[$0].host == host }.map { outcomes[$0] }
    }
}
