internal import Hosting
internal import Items

extension StoreConformance {
    /// Rules about looking.
    var readingRules: [(name: String, body: Check)] {
        var rules: [(name: String, body: Check)] = [
            ("a missing collection is empty", missingCollectionIsEmpty),
            ("a missing resource is not found", missingResourceIsNotFound),
            ("looking twice shows the same", lookingTwiceShowsTheSame),
            ("content can be read again", contentCanBeReadAgain),
        ]
        if reader != nil { rules.append(("a fingerprint tells contents apart", fingerprintTellsContentsApart)) }
        return rules
    }

    private func missingCollectionIsEmpty(_ trial: Trial) async throws {
        let resources = try await trial.store.list(trial.path("missing"))
        try require(resources.isEmpty, "a missing collection lists \(resources.count) resources")
        let collections = try await trial.store.collections().map(\.path)
        try require(!collections.contains(trial.path("missing")), "listing a collection made it")
    }

    private func missingResourceIsNotFound(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        for collection in [collection, trial.path("missing")] {
            let href = trial.sample(in: collection).href
            try await require(.notFound, from: "get of \(href.path)") { () async throws(StoreError) in
                _ = try await trial.store.get(href)
            }
        }
    }

    private func lookingTwiceShowsTheSame(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        for number in 0..<12 { try await trial.create(trial.sample(number, in: collection)) }
        let first = try await trial.store.list(collection)
        let second = try await trial.store.list(collection)
        try require(Set(first) == Set(second), "two listings without a change between them differ")
        try require(first.count == 12, "\(first.count) resources are listed instead of 12")
    }

    private func contentCanBeReadAgain(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        try await trial.create(sample)
        let body = try await trial.store.get(sample.href)
        let first = try body.readAll(limit: 1 << 20)
        let second = try body.readAll(limit: 1 << 20)
        try require(first == second, "the second reader gives other bytes than the first")
        try require(body.byteCount.map { $0 == UInt64(first.count) } ?? true, "the body says it has another size")
    }

    private func fingerprintTellsContentsApart(_ trial: Trial) async throws {
        let left = trial.sample(saying: "same", in: try await trial.makeCollection("left"))
        let right = trial.sample(saying: "same", in: try await trial.makeCollection("right"))
        let fingerprint = try await trial.create(left).fingerprint
        try await trial.create(right)
        let same = try await trial.listed(right.href)
        try require(fingerprint != nil, "create tells no fingerprint")
        try require(same.fingerprint == fingerprint, "one content has two fingerprints")
        let changed = trial.sample(saying: "changed", in: right.href.collection)
        let after = try await trial.store.update(
            NewResource(href: changed.href), body: BytesBody(changed.bytes), ifMatch: same.etag)
        try require(after.resource.fingerprint != fingerprint, "two contents have one fingerprint")
    }
}
