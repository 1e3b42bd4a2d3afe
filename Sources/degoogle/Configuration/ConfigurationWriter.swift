internal import Foundation
internal import Hosting

/// Adds hosts to the configuration file. What a person wrote there stays as it is: a table is appended.
struct ConfigurationWriter {
    /// The path of the configuration file.
    let path: String

    /// A setting of a host: its key and its value as TOML.
    typealias Setting = (key: String, value: String)

    /// Appends a host.
    ///
    /// - Throws: `Stop` when the file cannot be written.
    func add(_ name: String, _ settings: [Setting]) throws(Stop) {
        var lines = ["", "[hosts.\(name)]"]
        lines += settings.map { "\($0.key) = \($0.value)" }
        do {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            var text = ""
            if FileManager.default.fileExists(atPath: path) { text = try String(contentsOfFile: path, encoding: .utf8) }
            if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
            try PrivateFile.write(text + lines.joined(separator: "\n") + "\n", to: path)
        } catch {
            throw Stop(.configuration, "The configuration \(path) cannot be written: \(error.localizedDescription)")
        }
    }

    /// A text as a TOML basic string.
    static func quoted(_ text: String) -> String {
        var quoted = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                quoted +=
                    "\\u" + String(repeating: "0", count: 4 - String(scalar.value, radix: 16).count)
                    + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return "\"\(quoted)\""
    }

    /// Texts as a TOML array.
    static func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }
}
