internal import Glibc
internal import Hosting

/// A system call that failed: its `errno`.
struct SystemFailure: Error, Equatable {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    /// The failure of the call just made.
    static var last: SystemFailure { SystemFailure(errno) }
}

/// Repeats a system call for as long as a signal interrupts it.
///
/// - Returns: what it returned, which is not negative.
func retrying<Number: BinaryInteger>(_ call: () -> Number) throws(SystemFailure) -> Number {
    while true {
        let result = call()
        if result >= 0 { return result }
        guard errno == EINTR else { throw .last }
    }
}

extension StoreError {
    /// What a failed system call means to whoever uses the store.
    ///
    /// - Parameter action: what was tried, such as `write /srv/maison/files/a`.
    init(_ failure: SystemFailure, trying action: String) {
        let code: Code
        switch failure.code {
        case ENOSPC, EDQUOT: code = .noRoom
        case EACCES, EPERM, EROFS: code = .notPermitted
        case ENAMETOOLONG, EINVAL, EILSEQ, EFBIG, ENOTDIR, EISDIR, ELOOP: code = .refused
        case EEXIST: code = .alreadyExists
        case ENOENT: code = .notFound
        default: code = .unavailable
        }
        let reason = failure.code == ELOOP ? "it is a symbolic link" : String(cString: strerror(failure.code))
        self.init(code, "cannot \(action): \(reason)")
    }
}
