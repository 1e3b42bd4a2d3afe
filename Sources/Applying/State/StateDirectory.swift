internal import Glibc

/// The directory that keeps what this program remembers between runs: owner-only, one writer at a time.
public struct StateDirectory: Sendable {
    /// Its path.
    public let path: String

    /// The file of the journal.
    var journalPath: String { path + "/state.sqlite" }

    /// Names a directory; nothing is touched.
    public init(path: String) { self.path = path }

    /// Why the state cannot be used.
    public enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The directory cannot be made or written.
        case notWritable(path: String, reason: String)
        /// Another run is writing.
        case inUse(path: String)
        /// What is there is not the state of this program, or is damaged.
        case damaged(path: String, reason: String)
        /// The disk that holds it is full.
        case noRoom(path: String)

        /// The sentence for the person, with what to do.
        public var description: String {
            switch self {
            case .notWritable(let path, let reason):
                "The state directory \(path) cannot be written (\(reason)). Make it writable, or choose another with "
                    + "--state."
            case .inUse(let path):
                "Another run of degoogle is working with the state in \(path). Wait until it has ended."
            case .damaged(let path, let reason):
                "The state in \(path) cannot be read (\(reason)). Move it away to start afresh; nothing at the hosts "
                    + "is lost by that."
            case .noRoom(let path):
                "The disk that holds the state in \(path) is full. Make room and run the same command again."
            }
        }
    }

    /// Makes the directory if need be and takes the lock in it.
    ///
    /// - Returns: the lock; it is given back when the value goes away, and by the system when the process ends.
    public func lock() throws(Fault) -> StateLock {
        // Nobody else reads which calendars a person has.
        let mask = umask(0o077)
        defer { umask(mask) }
        try makeDirectories()
        let lockPath = path + "/lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw fault(errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            close(descriptor)
            throw number == EWOULDBLOCK ? .inUse(path: path) : fault(number)
        }
        return StateLock(descriptor: descriptor)
    }

    private func makeDirectories() throws(Fault) {
        var prefix = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            prefix += "/" + component
            guard mkdir(prefix, 0o700) != 0 else { continue }
            let number = errno
            var status = stat()
            guard stat(prefix, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw fault(number) }
        }
        guard access(path, W_OK | X_OK) == 0 else { throw fault(errno) }
    }

    private func fault(_ number: Int32) -> Fault {
        number == ENOSPC ? .noRoom(path: path) : .notWritable(path: path, reason: String(cString: strerror(number)))
    }
}

/// The right to write to a state directory.
public struct StateLock: ~Copyable, Sendable {
    private let descriptor: Int32

    fileprivate init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}
