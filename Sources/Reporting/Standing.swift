internal import Applying
internal import Planning

/// What becomes of one item at one host; a later case is more in need of attention.
enum Standing: Int, Comparable {
    case none, unchanged, update, create, skip, conflict, failed

    init(_ change: Change, _ outcome: Execution.Outcome?) {
        if case .failed? = outcome {
            self = .failed
            return
        }
        switch change.action {
        case .create: self = .create
        case .update: self = .update
        case .unchanged: self = .unchanged
        case .skip: self = .skip
        case .conflict: self = .conflict
        }
    }

    static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
}
