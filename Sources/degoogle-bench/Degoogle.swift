/// The command that is measured, with a state and a configuration of its own.
enum Degoogle {
    /// An invocation of it.
    ///
    /// - Parameter secrets: variables that its configuration names.
    static func invocation(
        _ arguments: [String], secrets: [String: String] = [:], in scratch: Scratch
    ) throws -> Invocation {
        let directories = ["XDG_STATE_HOME": scratch.path("state"), "XDG_CONFIG_HOME": scratch.path("configuration")]
        return Invocation(
            [try Programs.degoogle] + arguments, environment: secrets.merging(directories) { $1 })
    }

    /// The number of entries a report accounts for: `  100,000 read = …`.
    static func entries(in report: String) throws -> Int {
        for line in report.split(separator: "\n") {
            guard let sum = line.firstRange(of: " read = ") else { continue }
            if let count = Int(line[..<sum.lowerBound].filter(\.isNumber)) { return count }
        }
        throw MeasurementError("the report does not say how many entries were read: \(report.suffix(500))")
    }
}
