internal import CCurl
internal import Glibc
internal import Synchronization

/// One thread that drives all transfers of a client through one multi handle, which also keeps the connections.
///
/// Every call of libcurl on a handle happens on that thread; the others leave a note and wake it.
final class TransferLoop: Sendable {
    private struct Inbox {
        var new: [any Transfer] = []
        var resumed: [any Transfer] = []
        var cancelled: [any Transfer] = []
        var isStopped = false
        /// Nothing is taken any more.
        var isEnded = false

        var isEmpty: Bool { new.isEmpty && resumed.isEmpty && cancelled.isEmpty && !isStopped }
    }

    /// Unchecked, because `curl_multi_wakeup` is the one function other threads call with it, and it may be called by
    /// any (curl_multi_wakeup(3)). The handle lives until the loop has ended.
    private struct Multi: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
    }

    private let multi: Multi
    private let inbox = Mutex(Inbox())
    private let thread = Mutex(pthread_t())

    /// - Parameter connections: the most connections to one host.
    /// - Throws: `.system` when the system gives no thread or libcurl does not start.
    init(connections: Int) throws(TransportError) {
        guard CurlLibrary.isReady, let handle = curl_multi_init() else {
            throw TransportError(.system, "libcurl does not start.")
        }
        multi = Multi(handle: handle)
        degoogle_curl_multi_set_long(handle, CURLMOPT_MAX_HOST_CONNECTIONS, connections)
        degoogle_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, connections)
        degoogle_curl_multi_set_long(handle, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<TransferLoop>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, argument.toOpaque())
        guard code == 0 else {
            argument.release()
            curl_multi_cleanup(handle)
            throw TransportError(.system, "The system has no thread left for the network.")
        }
        self.thread.withLock { [thread] in $0 = thread }
    }

    func start(_ transfer: any Transfer) {
        let isTaken = leave { $0.new.append(transfer) }
        if !isTaken { transfer.finish(CURLE_ABORTED_BY_CALLBACK, nil) }
    }

    /// Lets a paused transfer go on.
    func resume(_ transfer: any Transfer) { _ = leave { $0.resumed.append(transfer) } }

    /// Ends a transfer, wherever it is; it finishes with `CURLE_ABORTED_BY_CALLBACK`.
    func cancel(_ transfer: any Transfer) { _ = leave { $0.cancelled.append(transfer) } }

    /// Ends every transfer and the thread, and waits for that: what OpenSSL keeps for a thread must not be given back
    /// while the process ends. It is not called on the loop's own thread.
    func stop() {
        guard leave({ $0.isStopped = true }) else { return }
        pthread_join(thread.withLock { $0 }, nil)
    }

    /// - Returns: `false` when the loop has ended.
    private func leave(_ note: (inout Inbox) -> Void) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.isEnded else { return false }
            if inbox.isEmpty { curl_multi_wakeup(multi.handle) }
            note(&inbox)
            return true
        }
    }

    /// What the thread does.
    private func run() {
        // OpenSSL writes to sockets without MSG_NOSIGNAL: a closed connection would end the process.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        var table = TransferTable(multi: multi.handle)
        while true {
            let notes = inbox.withLock { inbox -> Inbox in
                let notes = inbox
                inbox = Inbox(isStopped: inbox.isStopped)
                return notes
            }
            for transfer in notes.new { table.take(transfer) }
            for transfer in notes.resumed { table.resume(transfer) }
            for transfer in notes.cancelled { table.cancel(transfer) }
            if notes.isStopped { break }
            var running: Int32 = 0
            curl_multi_perform(multi.handle, &running)
            table.collect()
            if table.startMore() { continue }
            // The time limits of the transfers shorten this wait by themselves.
            curl_multi_poll(multi.handle, nil, 0, 1000, nil)
        }
        let late = inbox.withLock { inbox -> [any Transfer] in
            inbox.isEnded = true
            return inbox.new
        }
        for transfer in late { table.take(transfer) }
        table.end()
        curl_multi_cleanup(multi.handle)
    }
}
