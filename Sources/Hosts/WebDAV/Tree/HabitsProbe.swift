internal import Hosting
internal import Items
internal import Transport

/// Finds out what a server does, by doing it to files of its own in the temporary folder. A server's documentation,
/// its name and its DAV header do not tell: five of eight servers ignore preconditions that RFC 9110 obliges them to
/// mind.
struct HabitsProbe {
    private let temporary: TemporaryCollection
    private let timing: Timing
    private var client: WebDAVClient { temporary.tree.client }
    private let first: RemoteAddress
    private let second: RemoteAddress
    private let third: RemoteAddress
    private let moved: RemoteAddress
    /// A name that programs cut where they take text for a part of a URL; so cut it is the one before.
    private let hard: RemoteAddress
    private let hidden: RemoteAddress
    private let hiddenName: String
    /// Two folders, and a third that the first one becomes.
    private let rooms: [TemporaryCollection]
    private let folders: [RemoteAddress]

    private static let content = Array("This file was made to see what this server does. It can be deleted.\n".utf8)

    init(_ temporary: TemporaryCollection, timing: Timing) throws(StoreError) {
        self.temporary = temporary
        self.timing = timing
        let names = (0..<4).map { _ in TemporaryCollection.newName() }
        first = try temporary.address(of: names[0])
        second = try temporary.address(of: names[1])
        third = try temporary.address(of: names[3])
        moved = try temporary.address(of: names[2])
        hard = try temporary.address(of: names[2] + "?;#\t\n")
        hiddenName = "." + TemporaryCollection.newName()
        hidden = try temporary.address(of: hiddenName)
        rooms = (0..<3).map { _ in temporary.room() }
        folders = try rooms.map { room throws(StoreError) in try room.address() }
    }

    /// Finds out.
    ///
    /// - Throws: what ends the host: it does not let files be stored, or tells nothing of them.
    func run() async throws(StoreError) -> ServerHabits {
        try await temporary.make()
        do throws(StoreError) {
            let habits = try await probe()
            await clear()
            return habits
        } catch {
            await clear()
            throw error
        }
    }

    private func clear() async {
        await withTaskGroup(of: Void.self) { tasks in
            for address in [first, second, third, moved, hard, hidden] + folders {
                tasks.addTask { await temporary.remove(address) }
            }
        }
    }

    /// The trials touch files of their own and go side by side: each is a row of round trips.
    private func probe() async throws(StoreError) -> ServerHabits {
        async let puts = outcome { () async throws(StoreError) in try await tryPuts() }
        async let moves = outcome { () async throws(StoreError) in try await tryMoves() }
        async let lists = outcome { () async throws(StoreError) in
            (listsDotNames: try await listsHidden(), movesFolders: try await triesFolders())
        }
        let (put, move, list) = (await puts, await moves, await lists)
        let (stored, moved, listed) = (try put.get(), try move.get(), try list.get())
        let habits = ServerHabits(
            putsSafely: stored.mindsPreconditions && stored.isUnharmed,
            movesSafely: stored.movesSafely && moved.keeps != nil, movesHardNames: moved.keepsHard != nil,
            movesFolders: listed.movesFolders, moveKeepsETag: (moved.keeps ?? false) && stored.listsETags,
            listsETags: stored.listsETags,
            headTellsState: stored.headTellsState, listsDotNames: listed.listsDotNames,
            listsQuickly: try await listsQuickly(), hashesPuts: stored.hashesPuts)
        guard habits.putsSafely || habits.movesSafely else {
            throw StoreError(
                .unavailable,
                "\(first.origin) cannot store files safely: it minds no preconditions, and MOVE does not work")
        }
        return habits
    }

    private func outcome<Value: Sendable>(
        _ trial: () async throws(StoreError) -> Value
    ) async -> Result<Value, StoreError> {
        do { return .success(try await trial()) } catch { return .failure(error) }
    }

    private struct PutHabits {
        let hashesPuts: Bool
        let listsETags: Bool
        let headTellsState: Bool
        let mindsPreconditions: Bool
        let movesSafely: Bool
        let isUnharmed: Bool
    }

    /// What becomes of the first file.
    private func tryPuts() async throws(StoreError) -> PutHabits {
        let hashesPuts = try await put(Self.content, to: first).headers["X-Hash-SHA256"] != nil
        let answer = try await client.propfind(first, depth: .zero, FileState.properties)
        guard let response = answer?.own, let state = FileState(response), state.byteCount == Self.content.count else {
            throw StoreError(.unavailable, "\(first.origin) does not tell the size and state of a file it has taken")
        }
        let listsETags = response.property(.dav("getetag")).map { !$0.trimmedText.isEmpty } ?? false
        let head = try await client.send(HTTPRequest(.head, first))
        // First of all, so that the server has had time to notice the end of the connection when the result is read.
        try await breakOff()
        let (mindsPreconditions, movesSafely) = try await attack()
        let isUnharmed = try await content(of: first) == Self.content
        return PutHabits(
            hashesPuts: hashesPuts, listsETags: listsETags,
            headTellsState: head.status == 200 && FileState(head.headers, listsETags: listsETags) == state,
            mindsPreconditions: mindsPreconditions, movesSafely: movesSafely, isUnharmed: isUnharmed)
    }

