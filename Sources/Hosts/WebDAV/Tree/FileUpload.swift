internal import Hosting
internal import Items
internal import Transport

/// Puts one file in its place at a server, whole or not at all, and makes sure of it.
struct FileUpload {
    let tree: FileTree
    let temporary: TemporaryCollection
    let habits: ServerHabits
    let finder: HabitsFinder
    let timing: Timing
    let resource: NewResource
    /// Where the file goes.
    let target: RemoteAddress
    let body: MeasuredBody
    /// Whether the file is read back.
    let isSampled: Bool
    /// Looks for others too, if they are stored at the same time.
    let look: SharedLook?
    /// Makes the folder of the file, if it is not there yet.
    let making: CollectionMaking

    var client: WebDAVClient { tree.client }
    var path: String { resource.href.path }

    init(
        _ resource: NewResource, _ body: any ContentBody, tree: FileTree, temporary: TemporaryCollection,
        habits: ServerHabits, finder: HabitsFinder, timing: Timing, look: SharedLook?, making: CollectionMaking
    ) throws(StoreError) {
        self.look = look
        self.making = making
        self.tree = tree
        self.temporary = temporary
        self.habits = habits
        self.finder = finder
        self.timing = timing
        self.resource = resource
        target = try tree.address(of: resource.href)
        isSampled = Self.isSampled(resource.href, body.byteCount)
        self.body = MeasuredBody(body, hashes: habits.hashesPuts || isSampled)
    }

    // MARK: Creating

    /// Files above this size are looked for before they are sent.
    private static let lookFirstSize: UInt64 = 4 << 20

    /// Stores a file that does not exist yet.
    func create() async throws(StoreError) -> Arrival {
        let isLarge = body.byteCount.map { $0 > Self.lookFirstSize } ?? true
        if isLarge, try await tree.state(of: target) != nil { throw taken }
        guard habits.putsSafely else { return try await createByMoving() }
        let outcome = try await client.put(target, content, if: .absent, headers: headers())
        if outcome.isSuccess { return try await confirmNew(outcome) }
        if outcome.status == 412, !outcome.isUncertain { throw taken }
        let error = outcome.error(trying: "store \(path)", precondition: .alreadyExists)
        return try await settle(error, mayBeOurs: outcome.isUncertain || outcome.status >= 500)
    }

    private var taken: StoreError { StoreError(.alreadyExists, "there is a \(path) already") }

    private var content: RequestBody { .stream(body, length: body.byteCount) }

    /// - Parameter withTime: whether the time of last change is handed on. `X-OC-Mtime` of Nextcloud is understood by
    ///   some others too; a time in the first day of 1970 makes Nextcloud fail after it has stored the file.
    private func headers(withTime: Bool = true) -> HTTPHeaders {
        var headers = HTTPHeaders()
        if withTime, let modified = resource.modified, modified > KeptTime.tooEarly {
            headers["X-OC-Mtime"] = String(modified)
        }
        if habits.hashesPuts { headers["X-Hash"] = "sha256" }
        return headers
    }

    private func createByMoving() async throws(StoreError) -> Arrival {
        try await withTemporaryFile(headers()) { (file, checked) async throws(StoreError) in
            try await name(file, checked)
        }
    }

    /// Puts the file under its own name into the temporary folder, which waits for a name.
    func stage() async throws(StoreError) -> Checked {
        let file = try temporary.address(of: resource.href.name)
        let outcome = try await client.put(file, content, headers: headers())
        guard outcome.isSuccess else { throw outcome.error(trying: "store \(path)") }
        return try await verify(file, temporary.href(of: resource.href.name), outcome)
    }

    /// Gives a file that lies under another name its own, which must be free.
    func name(_ file: RemoteAddress, _ checked: Checked) async throws(StoreError) -> Arrival {
        try await making.ensure(resource.href.collection)
        let outcome = try await client.move(file, to: target, replacing: false)
        if outcome.isSuccess { return try await moved(checked, outcome) }
        // A lost answer, or a gateway that gave up, says nothing: the server is asked.
        let uncertain = outcome.isUncertain || outcome.status >= 500
        if uncertain, try await tree.state(of: file) == nil, try await tree.state(of: target) != nil {
            return try await moved(checked, outcome)
        }
        // copyparty says 400 when the name is taken.
        guard try await tree.state(of: target) == nil else { throw taken }
        throw outcome.error(trying: "give \(path) its name", precondition: .alreadyExists)
    }

