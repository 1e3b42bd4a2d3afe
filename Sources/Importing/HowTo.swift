/// How a person asks a provider for their data, for `degoogle how-to NAME`.
public struct HowTo: Sendable {
    /// The month in which the steps were looked at, `2026-11`: providers move their pages. `nil` where nobody says.
    public let checked: String?
    /// The steps, a sentence or a few each: the address of the page, what to choose, how long it takes, what the files
    /// are called, what to give to this program.
    public let steps: [String]

    /// Describes how to ask.
    public init(checked: String?, steps: [String]) {
        self.checked = checked
        self.steps = steps
    }
}
