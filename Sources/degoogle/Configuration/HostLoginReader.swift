internal import Foundation
internal import TOMLKit
internal import Transport

extension ConfigurationReader {
    /// The keys of a host that say how it is reached.
    static let loginKeys = ["user", "secret", "auth", "pinned-key", "plain-http", "stall-timeout"]

    /// Reads how a host is reached.
    func login(_ name: String, _ table: TOMLTable) throws(Stop) -> HostLogin {
        let place = ["hosts", name]
        var login = HostLogin()
        login.user = try string("user", in: table, at: place)
        if let value = table["secret"] {
            guard let secret = value.table else {
                throw wrong(
                    place + ["secret"],
                    "must say where the secret is, not what it is: { command = [\"pass\", \"show\", \"NAME\"] }, "
                        + "{ env = \"VARIABLE\" }, { file = \"PATH\" }, { credential = \"NAME\" } or { prompt = true }")
            }
            login.secret = try self.secret(secret, for: name)
        }
        if let text = try string("auth", in: table, at: place) {
            guard let method = HostLogin.Method(rawValue: text) else {
                throw wrong(place + ["auth"], "must be basic, digest or bearer")
            }
            login.method = method
        }
        if let text = try string("pinned-key", in: table, at: place) {
            do throws(TransportError) {
                login.options.trust = .pinned(try PinnedKey(hexadecimal: text))
            } catch {
                throw wrong(place + ["pinned-key"], "must be the SHA-256 of the server's public key in hexadecimal")
            }
        }
        if let value = table["plain-http"] {
            guard let isAllowed = value.bool else { throw wrong(place + ["plain-http"], "must be true or false") }
            login.options.allowsPlainHTTP = isAllowed
        }
        if let value = table["stall-timeout"] {
            guard let seconds = value.int, (1...3600).contains(seconds) else {
                throw wrong(place + ["stall-timeout"], "must be a number of seconds from 1 to 3600")
            }
            login.options.stallTimeout = seconds
        }
        return login
    }

    private func secret(_ table: TOMLTable, for name: String) throws(Stop) -> SecretSource {
        let place = ["hosts", name, "secret"]
        try refuseUnknown(in: table, known: ["command", "env", "file", "credential", "prompt"], of: place)
        guard table.keys.count == 1 else { throw wrong(place, "must say one way to get the secret") }
        let command = try strings("command", in: table, at: place)
        if !command.isEmpty { return .command(command) }
        if let variable = try string("env", in: table, at: place) { return .environment(variable) }
        if let path = try string("file", in: table, at: place) {
            return .file(path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst(1) : path)
        }
        if let name = try string("credential", in: table, at: place) { return .credential(name) }
        return .prompt { () async throws(TransportError) in
            guard let secret = Terminal.askSecret("Password of \(name): ") else {
                throw TransportError(.invalidRequest, "Nobody can be asked for the password of \(name) here.")
            }
            return secret
        }
    }
}
