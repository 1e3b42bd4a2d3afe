internal import Applying
internal import ArgumentParser
internal import Hosting
internal import Reporting

/// `degoogle gather`
struct GatherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gather",
        abstract: "Bring everything back from the hosts into one folder.",
        discussion: """
            The folder is laid out as a folder host is: calendars/, contacts/ and files/. Every item is compared with
            what was stored before it gets its name; where a host is gone or gives something else, another that holds a
            copy is asked. Nothing in the folder is overwritten, and the same command again goes on where it was.

            Examples:
              degoogle gather ./everything
              degoogle gather ./everything --from framaspace    # with the copy of the catalogue that lies there
            """)

    @Argument(help: "The folder. It is made if it is missing.", completion: .directory)
    var folder: String

    @Option(
        help: "Use the copy of the catalogue at this host (a name, or a URL) instead of the state of this machine.")
    var from: String?

    @OptionGroup var settings: SettingsOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let run = try CareRun(settings, output)
        defer { run.end() }
        let catalogue = if let from { try await CatalogueSource.read(from, run) } else { try run.catalogue() }
        let profiles = try run.profiles(of: catalogue)
        let target = try run.host("folder:\(folder)")
        guard !profiles.contains(where: { $0.url == target.url }) else {
            throw Stop(.usage, "\(folder) is one of the hosts: choose another folder.")
        }
        let sources = try await run.open(profiles, for: .reading)
        do {
            let place = try await run.open([target], for: .writing)
            let gatherer = Gatherer(sources.named(profiles), catalogue, cancellation: run.cancellation)
            guard let session = place.sessions[0] else { throw Stop(.unavailable, "\(folder) cannot be used.") }
            let result = await run.progress(gatherer.tally) { await gatherer.run(into: session) }
            await place.close()
            await sources.close()
            try run.finish(CareReport(result, from: sources.lost(profiles), into: folder))
        } catch {
            await sources.close()
            throw error
        }
    }
}

/// The copy of the catalogue at a host.
enum CatalogueSource {
    /// Reads it.
    ///
    /// - Parameter target: the host, by its name in the configuration or by URL.
    /// - Throws: `Stop` when there is none, or it is damaged.
    static func read(_ target: String, _ run: CareRun) async throws -> Catalogue {
        let profile = try run.host(target)
        let open = try await run.open([profile], for: .reading)
        guard let session = open.sessions[0] else { throw Stop(.unavailable, "\(profile.name) cannot be used.") }
        do throws(StoreError) {
            let catalogue = try await CatalogueCopies.read(from: session)
            await open.close()
            return catalogue
        } catch {
            await open.close()
            let what =
                error.code == .notFound
                ? "There is no copy of the catalogue at \(profile.name)." : error.description
            throw Stop(error.endsHost ? .unavailable : .input, what)
        }
    }
}
