internal import Foundation
internal import Hosting
internal import RemoteHosting
internal import Transport

/// A Nextcloud, or an ownCloud with the same ways: where its things are, and what it says it can do.
struct NextcloudServer: Sendable {
    let client: WebDAVClient
    /// Where it is installed; the path ends in `/`.
    let base: RemoteAddress
    /// What it calls itself, such as `Nextcloud`.
    let product: String
    let version: String
    /// The account's identifier in addresses. It may differ from the name one logs in with.
    let user: String
    let features: NextcloudFeatures

    /// The account's files.
    var files: RemoteAddress {
        get throws(StoreError) { try address(["remote.php", "dav", "files", user], asCollection: true) }
    }

    /// Whether it is Nextcloud or ownCloud 10, whose ways of storing are known; ownCloud Infinite Scale is another
    /// program.
    var hasKnownHabits: Bool {
        guard let major = version.split(separator: ".").first.flatMap({ Int($0) }) else { return false }
        return features.isNextcloud || (product == "ownCloud" && major == 10)
    }

    /// The folder of the Notes app below the account's files, as its settings say (docs/api/v1.md of nextcloud/notes);
    /// `Notes`, which is its default, where it is not installed or does not say.
    func notesFolder() async throws(StoreError) -> [String] {
        let usual = ["Notes"]
        guard features.hasNotes else { return usual }
        let address = try address(["index.php", "apps", "notes", "api", "v1", "settings"])
        let answer = try await client.send(
            HTTPRequest(.get, address, headers: ["OCS-APIRequest": "true", "Accept": "application/json"]))
        guard answer.status == 200, let path = JSONValue(answer.body)?["notesPath"]?.text else { return usual }
        let names = path.split(separator: "/").map(String.init)
        do throws(StoreError) { _ = try PathComponents(path: names.joined(separator: "/")) } catch { return usual }
        return names.isEmpty ? usual : names
    }

    func address(_ names: [String], asCollection: Bool = false) throws(StoreError) -> RemoteAddress {
        do { return try base.appending(names, asCollection: asCollection) } catch { throw StoreError(error) }
    }
}

extension NextcloudServer {
    /// Finds out whether an address belongs to a Nextcloud.
    ///
    /// - Returns: `nil` when it does not.
    /// - Throws: `.unavailable` when it does, but is under maintenance or does not say who the user is.
    static func find(_ client: WebDAVClient, at start: RemoteAddress) async throws(StoreError) -> NextcloudServer? {
        let base = try Self.base(of: start)
        let answer = try await client.send(HTTPRequest(.get, try Self.address(base, ["status.php"], query: nil)))
        guard answer.status == 200, let status = NextcloudStatus(answer.body), status.installed else { return nil }
        guard !status.maintenance, !status.needsUpgrade else {
            throw StoreError(.unavailable, "\(base) is under maintenance; try again later")
        }
        let features = NextcloudFeatures(
            try await ocs(client, base, ["ocs", "v2.php", "cloud", "capabilities"], ask: "read the capabilities"))
        let account = try await ocs(client, base, ["ocs", "v2.php", "cloud", "user"], ask: "ask who the user is")
        guard let user = account["id"]?.text, !user.isEmpty else {
            throw StoreError(.unavailable, "\(base) does not say which account this is")
        }
        return NextcloudServer(
            client: client, base: base, product: status.product, version: status.version, user: user,
            features: features)
    }

    /// The address of the installation, of one inside it.
    static func base(of start: RemoteAddress) throws(StoreError) -> RemoteAddress {
        for mark in ["/remote.php/", "/index.php/", "/apps/"] {
            guard let range = start.text.range(of: mark) else { continue }
            do { return try RemoteAddress(String(start.text[..<range.lowerBound]) + "/") } catch {
                throw StoreError(error)
            }
        }
        return start
    }

    private static func address(
        _ base: RemoteAddress, _ names: [String], query: String?
    ) throws(StoreError) -> RemoteAddress {
        do { return try base.appending(names).with(query: query) } catch { throw StoreError(error) }
    }

    /// Asks the Open Collaboration Services interface.
    ///
    /// - Returns: the `data` of the answer.
    static func ocs(
        _ client: WebDAVClient, _ base: RemoteAddress, _ names: [String], ask action: String
    ) async throws(StoreError) -> JSONValue {
        let address = try address(base, names, query: "format=json")
        let headers: HTTPHeaders = ["OCS-APIRequest": "true", "Accept": "application/json"]
        let answer = try await client.send(HTTPRequest(.get, address, headers: headers))
        guard answer.status == 200, let data = JSONValue(answer.body)?["ocs"]?["data"] else {
            throw Outcome(answer).isSuccess
                ? StoreError(.unavailable, "\(address) gives no answer that can be read")
                : Outcome(answer).error(trying: action)
        }
        return data
    }
}

/// What `status.php` says to everybody.
struct NextcloudStatus: Sendable {
    let installed: Bool
    let maintenance: Bool
    let needsUpgrade: Bool
    let product: String
    let version: String

    /// - Returns: `nil` for what is no such answer.
    init?(_ bytes: [UInt8]) {
        guard let value = JSONValue(bytes), let installed = value["installed"]?.flag,
            let version = value["version"]?.text
        else { return nil }
        self.installed = installed
        self.version = version
        maintenance = value["maintenance"]?.flag ?? false
        needsUpgrade = value["needsDbUpgrade"]?.flag ?? false
        product = value["productname"]?.text ?? ""
    }
}