    /// The file after its move. Servers that tidy up names do it here without a word, so that a name that is not
    /// quite plain is looked for; and so is a file when the answer is not one that RFC 4918 section 9.9.4 has.
    private func moved(_ checked: Checked, _ outcome: Outcome?) async throws(StoreError) -> Arrival {
        let state = checked.state
        let isClear = outcome?.status == 201 || outcome?.status == 204
        guard !isClear || !habits.moveKeepsETag || !Self.isPlain(resource.href.name) else {
            return arrival(checked)
        }
        var shown = await look?.state(of: resource.href)
        if shown?.byteCount != state.byteCount { shown = try await tree.state(of: target) }
        guard let now = shown, now.byteCount == state.byteCount else {
            throw StoreError(.refused, "the host moved \(path) to another place than it was told, or changed it")
        }
        // A state named by seconds proves something only when another second has begun.
        if now == state, let time = state.lastModified, let date = outcome?.headers["Date"], date != time {
            await finder.noteMoveKeepsETag()
        }
        return arrival(Checked(state: now, evidence: checked.evidence))
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, let last = name.utf8.last else { return false }
        let isPlainByte: (UInt8) -> Bool = { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        return isPlainByte(first) && isPlainByte(last)
            && name.utf8.allSatisfy { isPlainByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ") }
    }

    // MARK: Replacing

    /// Replaces a file that is in a known state.
    func replace(_ etag: ETag) async throws(StoreError) -> Arrival {
        var withTime = true
        if habits.putsSafely {
            let outcome = try await client.put(
                target, content, if: .matching(FileState.quoted(etag)), headers: headers())
            switch outcome.status {
            case 200..<300:
                let stored = arrival(try await verify(target, resource.href, outcome))
                guard stored.resource.etag == etag else { return stored }
                // A state named by seconds has not got another name yet; below it gets one.
                withTime = false
            // Apache calls an ETag weak for a second after a change, and a weak one never matches.
            case 412 where try await tree.state(of: target)?.etag == etag: break
            case 412 where !outcome.isUncertain: throw changed
            case 412, 500..<600: return try await settle(outcome.error(trying: "replace \(path)"), mayBeOurs: true)
            case 404, 409, 410: throw changed
            default: throw outcome.error(trying: "replace \(path)")
            }
        }
        return try await replaceByMoving(etag, withTime: withTime)
    }

    private var changed: StoreError {
        StoreError(.preconditionFailed, "\(path) has changed since it was looked at, or is gone")
    }

    private func replaceByMoving(_ etag: ETag, withTime: Bool) async throws(StoreError) -> Arrival {
        guard try await tree.state(of: target)?.etag == etag else { throw changed }
        // Where states are named by seconds, another second must begin.
        if !withTime { try await wait(.milliseconds(1100)) }
        let stored = try await withTemporaryFile(headers(withTime: withTime)) {
            (file, checked) async throws(StoreError) in
            // Where the ETag is made of the time in seconds and the size, this state would look like the old one.
            if checked.state.etag == etag { return nil as Arrival? }
            guard try await tree.state(of: target)?.etag == etag else { throw changed }
            let outcome = try await moveReplacing(file, etag)
            return try await moved(checked, outcome)
        }
        if let stored, stored.resource.etag != etag { return stored }
        guard withTime else { throw StoreError(.refused, "the host gives two states of \(path) the same ETag") }
        return try await replaceByMoving(etag, withTime: false)
    }

    /// Moves a file over the one it replaces, and after each failure looks before trying again.
    ///
    /// - Returns: the answer; `nil` when the move was seen to have been done.
    private func moveReplacing(_ file: RemoteAddress, _ etag: ETag) async throws(StoreError) -> Outcome? {
        for tries in 0..<5 {
            let outcome = try await client.moveOnce(file, replacing: target)
            if let outcome {
                guard outcome.isSuccess else { throw outcome.error(trying: "replace \(path)") }
                return outcome
            }
            if try await tree.state(of: file) == nil {
                guard let now = try await tree.state(of: target), now.etag != etag else { throw changed }
                return nil
            }
            try await wait(.milliseconds(500 << tries))
        }
        throw StoreError(.unavailable, "\(target.origin) is too busy to replace \(path)")
    }

    private func wait(_ duration: Duration) async throws(StoreError) {
        do { try await timing.sleep(duration) } catch {
            throw StoreError(.cancelled, "the run was stopped while it replaced \(path)")
        }
    }

    // MARK: Both

    private func withTemporaryFile<Value>(
        _ headers: HTTPHeaders, _ use: (RemoteAddress, Checked) async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        var tries = 0
        while true {
            let name = TemporaryCollection.newName()
            let file = try temporary.address(of: name)
            do throws(StoreError) {
                let outcome = try await client.put(file, content, headers: headers)
                guard outcome.isSuccess else { throw outcome.error(trying: "store \(path)") }
                return try await use(file, try await verify(file, temporary.href(of: name), outcome))
            } catch {
                await temporary.remove(file)
                tries += 1
                guard tries < 3, try await isClearedAway(error) else { throw error }
                try await temporary.make()
            }
        }
    }

    /// Whether a run elsewhere has opened this host and cleared away what it took for left over.
    private func isClearedAway(_ error: StoreError) async throws(StoreError) -> Bool {
        switch error.code {
        case .notFound: true
        case .refused: try await !tree.isCollection(temporary.address())
        default: false
        }
    }

    /// Makes sure of a new file that was put in its place directly. One that is wrong is taken away again, if it is still
    /// the one that the server said it had stored.
    private func confirmNew(_ outcome: Outcome) async throws(StoreError) -> Arrival {
        do throws(StoreError) {
            return arrival(try await verify(target, resource.href, outcome))
        } catch {
            guard outcome.status == 201, error.code == .refused else { throw error }
            if let etag = outcome.etag, try await client.delete(target, if: .matching(etag)).isSuccess { throw error }
            throw StoreError(error.code, "\(error.description); what it has there is left as it is")
        }
    }
}
