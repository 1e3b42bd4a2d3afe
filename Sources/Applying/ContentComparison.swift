public import Archives
public import Hosting
internal import Importing
internal import Items
public import Planning

/// Reads contents to find out whether they are equal. Memory does not depend on their size.
public enum ContentComparison {
    /// The fingerprints of entries, read in the order of the archives.
    ///
    /// - Returns: what could be read; an unreadable entry is missing.
    /// - Throws: `CancellationError`.
    static func fingerprints(
        of entries: [EntryReference], in archives: ArchiveSet, cancellation: Cancellation
    ) throws -> [EntryReference: Fingerprint] {
        let readers = PartReaders(archives)
        var found: [EntryReference: Fingerprint] = [:]
        for entry in Set(entries).sorted() {
            if cancellation.isRequested { throw CancellationError() }
            let body = WatchedBody(
                EntryBody(entry: entry, byteCount: nil, readers: readers),
                tally: RunTally(totalItems: 0, totalBytes: 0),
                cancellation: cancellation)
            do throws(ContentError) {
                found[entry] = try body.fingerprint()
            } catch {
                // Missing means "cannot be compared"; the reason is met again, and told, when it is to be stored.
                continue
            }
        }
        return found
    }

    /// Answers a planner's questions.
    ///
    /// - Parameter sessions: the open hosts, by their number in the plan.
    /// - Throws: `CancellationError`.
    public static func answers(
        to questions: ContentQuestions, archives: ArchiveSet, sessions: [Int: HostSession], cancellation: Cancellation
    ) async throws -> ContentAnswers {
        var answers = ContentAnswers()
        answers.entries = try fingerprints(of: questions.entries, in: archives, cancellation: cancellation)
        for (host, resources) in questions.resources {
            for (service, href) in resources {
                guard let store = sessions[host]?.stores[service] else { continue }
                if cancellation.isRequested { throw CancellationError() }
                do {
                    let body = try await store.get(href)
                    answers.resources[host, default: [:]][StoredPlace(service, href)] = try body.fingerprint()
                } catch is StoreError {
                    continue
                } catch is ContentError {
                    continue
                }
            }
        }
        return answers
    }
}
