import FolderHost
import Foundation
import Glibc
import Hosting
import Items
import Testing

/// A folder for one test, removed with it.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        var template = Array(
            FileManager.default.temporaryDirectory.appending(path: "folder-host-XXXXXX").path.utf8CString)
        path = String(cString: try #require(mkdtemp(&template)))
        // So that a test that gives up its rights can still look in.
        chmod(path, 0o755)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func profile(_ options: String = "", below name: String = "") -> HostProfile {
        HostProfile(name: "test", url: "folder:\(at(name))\(options)")
    }

    func session(_ access: HostAccess, _ options: String = "") async throws -> HostSession {
        try await FolderDriver().open(profile(options), for: access)
    }

    func at(_ name: String) -> String { name.isEmpty ? path : path + "/" + name }

    func names(_ name: String = "") -> [String]? {
        try? FileManager.default.contentsOfDirectory(atPath: at(name)).sorted()
    }

    func exists(_ name: String) -> Bool {
        var status = stat()
        return lstat(at(name), &status) == 0
    }

    func status(_ name: String) -> stat {
        var status = stat()
        #expect(lstat(at(name), &status) == 0, "there is no \(name)")
        return status
    }

    func write(_ text: String, to name: String) throws {
        let url = URL(filePath: at(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func text(_ name: String) -> String? {
        (try? Data(contentsOf: URL(filePath: at(name)))).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension HostSession {
    /// The store of a service.
    func store(_ service: StoreService) throws -> any Store { try #require(stores[service]) }
}

extension Store {
    /// Stores a text.
    @discardableResult
    func create(_ text: String, at name: String, in collection: String) async throws(StoreError) -> StoredResource {
        try await create(
            NewResource(href: Href(collection: collection, name: name)), body: BytesBody(Array(text.utf8))
        ).resource
    }
}
