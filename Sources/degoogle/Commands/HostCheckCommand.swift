internal import ArgumentParser
internal import Hosting
internal import Reporting

/// `degoogle host check`
struct HostCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say in plain words what works at a host, what is full and what will be slow.")

    @Argument(help: "The hosts; all of the configuration when none is named.")
    var names: [String] = []

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let configuration = try settings.configuration()
        let drivers = HostDrivers(configuration)
        let hosts = try HostSelection.resolve(names, in: configuration, drivers)
        guard !hosts.isEmpty else { throw Stop(.usage, "No host is described in the configuration.") }
        var failures: [Stop] = []
        for host in hosts {
            do {
                try await HostExamination(drivers).examine(host)
            } catch let stop as Stop {
                Terminal.complain(stop)
                failures.append(stop)
            }
        }
        if let first = failures.first {
            throw failures.count == hosts.count ? first.status.exitCode : ExitStatus.partial.exitCode
        }
    }
}

/// Looks at a host and says what it has.
struct HostExamination {
    private let drivers: HostDrivers

    init(_ drivers: HostDrivers) { self.drivers = drivers }

    /// Opens a host for reading and prints what is there.
    ///
    /// - Throws: `Stop` when it cannot be used.
    func examine(_ host: HostProfile) async throws {
        guard let driver = drivers.driver(for: host.url) else {
            throw Stop(.usage, "Nothing opens the URL \(host.url) (\(drivers.schemes)).")
        }
        do throws(StoreError) {
            try driver.check(host)
            let session = try await driver.open(host, for: .reading)
            var lines = ["\(host.name): works"] + session.remarks.map { "  \($0)" }
            for service in StoreService.allCases {
                guard let store = session.stores[service] else {
                    lines.append("  no \(service.rawValue)")
                    continue
                }
                lines.append("  \(service.rawValue): " + (try await describe(store)))
            }
            await session.close()
            Terminal.answer(lines.map(DisplayText.safe).joined(separator: "\n") + "\n")
        } catch {
            let status: ExitStatus = error.code == .notPermitted ? .credentials : .unavailable
            throw Stop(status, "\(host.name): \(error.description)")
        }
    }

    private func describe(_ store: any Store) async throws(StoreError) -> String {
        let count = try await store.collections().count
        let word = store.service.isFileTree ? "folders at the top" : "collections"
        var text = "\(Amount.count(count)) \(word)"
        if let free = store.capabilities.availableBytes {
            text += free < 1_000_000 ? ", FULL" : ", \(Amount.bytes(free)) free"
        }
        if let most = store.capabilities.maximumResourceSize { text += ", up to \(Amount.bytes(most)) each" }
        return text
    }
}
