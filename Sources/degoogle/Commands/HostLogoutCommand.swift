internal import ArgumentParser
internal import Foundation
internal import Hosting
internal import Transport
internal import WebDAVHost

/// `degoogle host logout`
struct HostLogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Give back the password a Nextcloud gave this program, and forget it.",
        discussion: "What was stored there stays there. The host stays in the configuration until you delete it.")

    @Argument(help: "The name of the host.")
    var name: String

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        let configuration = try settings.configuration()
        guard let host = configuration.hosts.first(where: { $0.name == name }) else {
            throw Stop(.usage, "There is no host \(name) in the configuration.")
        }
        let file = BrowserLogin.file(of: name)
        guard FileManager.default.fileExists(atPath: file) else {
            throw Stop(.usage, "There is no password of \(name) to give back: it was not added with --login.")
        }
        let logins = HostLogins(configuration.logins)
        do throws(StoreError) {
            let credential = try await logins.credential(host)
            let login = try NextcloudLogin(
                host.url, options: logins.options(host), credential: credential, timing: .system)
            try await login.revoke()
        } catch {
            throw Stop(error.code == .notPermitted ? .credentials : .unavailable, "\(name): \(error.description)")
        }
        do {
            try FileManager.default.removeItem(atPath: file)
        } catch {
            throw Stop(.configuration, "\(file) cannot be removed: \(error.localizedDescription)")
        }
        Terminal.say("The password of \(name) is given back and forgotten.")
    }
}
