internal import Foundation

/// Where the programs of this package lie, and those beside which they are measured.
enum Programs {
    /// This program.
    static let bench =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "degoogle-bench"

    /// The directory it lies in.
    static var directory: String { URL(filePath: bench).deletingLastPathComponent().path }

    /// The environment of servers and peers, ending in a slash; a path that is none where nobody names it.
    static let peers = (ProcessInfo.processInfo.environment["DEGOOGLE_TEST_PYTHON"] ?? "/nowhere") + "/"

    /// The command that is measured: it lies beside this one.
    static var degoogle: String {
        get throws {
            let path = directory + "/degoogle"
            guard FileManager.default.isExecutableFile(atPath: path) else {
                throw MeasurementError("\(path) is missing: build it first with swift build -c release")
            }
            return path
        }
    }
}
