internal import Hosting

/// The hosts a run is about: those of `--to`, else all of the configuration.
enum HostSelection {
    /// Resolves names and URLs.
    ///
    /// - Throws: `Stop` for a name nobody described, or a URL no driver opens.
    static func resolve(_ targets: [String], in configuration: Configuration, _ drivers: HostDrivers) throws(Stop)
        -> [HostProfile]
    {
        var chosen: [HostProfile] = []
        for target in targets {
            let profile: HostProfile
            if let known = configuration.hosts.first(where: { $0.name == target }) {
                profile = known
            } else if drivers.driver(for: target) != nil {
                profile = HostProfile(name: name(for: target), url: target)
            } else {
                throw Stop(
                    .usage,
                    "\(target) is neither a host of the configuration nor the URL of one (\(drivers.schemes)).")
            }
            guard !chosen.contains(where: { $0.name == profile.name }) else {
                throw Stop(.usage, "The host \(profile.name) is named twice.")
            }
            chosen.append(profile)
        }
        if targets.isEmpty { chosen = configuration.hosts }
        for profile in chosen {
            guard let driver = drivers.driver(for: profile.url) else {
                throw Stop(
                    .configuration,
                    "The host \(profile.name) has the URL \(profile.url), which nothing opens (\(drivers.schemes)).")
            }
            do throws(StoreError) {
                try driver.check(profile)
            } catch {
                throw Stop(.configuration, "The host \(profile.name): \(error.description)")
            }
        }
        return chosen
    }

    /// The name of a host made on the fly. It is the same each time, for the state knows hosts by name.
    private static func name(for url: String) -> String {
        var path = url.drop { $0 != ":" }.dropFirst()
        while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
        return String(path.isEmpty ? url[...] : path)
    }
}

/// Hosts that are open, and those that could not be opened.
struct OpenHosts {
    /// By number in the plan.
    private(set) var sessions: [Int32: HostSession] = [:]
    /// Why the others are not open, by number.
    private(set) var lost: [Int32: StoreError] = [:]

    /// Opens all of them; one that fails does not stop the others.
    ///
    /// - Throws: `Stop` when none could be opened.
    init(_ profiles: [HostProfile], by drivers: HostDrivers, for access: HostAccess) async throws {
        for (number, profile) in profiles.enumerated() {
            guard let driver = drivers.driver(for: profile.url) else { continue }
            do throws(StoreError) {
                sessions[Int32(number)] = try await driver.open(profile, for: access)
            } catch {
                lost[Int32(number)] = error
            }
        }
        guard !sessions.isEmpty || profiles.isEmpty else {
            let status: ExitStatus = lost.values.contains { $0.code == .notPermitted } ? .credentials : .unavailable
            throw Stop(
                status, "No host can be used.",
                details: lost.sorted { $0.key < $1.key }.map {
                    "\(profiles[Int($0.key)].name): \($0.value.description)"
                })
        }
    }

    /// Notes that a host answered when it was opened but not afterwards.
    mutating func lose(_ number: Int32, _ error: StoreError) async {
        await sessions.removeValue(forKey: number)?.close()
        lost[number] = error
    }

    /// The open ones by name.
    func named(_ profiles: [HostProfile]) -> [String: HostSession] {
        Dictionary(uniqueKeysWithValues: sessions.map { (profiles[Int($0.key)].name, $0.value) })
    }

    /// Why the others are not open, by name.
    func lost(_ profiles: [HostProfile]) -> [String: StoreError] {
        Dictionary(uniqueKeysWithValues: lost.map { (profiles[Int($0.key)].name, $0.value) })
    }

    /// Closes all of them.
    func close() async {
        for session in sessions.values { await session.close() }
    }
}
