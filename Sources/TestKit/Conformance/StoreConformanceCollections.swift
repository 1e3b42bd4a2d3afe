internal import Hosting
internal import Items

extension StoreConformance {
    /// Rules about collections.
    var collectionRules: [(name: String, body: Check)] {
        var rules: [(name: String, body: Check)] = [
            ("a made collection exists", madeCollectionExists),
            ("a collection that exists is left as it is", existingCollectionIsLeft),
            ("a resource belongs to its collection only", resourceBelongsToItsCollection),
        ]
        if service.isFileTree {
            rules.append(("folders nest", foldersNest))
            rules.append(("the top of a file tree holds files", topHoldsFiles))
        }
        return rules
    }

    private func madeCollectionExists(_ trial: Trial) async throws {
        let description = ItemCollection(trial.form, name: "Congés d'été", color: "#16a765")
        try await trial.store.makeCollection(trial.path(), as: description)
        let found = try await trial.store.collections().filter { $0.path == trial.path() }
        try require(found.count == 1, "the collection is listed \(found.count) times")
        let displayName = found[0].displayName
        try require(displayName == nil || displayName == "Congés d'été", "it is called \(displayName ?? "")")
        let resources = try await trial.store.list(trial.path())
        try require(resources.isEmpty, "a new collection lists \(resources.map(\.href.name))")
    }

    private func existingCollectionIsLeft(_ trial: Trial) async throws {
        let sample = trial.sample(in: try await trial.makeCollection())
        let before = try await trial.store.collections().filter { $0.path == trial.path() }
        try await trial.create(sample)
        try await trial.store.makeCollection(trial.path(), as: ItemCollection(trial.form, name: "Another name"))
        try await trial.requireStored(sample)
        let after = try await trial.store.collections().filter { $0.path == trial.path() }
        try require(before == after, "making the collection again changed it from \(before) to \(after)")
    }

    private func resourceBelongsToItsCollection(_ trial: Trial) async throws {
        let left = trial.sample(1, in: try await trial.makeCollection("left"))
        let right = trial.sample(2, in: try await trial.makeCollection("right"))
        try await trial.create(left)
        try await trial.create(right)
        for sample in [left, right] {
            let names = try await trial.store.list(sample.href.collection).map(\.href.path)
            try require(names == [sample.href.path], "\(sample.href.collection) lists \(names)")
        }
    }

    private func foldersNest(_ trial: Trial) async throws {
        let top = trial.path()
        try await trial.store.makeCollection(top + "/été/c d", as: ItemCollection(trial.form, name: "été/c d"))
        for collection in [top, top + "/été", top + "/été/c d"] {
            try await trial.create(trial.sample(in: collection))
        }
        for collection in [top, top + "/été", top + "/été/c d"] {
            try await trial.requireStored(trial.sample(in: collection))
            let count = try await trial.store.list(collection).count
            try require(count == 1, "\(collection) lists \(count) resources: folders or what lies in them")
        }
        let collections = try await trial.store.collections().map(\.path)
        try require(collections.contains(top), "the top folder is not listed")
        try require(!collections.contains { $0.contains("/") }, "folders below the top are listed")
    }

    private func topHoldsFiles(_ trial: Trial) async throws {
        let sample = trial.sample(in: "")
        let href = Href(collection: "", name: trial.path("top"))
        try await trial.create(Sample(href: href, uid: sample.uid, bytes: sample.bytes))
        try await trial.requireStored(Sample(href: href, uid: sample.uid, bytes: sample.bytes))
    }
}
