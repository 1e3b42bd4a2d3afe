internal import Hosting
internal import Items

extension StoreConformance {
    /// Rules about resources that do not exist yet.
    var creatingRules: [(name: String, body: Check)] {
        var rules: [(name: String, body: Check)] = [
            ("a created resource is listed and read", createdResourceIsStored),
            ("a second create is refused and changes nothing", secondCreateIsRefused),
            ("of two creates at once one wins", oneOfTwoCreatesWins),
            ("64 creates at once all arrive", manyCreatesArrive),
            ("content that breaks off leaves nothing", brokenContentLeavesNothing),
        ]
        if service.isFileTree {
            rules.append(("an empty file is stored", emptyFileIsStored))
            rules.append(("a large file is stored", largeFileIsStored))
        }
        return rules
    }

    private func createdResourceIsStored(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        let created = try await trial.create(sample)
        let listed = try await trial.requireStored(sample)
        try require(created.href.isExactly(sample.href), "create answers with the href \(created.href.path)")
        try require(created.etag == listed.etag, "create answers with another ETag than list")
        // What is compared by its meaning may be written anew by a server, and then has another size.
        if reader == nil {
            try require(created.byteCount == listed.byteCount, "create answers with another size than list")
        }
        try require(created.uid == listed.uid, "create answers with another UID than list")
        try require(created.fingerprint == listed.fingerprint, "create answers with another fingerprint than list")
    }

    private func secondCreateIsRefused(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        let before = try await trial.create(sample)
        let other = trial.sample(saying: "second", in: sample.href.collection)
        try await require(.alreadyExists, from: "the second create") { () async throws(StoreError) in
            try await trial.store.create(NewResource(href: other.href), body: BytesBody(other.bytes))
        }
        let after = try await trial.requireStored(sample)
        try require(after.etag == before.etag, "the refused create changed the ETag")
    }

    private func oneOfTwoCreatesWins(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        for number in 0..<8 {
            let samples = ["left", "right"].map { trial.sample(number, saying: $0, in: collection) }
            let winners = try await outcomes(of: samples) { sample throws(StoreError) in
                try await trial.store.create(NewResource(href: sample.href), body: BytesBody(sample.bytes)).resource
            }
            try require(winners.won.count == 1, "\(winners.won.count) of two creates were done")
            try require(winners.lost == [.alreadyExists], "the other create threw \(winners.lost)")
            try await trial.requireStored(samples[winners.won[0]])
        }
    }

    private func manyCreatesArrive(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        let samples = (0..<64).map { trial.sample($0, in: collection) }
        let outcome = try await outcomes(of: samples) { sample throws(StoreError) in
            try await trial.store.create(NewResource(href: sample.href), body: BytesBody(sample.bytes)).resource
        }
        try require(outcome.lost.isEmpty, "\(outcome.lost.count) creates threw, the first \(outcome.lost)")
        let count = try await trial.store.list(collection).count
        try require(count == samples.count, "\(count) of \(samples.count) are listed")
        for sample in samples { try await trial.requireStored(sample) }
    }

    private func brokenContentLeavesNothing(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        for good in [0, sample.bytes.count / 2, sample.bytes.count] {
            let body = BreakingBody(Array(sample.bytes.prefix(good)), of: sample.bytes.count + 1)
            try await require(.source, from: "a create whose content breaks off") { () async throws(StoreError) in
                try await trial.store.create(NewResource(href: sample.href), body: body)
            }
            let left = try await trial.store.list(sample.href.collection).map(\.href.name)
            try require(left.isEmpty, "after \(good) bytes it left \(left)")
        }
        try await trial.create(sample)
        try await trial.requireStored(sample)
    }

    private func emptyFileIsStored(_ trial: Trial) async throws {
        let href = Href(collection: try await trial.makeCollection(), name: "empty")
        try await trial.requireStored(
            {
                try await trial.create($0)
                return $0
            }(Sample(href: href, uid: "", bytes: [])))
    }

    private func largeFileIsStored(_ trial: Trial) async throws {
        let href = Href(collection: try await trial.makeCollection(), name: "large")
        let body = GeneratedBody(count: 64 << 20 | 1)
        _ = try await trial.store.create(NewResource(href: href), body: body)
        let listed = try await trial.listed(href)
        try require(listed.byteCount == body.byteCount, "list says \(listed.byteCount) bytes")
        let stored = try await trial.store.get(href).fingerprint()
        try require(stored == body.fingerprint(), "get gives other bytes than were stored")
    }

    /// Does something with all samples at once.
    ///
    /// - Returns: the numbers of those it worked with, in order, and the errors of the others.
    func outcomes(
        of samples: [Sample], doing action: @escaping @Sendable (Sample) async throws(StoreError) -> StoredResource
    ) async throws -> (won: [Int], lost: [StoreError.Code]) {
        await withTaskGroup(of: (Int, StoreError?).self) { group in
            for (number, sample) in samples.enumerated() {
                group.addTask {
                    do throws(StoreError) {
                        _ = try await action(sample)
                        return (number, nil)
                    } catch { return (number, error) }
                }
            }
            var result: (won: [Int], lost: [StoreError.Code]) = ([], [])
            for await (number, error) in group {
                if let error { result.lost.append(error.code) } else { result.won.append(number) }
            }
            result.won.sort()
            return result
        }
    }
}
