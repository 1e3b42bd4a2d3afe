internal import Hosting
internal import Items

extension StoreConformance {
    /// Rules about resources that exist.
    var updatingRules: [(name: String, body: Check)] {
        [
            ("an update with the right ETag replaces", rightETagReplaces),
            ("an update with a stale ETag is refused and changes nothing", staleETagIsRefused),
            ("an update of a missing resource is refused and makes nothing", missingResourceIsNotUpdated),
            ("of two updates of one state one wins", oneOfTwoUpdatesWins),
            ("an update whose content breaks off leaves the old content", brokenContentLeavesTheOld),
            ("the ETag differs after each change", eachChangeHasItsETag),
        ]
    }

    private func rightETagReplaces(_ trial: Trial) async throws {
        let old = trial.sample(in: try await trial.makeCollection())
        let created = try await trial.create(old)
        let new = trial.sample(saying: "a longer second text", in: old.href.collection)
        let updated = try await update(trial, new, created.etag)
        let listed = try await trial.requireStored(new)
        try require(updated.etag == listed.etag, "update answers with another ETag than list")
        if reader == nil {
            try require(updated.byteCount == listed.byteCount, "update answers with another size than list")
        }
        try require(updated.fingerprint == listed.fingerprint, "update answers with another fingerprint than list")
        let again = trial.sample(saying: "third", in: old.href.collection)
        _ = try await update(trial, again, listed.etag)
        try await trial.requireStored(again)
    }

    private func staleETagIsRefused(_ trial: Trial) async throws {
        let first = trial.sample(in: try await trial.makeCollection())
        let stale = try await trial.create(first).etag
        let second = trial.sample(saying: "second", in: first.href.collection)
        let current = try await update(trial, second, stale).etag
        let third = trial.sample(saying: "third", in: first.href.collection)
        try await require(.preconditionFailed, from: "an update with a stale ETag") { () async throws(StoreError) in
            try await update(trial, third, stale)
        }
        let after = try await trial.requireStored(second)
        try require(after.etag == current, "the refused update changed the ETag")
    }

    private func missingResourceIsNotUpdated(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        let etag = try await trial.create(trial.sample(1, in: collection)).etag
        let missing = trial.sample(2, in: collection)
        try await require(.preconditionFailed, from: "an update of nothing") { () async throws(StoreError) in
            try await update(trial, missing, etag)
        }
        let count = try await trial.store.list(collection).count
        try require(count == 1, "\(count) resources are listed instead of 1")
    }

    private func oneOfTwoUpdatesWins(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        for number in 0..<8 {
            let etag = try await trial.create(trial.sample(number, in: collection)).etag
            let samples = ["left", "right"].map { trial.sample(number, saying: $0, in: collection) }
            let outcome = try await outcomes(of: samples) { sample throws(StoreError) in
                try await update(trial, sample, etag)
            }
            try require(outcome.won.count == 1, "\(outcome.won.count) of two updates were done")
            try require(outcome.lost == [.preconditionFailed], "the other update threw \(outcome.lost)")
            try await trial.requireStored(samples[outcome.won[0]])
        }
    }

    private func brokenContentLeavesTheOld(_ trial: Trial) async throws {
        let old = trial.sample(in: try await trial.makeCollection())
        let etag = try await trial.create(old).etag
        let new = trial.sample(saying: "second", in: old.href.collection)
        let body = BreakingBody(Array(new.bytes.dropLast()), of: new.bytes.count)
        try await require(.source, from: "an update whose content breaks off") { () async throws(StoreError) in
            try await trial.store.update(NewResource(href: new.href), body: body, ifMatch: etag)
        }
        let after = try await trial.requireStored(old)
        try require(after.etag == etag, "the broken update changed the ETag")
        let count = try await trial.store.list(old.href.collection).count
        try require(count == 1, "\(count) resources are listed instead of 1")
    }

    private func eachChangeHasItsETag(_ trial: Trial) async throws {
        let collection = try await trial.makeCollection()
        var etags = [try await trial.create(trial.sample(in: collection)).etag]
        // Texts of one length, so that the size tells nothing.
        for text in ["other", "again", "first", "third"] {
            let sample = trial.sample(saying: text, in: collection)
            let etag = try await update(trial, sample, etags[etags.count - 1]).etag
            try require(etag != etags[etags.count - 1], "the ETag is the same after a change")
            etags.append(etag)
            let listed = try await trial.listed(sample.href).etag
            try require(listed == etag, "list says another ETag than update")
        }
    }

    private func update(_ trial: Trial, _ sample: Sample, _ etag: ETag) async throws(StoreError) -> StoredResource {
        try await trial.store.update(
            NewResource(href: sample.href), body: BytesBody(sample.bytes), ifMatch: etag
        ).resource
    }
}
