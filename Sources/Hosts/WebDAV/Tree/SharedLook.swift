internal import Hosting
internal import Items
internal import Synchronization
internal import Transport

/// Looks at files for many uploads at the same time: each waits until all of them have come to a place where they must
/// know what the server has, or have ended, and then one PROPFIND of each folder answers them all.
///
/// Every upload that takes part either waits or has left, so that the looking always begins.
final class SharedLook: Sendable {
    private struct Question {
        let href: Href
        let answer: CheckedContinuation<FileState?, Never>
    }

    private struct State {
        var uploads: Int
        var questions: [Question] = []

        /// The questions, when nobody is missing.
        mutating func takeIfComplete() -> [Question] {
            guard uploads == questions.count else { return [] }
            defer { questions = [] }
            return questions
        }
    }

    private let tree: FileTree
    /// How many files a folder is known to have; `nil` when nobody knows.
    private let memberCount: @Sendable (String) -> Int?
    private let state: Mutex<State>

    /// Beyond this many members for each question a folder is not listed: to ask for each file costs less.
    private static let mostMembers = 8

    /// - Parameter uploads: how many take part.
    init(_ tree: FileTree, uploads: Int, memberCount: @escaping @Sendable (String) -> Int?) {
        self.tree = tree
        self.memberCount = memberCount
        state = Mutex(State(uploads: uploads))
    }

    /// What the server shows of a file.
    ///
    /// - Returns: `nil` when this says nothing about it; then it must be looked at by itself.
    func state(of href: Href) async -> FileState? {
        await withCheckedContinuation { continuation in
            let complete = state.withLock { state in
                state.questions.append(Question(href: href, answer: continuation))
                return state.takeIfComplete()
            }
            if !complete.isEmpty { Task { await answer(complete) } }
        }
    }

    /// An upload has ended.
    func leave() {
        let complete = state.withLock { state in
            state.uploads -= 1
            return state.takeIfComplete()
        }
        if !complete.isEmpty { Task { await answer(complete) } }
    }

    private func answer(_ questions: [Question]) async {
        let folders = Dictionary(grouping: questions) { ExactText($0.href.collection) }
        await withTaskGroup(of: Void.self) { tasks in
            for (folder, questions) in folders {
                tasks.addTask {
                    let states = await self.states(in: folder.text, askedFor: questions.count)
                    for question in questions {
                        question.answer.resume(returning: states[ExactText(question.href.name)])
                    }
                }
            }
        }
    }

    private func states(in folder: String, askedFor count: Int) async -> [ExactText: FileState] {
        guard count > 1, let members = memberCount(folder), members <= count * Self.mostMembers else { return [:] }
        do throws(StoreError) {
            let address = try tree.address(ofCollection: PathComponents(path: folder).names)
            var states: [ExactText: FileState] = [:]
            for (name, response) in try await tree.members(of: address) ?? [] {
                states[ExactText(name)] = FileState(response)
            }
            return states
        } catch {
            // Each upload asks again by itself, and meets what is wrong.
            return [:]
        }
    }
}
