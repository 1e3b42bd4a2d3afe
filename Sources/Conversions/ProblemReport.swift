public import Items

/// Gathers the problems of one file as findings. A broken file may have a hundred thousand: of each kind the first ones
/// are told one by one, and the rest in one sentence with their number.
struct ProblemReport {
    /// How many problems of one kind are told one by one.
    static let limit = 20

    private let place: String
    private var counts: [String: Int] = [:]
    private var told: [Finding] = []
    private var order: [(code: String, severity: Finding.Severity, sentence: String)] = []

    /// Starts without a problem.
    ///
    /// - Parameter place: the name of the entry for findings.
    init(place: String) { self.place = place }

    /// Adds a problem.
    ///
    /// - Parameters:
    ///   - line: the number of the line in the file, from 1.
    ///   - context: a few words of the file, or nothing.
    mutating func add(
        _ code: String, _ severity: Finding.Severity, _ sentence: String, line: Int, _ context: String = ""
    ) {
        let count = counts[code, default: 0] + 1
        counts[code] = count
        if count == 1 { order.append((code, severity, sentence)) }
        guard count <= Self.limit else { return }
        let shown = context.isEmpty ? "" : ": \(context)"
        told.append(Finding(code, severity, entry: place, sentence, detail: "line \(line)\(shown)"))
    }

    /// The findings: those told one by one in the order they came, then the numbers.
    var findings: [Finding] {
        told
            + order.compactMap { code, severity, sentence in
                guard let count = counts[code], count > Self.limit else { return nil }
                return Finding(code, severity, entry: place, sentence, detail: "\(count - Self.limit) more like this")
            }
    }
}

extension Finding {
    /// What a report says of a file that is kept beside the items made of it.
    ///
    /// - Parameter place: the name of its entry.
    public static func keptBeside(_ place: String) -> Finding {
        Finding(
            "kept-beside", .note, entry: place,
            "Some of it is in no item (older states, broken lines, what has no place there), so the whole file is kept beside."
        )
    }
}

/// Codes of findings, made from the names of cases.
enum KebabCase {
    /// `missingUID` as `missing-uid`: a hyphen where an upper-case letter follows a lower-case one.
    static func of(_ name: String) -> String {
        var result = ""
        var wasLower = false
        for character in name {
            if character.isUppercase, wasLower { result += "-" }
            result += character.lowercased()
            wasLower = !character.isUppercase
        }
        return result
    }
}
