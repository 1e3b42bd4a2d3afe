internal import Glibc
internal import Hosting
internal import RemoteHosting
internal import Transport

/// What an `sftp:` URL says: `sftp://USER@HOST:PORT/PATH?key=FILE&known-hosts=FILE`.
///
/// The path is absolute and percent-encoded, as in any URL. `key` is a private key file, `known-hosts` the file that
/// holds the host's key, `~/.ssh/known_hosts` when it is left out; a `~/` at the start of either is the home folder.
struct SFTPLocation: Equatable {
    let origin: Origin
    /// Whose account it is, if the URL says.
    let user: String?
    /// The folder on the host, without a `/` at its end.
    let root: String
    /// The path of a private key file, if the URL says.
    let key: String?
    /// The path of the known-hosts file.
    let knownHosts: String

    static let scheme = "sftp"

    init(url: String) throws(StoreError) {
        let prefix = Self.scheme + "://"
        guard url.lowercased().hasPrefix(prefix) else {
            throw StoreError(.refused, "write for example sftp://alice@files.example.org/home/alice/backup")
        }
        var rest = url.dropFirst(prefix.utf8.count)
        var user: String?
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        if let at = authority.lastIndex(of: "@") {
            guard let name = PercentEncoding.decode(authority[..<at]), !name.isEmpty, !authority[..<at].contains(":")
            else { throw StoreError(.refused, "the URL of an SFTP host holds a password, or a user that is none") }
            user = name
            rest = rest[rest.index(after: at)...]
        }
        self.user = user
        let address: RemoteAddress
        do throws(TransportError) { address = try RemoteAddress(prefix + rest) } catch { throw StoreError(error) }
        origin = address.origin
        guard let path = PercentEncoding.decode(address.path) else {
            throw StoreError(.refused, "\(address): its path cannot be decoded")
        }
        var root = path[...]
        while root.hasSuffix("/") { root.removeLast() }
        let components = try PathComponents(path: String(root.dropFirst()))
        guard !components.names.isEmpty, components.names.first != "~" else {
            throw StoreError(.refused, "\(address) names no folder: write its whole path, from the first / on")
        }
        self.root = String(root)
        var options: [Substring: String] = [:]
        for option in (address.query ?? "").split(separator: "&") {
            let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, ["key", "known-hosts"].contains(parts[0]),
                let value = PercentEncoding.decode(parts[1]), !value.isEmpty
            else { throw StoreError(.refused, "\(address): known options are key=FILE and known-hosts=FILE") }
            options[parts[0]] = try Self.resolved(value)
        }
        key = options["key"]
        if let file = options["known-hosts"] {
            knownHosts = file
        } else {
            knownHosts = try Self.resolved("~/.ssh/known_hosts")
        }
    }

    private static func resolved(_ path: String) throws(StoreError) -> String {
        guard path.hasPrefix("~/") else { return path }
        guard let home = getenv("HOME"), home.pointee != 0 else {
            throw StoreError(.refused, "HOME is not set, so write the whole path instead of \(path)")
        }
        return String(cString: home) + path.dropFirst(1)
    }
}
