/// How it was made sure that a host holds what was sent to it.
public enum Evidence: String, Hashable, Sendable, Codable, CaseIterable {
    /// The host computed a checksum of what it received, and it is the right one.
    case checksum
    /// The content was read back and is the same.
    case content
    /// The host says the right size.
    case size
}

/// A store that can say how it made sure.
public protocol VerifyingStore: Store {
    /// How many resources have been made sure of in this session, by the best evidence for each.
    var evidence: [Evidence: Int] { get }
}
