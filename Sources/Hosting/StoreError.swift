public import Items

/// Why a store could not do what it was asked. The code decides what happens next; the message is for a person.
public struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened, in the classes that lead to different next steps.
    public enum Code: String, Hashable, Sendable {
        /// There is nothing at that href.
        case notFound = "not-found"
        /// Something has that href already.
        case alreadyExists = "already-exists"
        /// The resource is not in the state the caller believed.
        case preconditionFailed = "precondition-failed"
        /// The host takes no such name, size or content. Other items go on.
        case refused
        /// The content to be stored could not be read. Other items go on.
        case source
        /// The host has no room left. Nothing more is sent to it.
        case noRoom = "no-room"
        /// The host does not let this account in or write here. Nothing more is sent to it.
        case notPermitted = "not-permitted"
        /// The host cannot be reached, or another run is writing to it. Nothing more is sent to it.
        case unavailable
        /// The run is being stopped.
        case cancelled
    }

    /// The class.
    public let code: Code
    /// One sentence that says what happened and, where possible, what to do. It holds no secret.
    public let description: String

    /// Makes an error.
    public init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    /// Whether the whole host is lost for this run, and not only one item.
    public var endsHost: Bool {
        switch code {
        case .noRoom, .notPermitted, .unavailable, .cancelled: true
        case .notFound, .alreadyExists, .preconditionFailed, .refused, .source: false
        }
    }

    /// Errors are equal by code, so that nothing comes to depend on a wording.
    public static func == (left: StoreError, right: StoreError) -> Bool { left.code == right.code }

    /// By code, as equality is.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension StoreError {
    /// The content to be stored could not be read.
    public init(_ error: ContentError) { self.init(.source, error.description) }
}
