internal import Foundation

/// An account at a real Nextcloud, as the environment names it. Its password stands in no command.
struct NextcloudAccount {
    /// Where it is installed, ending in a slash.
    let url: String
    let user: String
    private let password: String

    private static let prefix = "DEGOOGLE_NEXTCLOUD_"

    /// Reads the environment.
    init() throws {
        func variable(_ name: String) throws -> String {
            guard let value = ProcessInfo.processInfo.environment[Self.prefix + name], !value.isEmpty else {
                throw MeasurementError(
                    "\(Self.prefix)\(name) is not set: this measurement needs a real Nextcloud, named by \(Self.prefix)URL, "
                        + "\(Self.prefix)USER and \(Self.prefix)PASSWORD (an app password)")
            }
            return value
        }
        let url = try variable("URL")
        self.url = url.hasSuffix("/") ? url : url + "/"
        user = try variable("USER")
        password = try variable("PASSWORD")
    }

    /// Its files as a server of them.
    var fileService: RunningFileService {
        get throws {
            guard let parts = URLComponents(string: url) else { throw MeasurementError("\(url) is no URL") }
            let port = UInt16(clamping: parts.port ?? (parts.scheme == "https" ? 443 : 80))
            return RunningFileService(port: port) { destination("degoogle-bench-\(getpid())-\($0)") }
        }
    }

    /// Where its files are.
    var files: String { "\(url)remote.php/dav/files/\(URLPath.encoded(user))/" }

    /// Where its calendars are.
    var calendars: String { "\(url)remote.php/dav/calendars/\(URLPath.encoded(user))/" }

    /// A place for files.
    func destination(_ place: String) -> Destination {
        var destination = Destination(degoogle: degoogle(files + place + "/"))
        let login = Data("\(user):\(password)".utf8).base64EncodedString()
        destination.rclone = [
            "type = webdav", "url = \(files)", "vendor = nextcloud", "headers = Authorization,\"Basic \(login)\"",
        ]
        destination.rclonePath = place
        return destination
    }

    /// What degoogle's configuration says of it.
    func degoogle(_ url: String) -> [String] {
        ["url = \"\(url)\"", "user = \"\(user)\"", "secret = { env = \"\(Self.prefix)PASSWORD\" }"]
    }

    /// What curl's configuration says of it.
    var curl: [String] { ["user = \"\(user):\(password)\""] }

    /// What vdirsyncer's configuration says of it.
    var vdirsyncer: [String] {
        [
            "url = \"\(calendars)\"", "username = \"\(user)\"",
            "password.fetch = [\"command\", \"printenv\", \"\(Self.prefix)PASSWORD\"]",
        ]
    }
}
