internal import CCurl

/// The handles of a loop; its thread alone has it.
///
/// Connections are opened a few at a time. A small server lets five wait (listen(2)) and drops those beyond, each of
/// which then costs a second; and what the system says of a new connection does not tell whether the server has taken it,
/// only an answer on it does.
struct TransferTable {
    let multi: UnsafeMutableRawPointer
    private var active: [UnsafeMutableRawPointer: any Transfer] = [:]
    private var handles: [ObjectIdentifier: UnsafeMutableRawPointer] = [:]
    /// Those that have no handle yet, in their order.
    private var waiting: [any Transfer] = []
    /// Those that may be opening a connection.
    private var opening: [UnsafeMutableRawPointer: any Transfer] = [:]
    /// How many connections the host has taken, and whether it keeps them.
    private var connections = 0
    private var keepsConnections = false
    /// A used handle keeps what it knows of the host, such as the nonce of a Digest authentication.
    private var idle: [UnsafeMutableRawPointer] = []

    init(multi: UnsafeMutableRawPointer) { self.multi = multi }

    /// Takes a transfer, to be started as soon as it may.
    mutating func take(_ transfer: any Transfer) {
        waiting.append(transfer)
        _ = startMore()
    }

    /// Starts what may be started now.
    ///
    /// - Returns: whether anything was.
    mutating func startMore() -> Bool {
        for (handle, transfer) in opening { look(at: transfer, handle) }
        var hasStarted = false
        while mayStart, !waiting.isEmpty {
            start(waiting.removeFirst())
            hasStarted = true
        }
        return hasStarted
    }

    private mutating func look(at transfer: any Transfer, _ handle: UnsafeMutableRawPointer) {
        // A connection that was there already is not counted for the transfer (CURLINFO_NUM_CONNECTS).
        let isNew = Easy(handle).long(CURLINFO_NUM_CONNECTS) > 0
        switch transfer.contact {
        case .none: return
        case .sending where isNew: return
        case .sending, .made:
            opening[handle] = nil
            if isNew { connections += 1 } else { keepsConnections = true }
        }
    }

    /// Whether a connection is free, or another one may be opened: four at a time, and half as many again later on.
    private var mayStart: Bool {
        let kept = keepsConnections ? connections : 0
        return opening.count < max(4, kept / 2) || active.count < kept
    }

    private mutating func start(_ transfer: any Transfer) {
        let used = idle.popLast()
        guard let handle = used ?? curl_easy_init() else { return transfer.finish(CURLE_OUT_OF_MEMORY, nil) }
        var easy = Easy(handle, isNew: used == nil)
        transfer.configure(&easy)
        var code = easy.failure
        if code == CURLE_OK, curl_multi_add_handle(multi, handle) != CURLM_OK { code = CURLE_FAILED_INIT }
        guard code == CURLE_OK else {
            transfer.finish(code, easy)
            curl_easy_cleanup(handle)
            return
        }
        active[handle] = transfer
        opening[handle] = transfer
        handles[ObjectIdentifier(transfer)] = handle
    }

    mutating func resume(_ transfer: any Transfer) {
        guard let handle = handles[ObjectIdentifier(transfer)] else { return }
        curl_easy_pause(handle, CURLPAUSE_CONT)
    }

    mutating func cancel(_ transfer: any Transfer) {
        guard let handle = handles[ObjectIdentifier(transfer)] else {
            guard let index = waiting.firstIndex(where: { $0 === transfer }) else { return }
            return waiting.remove(at: index).finish(CURLE_ABORTED_BY_CALLBACK, nil)
        }
        finish(handle, CURLE_ABORTED_BY_CALLBACK)
    }

    /// Hands out what has come to its end.
    mutating func collect() {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            finish(handle, message.pointee.data.result)
        }
    }

    private mutating func finish(_ handle: UnsafeMutableRawPointer, _ code: CURLcode) {
        opening[handle].map { look(at: $0, handle) }
        opening[handle] = nil
        curl_multi_remove_handle(multi, handle)
        guard let transfer = active.removeValue(forKey: handle) else { return }
        handles[ObjectIdentifier(transfer)] = nil
        transfer.finish(code, Easy(handle))
        idle.append(handle)
    }

    /// Ends everything and gives the handles back.
    mutating func end() {
        for transfer in waiting { transfer.finish(CURLE_ABORTED_BY_CALLBACK, nil) }
        waiting = []
        for handle in Array(active.keys) { finish(handle, CURLE_ABORTED_BY_CALLBACK) }
        for handle in idle { curl_easy_cleanup(handle) }
        idle = []
    }
}
