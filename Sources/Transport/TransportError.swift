/// Why a request got no answer. The code decides what happens next; the sentence is for a person and holds no secret,
/// no header and no query.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened, in the classes that lead to different next steps.
    public enum Code: String, Hashable, Sendable {
        /// The name of the host leads to no address.
        case unresolvable
        /// Nothing listens there, or the way is closed.
        case refused
        /// The host took longer than it may, or sent too slowly.
        case timedOut = "timed-out"
        /// The host's certificate or SSH key is not the one it must have, or no safe connection came about.
        case untrusted
        /// The answer is larger than this side takes.
        case tooLarge = "too-large"
        /// The answer is not what the protocol says.
        case malformed
        /// The host sends the request on to a place that it must not go to by itself.
        case redirectRefused = "redirect-refused"
        /// The request cannot be sent as it stands: an address, a header or an origin that is not allowed.
        case invalidRequest = "invalid-request"
        /// The task was cancelled.
        case cancelled
        /// The connection broke before the answer was whole.
        case connectionLost = "connection-lost"
        /// The content to be sent could not be read, or is longer or shorter than announced.
        case source
        /// A password or token could not be had.
        case secret
        /// The host does not accept the user, or does not let it do this (SSH; HTTP has answers for it).
        case notPermitted = "not-permitted"
        /// There is nothing at that path (SFTP; HTTP has an answer for it).
        case notFound = "not-found"
        /// There is something at that path already (SFTP; HTTP has an answer for it).
        case alreadyExists = "already-exists"
        /// The host has no room left (SFTP; HTTP has an answer for it).
        case noRoom = "no-room"
        /// The host said no and gave no reason that has a class of its own (SFTP; HTTP has answers for it).
        case rejected
        /// The system or a library failed.
        case system
    }

    /// The class.
    public let code: Code
    /// One sentence that says what happened and, where possible, what to do.
    public let description: String
    /// Whether the host may have done what was asked although no answer came: then it must be asked before the
    /// request is repeated.
    public let requestMayHaveBeenProcessed: Bool
    /// The origin a redirect leads to, with `.redirectRefused`: a person may confirm it.
    public let origin: Origin?

    /// Makes an error.
    public init(
        _ code: Code, _ description: String, requestMayHaveBeenProcessed: Bool = false, origin: Origin? = nil
    ) {
        self.code = code
        self.description = description
        self.requestMayHaveBeenProcessed = requestMayHaveBeenProcessed
        self.origin = origin
    }

    /// Errors are equal by code, so that nothing comes to depend on a wording.
    public static func == (left: TransportError, right: TransportError) -> Bool { left.code == right.code }

    /// Agrees with `==`.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
