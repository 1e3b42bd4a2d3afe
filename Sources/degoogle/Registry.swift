internal import Amazon
internal import Apple
internal import Applying
internal import Conversions
internal import Evernote
internal import FilesImporter
internal import FolderHost
internal import GoogleTakeout
internal import Hosting
internal import Importing
internal import Meta
internal import Microsoft
internal import ProgramImporters
internal import RemoteHosting
internal import S3Host
internal import SFTPHost
internal import Transport
internal import WebDAVHost

/// Everything this program can read and write, in one visible list: nothing registers itself.
enum Registry {
    /// The importers in here, asked in this order.
    static let own: [any Importer] = [
        TakeoutImporter(), AppleImporter(), FacebookImporter(), InstagramImporter(), MessengerImporter(),
        MicrosoftImporter(), AmazonImporter(), EvernoteImporter(),
    ]

    /// The one that reads what no other recognises.
    static let last: any Importer = LooseFilesImporter()

    /// The programs on `PATH` that are importers.
    static let programs = ProgramImporter.installed(besides: (own + [last]).map(\.description.name))

    /// The importers, asked in this order: those in here, the programs that are importers, and last the one that reads
    /// what no other recognises.
    static let importers: [any Importer] = own + programs + [last]

    /// Who can be asked for an export, and how: the providers of the importers, and others whose exports stay files.
    static let howTos: [(name: String, title: String, howTo: HowTo)] = {
        let known = importers.map(\.description).compactMap { importer in
            importer.howTo.map { (importer.name, importer.title, $0) }
        }
        let others = OtherProvider.all.filter { other in !known.contains { $0.0 == other.name } }
        return known + others.map { ($0.name, $0.title, $0.howTo) }
    }()

    /// What tells an item at a host from that of an export.
    static let comparison: UpdateComparison.Differences = ConvertedComparison.differences

    /// What will come, so that a person knows what to wait for.
    static let plannedImporters = [
        "Google Takeout: Photos with their albums, and Mail; today they stay plain files"
    ]
}

/// The kinds of hosts, in one visible list, and what they need to know of the configuration.
struct HostDrivers: Sendable {
    private let drivers: [any HostDriver]

    /// The drivers for hosts of a configuration.
    init(_ configuration: Configuration, attendees: AttendeePolicy = .automatic) {
        let logins = HostLogins(configuration.logins)
        let remote = RemoteAccess(options: logins.options, credential: logins.credential)
        drivers = [
            FolderDriver(),
            WebDAVDriver(
                timing: .system, options: logins.options, attendees: attendees, credential: logins.credential),
            S3Driver(remote), SFTPDriver(remote),
        ]
    }

    /// The driver that opens a URL.
    func driver(for url: String) -> (any HostDriver)? {
        guard let colon = url.firstIndex(of: ":") else { return nil }
        let scheme = url[..<colon].lowercased()
        return drivers.first { $0.schemes.contains(scheme) }
    }

    /// The schemes of all drivers, for a sentence.
    var schemes: String { drivers.flatMap(\.schemes).map { "\($0):" }.joined(separator: ", ") }
}
