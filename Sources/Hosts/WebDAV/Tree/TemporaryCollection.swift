internal import Hosting
internal import Transport

/// The folder at the top of a file tree where files are written before they get their name. Its name has no leading
/// dot, because nginx does not list what has one, and what is not listed cannot be cleared away.
struct TemporaryCollection: Sendable {
    static let name = "degoogle-tmp"
    private static let prefix = "new-"

    let tree: FileTree
    private let names: [String]
    /// Its path in the tree.
    var path: String { names.joined(separator: "/") }

    /// The folder of a tree.
    init(tree: FileTree) { self.init(tree, [Self.name]) }

    private init(_ tree: FileTree, _ names: [String]) {
        self.tree = tree
        self.names = names
    }

    /// A folder in it, with a name that no other run uses: what is put there can be listed without anything else.
    func room() -> TemporaryCollection { TemporaryCollection(tree, names + [Self.newName()]) }

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
    func address() throws(StoreError) -> RemoteAddress { try tree.address(ofCollection: names) }

    /// The place of a file in it.
    func href(of name: String) -> Href { Href(collection: path, name: name) }

    /// The address of a file in it.
    func address(of name: String) throws(StoreError) -> RemoteAddress { try tree.address(of: href(of: name)) }

    /// Makes the folder and the one it is in, if they are not there.
    func make() async throws(StoreError) {
        let outcome = try await tree.client.makeCollection(address())
        guard !outcome.isSuccess, try await !tree.isCollection(address()) else { return }
        guard names.count > 1, [404, 409].contains(outcome.status) else {
            throw outcome.error(trying: "make the folder \(Self.name)")
        }
        try await TemporaryCollection(tree: tree).make()
        let second = try await tree.client.makeCollection(address())
        guard second.isSuccess else { throw second.error(trying: "make a folder in \(Self.name)") }
    }

    /// Removes what is in it and named as this program names files and folders that wait for their names, and then the
    /// folder itself if nothing is left. A folder that cannot be removed stays: it harms nobody.
    func clear() async throws(StoreError) {
        let address = try address()
        guard let members = try await tree.members(of: address) else { return }
        for (name, response) in members where Self.isOurs(name) {
            let folder = TemporaryCollection(tree, names + [name])
            let address = try response.isCollection ? folder.address() : self.address(of: name)
            _ = try await tree.client.delete(address)
        }
        do throws(StoreError) {
            _ = try await tree.client.removeEmptyCollection(address, Self.name, if: \.isCollection)
        } catch  where !error.endsHost {}
    }

    /// Removes one file. What cannot be removed now is removed when the host is next opened for writing.
    func remove(_ address: RemoteAddress) async {
        do throws(StoreError) { _ = try await tree.client.delete(address) } catch { return }
    }

    /// Removes a room with what is left in it, as `remove` does.
    func discard() async {
        do throws(StoreError) { _ = try await tree.client.delete(address()) } catch { return }
    }
}
