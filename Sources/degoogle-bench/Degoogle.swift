/// The command that is measured, with a state and a configuration of its own.
enum Degoogle {
    /// An invocation of it.
    ///
    /// - Parameter state: the name in the scratch directory of what it remembers.
    static func invocation(_ arguments: [String], state: String = "state", in scratch: Scratch) throws -> Invocation {
        Invocation(
            [try Programs.degoogle] + arguments,
            environment: ["XDG_STATE_HOME": scratch.path(state), "XDG_CONFIG_HOME": scratch.path("configuration")])
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
