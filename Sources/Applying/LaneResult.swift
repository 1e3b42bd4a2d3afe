internal import Hosting
internal import Items

/// What became of the changes of one host.
struct LaneResult: Sendable {
    let host: Int32
    var outcomes: [(Int, Execution.Outcome)] = []
    var lost: StoreError?
    var findings: [Finding] = []
}
