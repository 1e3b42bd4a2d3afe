internal import Hosting
internal import Items

extension StoreConformance {
    /// Rules about resources that a move takes away.
    var deletingRules: [(name: String, body: Check)] {
        [
            ("a deletion with the right ETag removes this resource and no other", rightETagDeletes),
            ("a deletion with a stale ETag is refused and changes nothing", staleETagDeletesNothing),
            ("a deletion of a missing resource is refused", missingResourceIsNotDeleted),
            ("what was deleted can be created again", deletedIsCreatedAgain),
            ("an empty collection is removed, and one that holds something never", onlyTheEmptyAreRemoved),
        ]
    }

    private func rightETagDeletes(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        let gone = trial.sample(1, in: collection)
        let stays = trial.sample(2, in: collection)
        let etag = try await trial.create(gone).etag
        try await trial.create(stays)
        try await trial.store.delete(gone.href, ifMatch: etag)
        try await trial.requireStored(stays)
        let names = try await trial.store.list(collection).map(\.href.name)
        try require(names == [stays.href.name], "after the deletion \(names) are listed")
        try await require(.notFound, from: "get of what was deleted") { () async throws(StoreError) in
            try await trial.store.get(gone.href)
        }
    }

    private func staleETagDeletesNothing(_ trial: Trial) async throws {
        let first = trial.sample(in: try await trial.makeCollection())
        let stale = try await trial.create(first).etag
        let second = trial.sample(saying: "second", in: first.href.collection)
        let current = try await trial.store.update(
            NewResource(href: second.href), body: BytesBody(second.bytes), ifMatch: stale
        ).resource.etag
        try await require(.preconditionFailed, from: "a deletion with a stale ETag") { () async throws(StoreError) in
            try await trial.store.delete(first.href, ifMatch: stale)
        }
        let after = try await trial.requireStored(second)
        try require(after.etag == current, "the refused deletion changed the ETag")
    }

    private func missingResourceIsNotDeleted(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        let sample = trial.sample(1, in: collection)
        let etag = try await trial.create(sample).etag
        let missing = trial.sample(2, in: collection)
        try await require(.preconditionFailed, from: "a deletion of nothing") { () async throws(StoreError) in
            try await trial.store.delete(missing.href, ifMatch: etag)
        }
        try await trial.store.delete(sample.href, ifMatch: etag)
        try await require(.preconditionFailed, from: "a second deletion") { () async throws(StoreError) in
            try await trial.store.delete(sample.href, ifMatch: etag)
        }
    }

    private func deletedIsCreatedAgain(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        let etag = try await trial.create(sample).etag
        try await trial.store.delete(sample.href, ifMatch: etag)
        try await trial.create(sample)
        try await trial.requireStored(sample)
    }

    private func onlyTheEmptyAreRemoved(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        let etag = try await trial.create(sample).etag
        let early = try await trial.store.removeCollection(sample.href.collection)
        try require(early != .removed, "a collection is said to be removed that holds something")
        try await trial.requireStored(sample)
        try await trial.store.delete(sample.href, ifMatch: etag)
        let late = try await trial.store.removeCollection(sample.href.collection)
        try require(early == .unsupported || late == .removed, "an empty collection stays")
        let again = try await trial.makeCollection()
        try await trial.create(trial.sample(in: again))
    }
}
