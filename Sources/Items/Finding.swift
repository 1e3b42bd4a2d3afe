/// Something a person should know: what was noticed, where, and how much it matters.
public struct Finding: Hashable, Sendable, Codable {
    /// How much it matters.
    public enum Severity: String, Hashable, Sendable, Codable, CaseIterable {
        /// Good to know; nothing is missing and nothing needs doing.
        case note
        /// Something was mended or could not be carried in full.
        case warning
        /// Something of the export is not going to any host: the run ends as "partly done".
        case error
    }

    /// A stable word for the kind of finding, in kebab-case, such as `missing-uid`. Findings of one code are
    /// shown together.
    public let code: String
    /// How much it matters.
    public let severity: Severity
    /// The part and path of the entry it is about, as text; `nil` when it is about the whole run.
    public let entry: String?
    /// What it is and, where there is something to do, what to do. The same for all findings of a code that are alike,
    /// so that a report can say it once. It may hold text from the export
    /// and so must pass through the escaping of the report before a terminal sees it.
    public let message: String
    /// What is particular to this one among others of the same code and message: a line number, a name.
    public let detail: String?

    /// Makes a finding.
    public init(_ code: String, _ severity: Severity, entry: String? = nil, _ message: String, detail: String? = nil) {
        self.detail = detail
        self.code = code
        self.severity = severity
        self.entry = entry
        self.message = message
    }
}
