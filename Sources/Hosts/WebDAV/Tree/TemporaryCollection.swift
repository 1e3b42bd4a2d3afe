internal import Hosting
internal import Transport

/// The folder at the top of a file tree where files are written before they get their name. Its name has no leading
/// dot, because nginx does not list what has one, and what is not listed cannot be cleared away.
struct TemporaryCollection: Sendable {
    static let name = "degoogle-tmp"
    private static let prefix = "new-"

    let tree: FileTree

    /// A name that no other run uses.
    static func newName() -> String {
        let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return prefix + String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    private static func isOurs(_ name: String) -> Bool {
        // The names of `HabitsProbe` have a dot before or more behind.
        let plain = name.hasPrefix(".") ? String(name.dropFirst()) : name
        let digits = plain.utf8.dropFirst(prefix.utf8.count).prefix(16)
        return plain.hasPrefix(prefix) && digits.count == 16
            && digits.allSatisfy { "0123456789abcdef".utf8.contains($0) }
    }

    /// The folder's address.
    func address() throws(StoreError) -> RemoteAddress { try tree.address(ofCollection: [Self.name]) }

    /// The address of a file in it.
    func address(of name: String) throws(StoreError) -> RemoteAddress {
        try tree.address(of: Href(collection: Self.name, name: name))
    }

    /// The address of a folder in it.
    func address(ofFolder name: String) throws(StoreError) -> RemoteAddress {
        try tree.address(ofCollection: [Self.name, name])
    }

    /// The place of a file in a folder in it.
    func href(of name: String, inFolder folder: String) -> Href {
        Href(collection: Self.name + "/" + folder, name: name)
    }

    /// Makes the folder, if it is not there.
    func make() async throws(StoreError) {
        let address = try address()
        let outcome = try await tree.client.makeCollection(address)
        guard !outcome.isSuccess, try await !tree.isCollection(address) else { return }
        throw outcome.error(trying: "make the folder \(Self.name)")
    }

    /// Removes what is in it and named as this program names files and folders that wait for their names, and then the
    /// folder itself if nothing is left. A folder that cannot be removed stays: it harms nobody.
    func clear() async throws(StoreError) {
        let address = try address()
        guard let members = try await tree.members(of: address) else { return }
        for (name, response) in members where Self.isOurs(name) {
            let address = response.isCollection ? try self.address(ofFolder: name) : try self.address(of: name)
            _ = try await tree.client.delete(address)
        }
        do throws(StoreError) {
            _ = try await tree.client.removeEmptyCollection(address, Self.name, if: \.isCollection)
        } catch  where !error.endsHost {}
    }

    /// Removes one file, or one folder with what is in it. What cannot be removed now is removed when the host is next opened for writing.
    func remove(_ address: RemoteAddress) async {
        do throws(StoreError) { _ = try await tree.client.delete(address) } catch { return }
    }
}
