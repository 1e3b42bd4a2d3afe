internal import Foundation
internal import Hosting
internal import Items
internal import Planning
internal import TOMLKit

/// What the person wrote in the configuration file: hosts, spreading, routes.
struct Configuration {
    /// The hosts, in the order of their names.
    var hosts: [HostProfile] = []
    /// How the hosts are reached, by name.
    var logins: [String: HostLogin] = [:]
    /// How things are spread over them.
    var policy = PlacementPolicy()

    /// The path of the configuration when the command line names none.
    static var defaultPath: String {
        BaseDirectory.configuration.path + "/config.toml"
    }

    /// Reads a configuration file.
    ///
    /// - Parameter isRequired: whether a missing file is an error: it is when the person named it.
    /// - Throws: `Stop` with the line and column of what is wrong.
    static func read(path: String, isRequired: Bool) throws(Stop) -> Configuration {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            guard isRequired || FileManager.default.fileExists(atPath: path) else { return Configuration() }
            throw Stop(.configuration, "The configuration \(path) cannot be read: \(error.localizedDescription)")
        }
        return try parse(text, path: path)
    }

    /// Reads the text of a configuration.
    static func parse(_ text: String, path: String) throws(Stop) -> Configuration {
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            let place = error.source.begin
            throw Stop(.configuration, "\(path):\(place.line):\(place.column): \(error.description)")
        } catch {
            throw Stop(.configuration, "\(path): \(error)")
        }
        return try ConfigurationReader(text: text, path: path).read(table)
    }
}

/// The directories of the XDG Base Directory Specification.
enum BaseDirectory: String {
    case configuration = "XDG_CONFIG_HOME"
    case state = "XDG_STATE_HOME"

    /// This program's directory there.
    var path: String {
        let environment = ProcessInfo.processInfo.environment
        // The specification: a relative path is to be ignored.
        if let base = environment[rawValue], base.hasPrefix("/") { return base + "/degoogle" }
        let home = environment["HOME"] ?? NSHomeDirectory()
        switch self {
        case .configuration: return home + "/.config/degoogle"
        case .state: return home + "/.local/state/degoogle"
        }
    }
}