    /// Whether a file comes where it is moved to, and keeps its state; `nil` when it does not come there.
    private func tryMoves() async throws(StoreError) -> (keepsHard: Bool?, keeps: Bool?) {
        let keepsHard = try await moves(to: hard)
        return (keepsHard, keepsHard == nil ? try await moves(to: moved) : keepsHard)
    }

    /// Folders can do without, so that what goes wrong there says no more than that.
    private func triesFolders() async throws(StoreError) -> Bool {
        do throws(StoreError) { return try await movesFolders() } catch  where !error.endsHost { return false }
    }

    /// Whether a folder goes to a new place as a whole, and not over another one.
    private func movesFolders() async throws(StoreError) -> Bool {
        let (from, other, to) = (folders[0], folders[1], folders[2])
        for folder in [from, other] where try await !client.makeCollection(folder).isSuccess { return false }
        let name = TemporaryCollection.newName()
        let files = try rooms.map { room throws(StoreError) in try room.address(of: name) }
        _ = try await put(Self.content, to: files[0])
        let over = try await client.move(from, to: other, replacing: false)
        guard Self.refuses(over.status), try await holds(files[0]) else { return false }
        guard try await client.move(from, to: to, replacing: false).isSuccess, try await holds(files[2]) else {
            return false
        }
        return try await !temporary.tree.isCollection(from)
    }

    private func holds(_ file: RemoteAddress) async throws(StoreError) -> Bool {
        try await content(of: file) == Self.content
    }

    /// Whether to list the folder takes less time for each file in it than to ask for one. WsgiDAV takes twice as long.
    private func listsQuickly() async throws(StoreError) -> Bool {
        let begin = timing.elapsed()
        _ = try await client.send(HTTPRequest(.head, first))
        let middle = timing.elapsed()
        let members = try await temporary.tree.members(of: temporary.address()) ?? []
        return !members.isEmpty && (timing.elapsed() - middle) / members.count < middle - begin
    }

    private func listsHidden() async throws(StoreError) -> Bool {
        // A server that refuses the name does not list it either.
        _ = try await client.put(hidden, .bytes(Self.content))
        let names = (try await temporary.tree.members(of: temporary.address()) ?? []).map(\.name)
        return names.contains(hiddenName)
    }

    private func put(_ bytes: [UInt8], to address: RemoteAddress) async throws(StoreError) -> Outcome {
        let outcome = try await client.put(address, .bytes(bytes), headers: ["X-Hash": "sha256"])
        guard outcome.isSuccess else { throw outcome.error(trying: "store a file") }
        return outcome
    }

    /// Begins to replace the first file and breaks off in the middle.
    private func breakOff() async throws(StoreError) {
        do throws(StoreError) {
            _ = try await client.put(
                first, .stream(BreakingContent(count: 131_072), length: 262_144))
        } catch {
            guard error.code == .source else { throw error }
        }
    }

    /// Tries to replace the first file under conditions that do not hold.
    private func attack() async throws(StoreError) -> (preconditions: Bool, moves: Bool) {
        let other = Array("other".utf8)
        let absent = try await client.put(first, .bytes(other), if: .absent)
        let matching = try await client.put(first, .bytes(other), if: .matching("\"no-such-state\""))
        _ = try await put(other, to: second)
        let move = try await client.move(second, to: first, replacing: false)
        return (absent.status == 412 && matching.status == 412, Self.refuses(move.status))
    }

    /// Whether a status is a refusal, and not trouble of the server or of the moment. copyparty refuses a MOVE with 400.
    static func refuses(_ status: Int) -> Bool { (400..<500).contains(status) && status != 423 && status != 429 }

    /// Stores the third file and moves it.
    ///
    /// - Returns: whether its state has the same name afterwards; `nil` when it is not where it should be.
    private func moves(to address: RemoteAddress) async throws(StoreError) -> Bool? {
        _ = try await put(Self.content, to: third)
        let before = try await temporary.tree.state(of: third)
        _ = try await client.move(third, to: address, replacing: false)
        return try await temporary.tree.state(of: address).map { $0 == before }
    }

    private func content(of address: RemoteAddress) async throws(StoreError) -> [UInt8] {
        let answer = try await client.send(HTTPRequest(.get, address))
        return answer.status == 200 ? answer.body : []
    }
}

/// Content that ends before its announced length.
private struct BreakingContent: ContentBody {
    let count: Int

    var byteCount: UInt64? { nil }

    func open() -> any ContentReader { Reader(count) }

    private final class Reader: ContentReader {
        private var rest: Int

        init(_ count: Int) { rest = count }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
            guard rest > 0 else { throw ContentError("the content breaks off on purpose") }
            let count = min(rest, buffer.count)
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]).initializeMemory(
                as: UInt8.self, repeating: UInt8(ascii: "x"))
            rest -= count
            return count
        }
    }
}
