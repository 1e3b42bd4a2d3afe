internal import Glibc
public import Hosting

/// Opens folders as hosts: `folder:/srv/maison`. Below the folder lie `calendars/NAME/RESOURCE.ics` and
/// `contacts/NAME/RESOURCE.vcf`, which khal, khard and vdirsyncer read and write,
/// `files/`, and `notes/`, which Joplin, Obsidian and any editor read. With `?durable=no` at the end of the URL nothing waits for the disk: for benchmarks and scratch disks.
public struct FolderDriver: HostDriver {
    /// Makes the driver.
    public init() {}

    /// `folder`.
    public var schemes: [String] { [FolderLocation.scheme] }

    /// Checks that the URL names a folder, which need not exist.
    public func check(_ profile: HostProfile) throws(StoreError) {
        _ = try FolderLocation(url: profile.url)
    }

    /// Opens a folder. For writing it is made if it is missing, and locked: a second run is told `.unavailable`.
    public func open(_ profile: HostProfile, for access: HostAccess) async throws(StoreError) -> HostSession {
        let location = try FolderLocation(url: profile.url)
        let threads = try BlockingThreads(atMost: location.threadCount)
        return try await withTaskExecutorPreference(threads) { () throws(StoreError) in
            let root: HostRoot
            let writer: FolderWriter?
            switch access {
            case .reading:
                root = try HostRoot(reading: location.path)
                writer = nil
            case .writing:
                root = try HostRoot(writing: location.path, durable: location.durable)
                writer = FolderWriter(root, try TemporaryFolder(in: root), durable: location.durable)
            }
            let stores = StoreService.allCases.map { FolderStore($0, in: root, on: threads, writer: writer) }
            return HostSession(stores: stores) { writer?.close() }
        }
    }
}
