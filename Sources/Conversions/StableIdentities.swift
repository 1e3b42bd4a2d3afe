internal import ContentLines
internal import Items

/// UIDs for things whose source has none that lasts, made of what changes least.
struct StableIdentities {
    /// Gives each thing a UID.
    ///
    /// - Parameters:
    ///   - kind: a word that sets these things apart from others of the same keys.
    ///   - keys: of each thing what it may be known by, from what changes least to all it says. The first of them that no
    ///     other thing of the list shares is taken, so that a later list in which it has changed elsewhere gives the same.
    /// - Returns: UUIDs in the order of the things.
    static func uids(of kind: String, _ keys: [[String]]) -> [String] {
        var counts: [ExactText: Int] = [:]
        for ladder in keys {
            for (rung, key) in ladder.enumerated() { counts[ExactText("\(rung)\n\(key)"), default: 0] += 1 }
        }
        return keys.map { ladder in
            let rung = ladder.indices.first { counts[ExactText("\($0)\n\(ladder[$0])")] == 1 } ?? ladder.count - 1
            return ContentDigest(Array("\(kind)\n\(rung)\n\(ladder[rung])".utf8)).uuid
        }
    }
}
