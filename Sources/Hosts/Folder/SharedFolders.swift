internal import Glibc

/// The folders that files are being put into at this moment, each open once for all who write to it.
final class SharedFolders: Sendable {
    private struct Use {
        let folder: SharedFolder
        var count: Int
    }

    private let root: HostRoot
    private let uses = Monitor<[[[UInt8]]: Use]>([:])

    init(below root: HostRoot) { self.root = root }

    /// Calls `body` with a folder.
    ///
    /// - Throws: what `HostRoot.open` throws, and what `body` throws.
    func with<Result, Failure>(
        _ names: [String], failing: (SystemFailure) -> Failure, _ body: (SharedFolder) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Bytes, because two names that Unicode calls equivalent are two folders.
        let key = names.map { Array($0.utf8) }
        let folder: SharedFolder
        do { folder = try begin(key, names) } catch { throw failing(error) }
        defer { end(key) }
        return try body(folder)
    }

    private func begin(_ key: [[UInt8]], _ names: [String]) throws(SystemFailure) -> SharedFolder {
        try uses.change { uses throws(SystemFailure) in
            if let use = uses[key] {
                uses[key]?.count += 1
                return use.folder
            }
            let folder = SharedFolder(try root.open(names))
            uses[key] = Use(folder: folder, count: 1)
            return folder
        }
    }

    private func end(_ key: [[UInt8]]) {
        uses.change { uses in
            uses[key]?.count -= 1
            if uses[key]?.count == 0 { uses[key] = nil }
        }
    }
}

/// A folder whose entries are brought to the disk for several writers at once: whoever asks while one fsync runs is
/// served, with all the others who asked meanwhile, by the next.
final class SharedFolder: Sendable {
    private struct State {
        /// How many fsyncs have begun.
        var begun: UInt64 = 0
        /// How many of them have ended.
        var ended: UInt64 = 0
        /// Stays after a failure, because the kernel reports a lost write once and calls the next fsync a success.
        var failure: SystemFailure?
    }

    private enum Turn {
        case ended(SystemFailure?)
        case synchronise
    }

    let descriptor: Descriptor
    private let state = Monitor(State())

    init(_ descriptor: Descriptor) { self.descriptor = descriptor }

    /// Returns when every entry that was made before the call is on the disk. Blocks its thread.
    func synchronise() throws(SystemFailure) {
        let ticket = state.change { $0.begun + 1 }
        while true {
            let turn: Turn = state.wait { state in
                if state.ended >= ticket { return .ended(state.failure) }
                guard state.begun == state.ended else { return nil }
                state.begun += 1
                return .synchronise
            }
            guard case .synchronise = turn else {
                if case .ended(let failure?) = turn { throw failure }
                return
            }
            var failure: SystemFailure?
            do { try descriptor.synchronise() } catch { failure = error }
            state.change(wakingAll: true) { state in
                state.ended += 1
                state.failure = state.failure ?? failure
            }
        }
    }
}
