internal import Archives
internal import Importing
internal import Items
internal import Planning

extension ImporterConformance {
    /// Format, split, an extra top folder and litter change no item.
    static let sameItems = Rule(description: "the same export gives the same items however it is packed") {
        conformance, directory in
        try await conformance.differences(directory) { first, other in
            difference(first.facts, other.facts)
        }
    }

    /// Nor do they change what there is to say.
    static let sameFindings = Rule(description: "the same export gives the same findings however it is packed") {
        conformance, directory in
        try await conformance.differences(directory) { first, other in
            difference(first.findings.map(\.kind).sorted(), other.findings.map(\.kind).sorted())
        }
    }

    /// The order of the paths on the command line changes nothing at all.
    static let anyOrder = Rule(description: "the order of the parts decides nothing") { conformance, directory in
        var violations: [String] = []
        for packing in conformance.packings {
            let paths = try packing.write(directory + "/" + packing.name)
            guard paths.count > 1 else { continue }
            let straight = try await ImportRecording(of: paths, with: [conformance.importer])
            let reversed = try await ImportRecording(of: paths.reversed(), with: [conformance.importer])
            let isEqual =
                straight.facts == reversed.facts && straight.findings == reversed.findings
                && straight.ledger.totals == reversed.ledger.totals
            if !isEqual { violations.append("\(packing.name): another order, another result") }
        }
        return violations
    }

    /// `read = imported + merged + kept + left-out + unreadable`.
    static let everyEntryOnce = Rule(description: "every entry ends exactly once") { conformance, directory in
        var violations: [String] = []
        for packing in conformance.packings {
            let recording = try await conformance.recording(packing, directory)
            do throws(LedgerMismatch) {
                try recording.ledger.close()
            } catch {
                violations.append("\(packing.name): \(error.missing.count) missing, \(error.twice.count) twice")
            }
            if recording.items.isEmpty { violations.append("\(packing.name): nothing was found") }
        }
        return violations
    }

    /// An item comes from an entry that was imported or kept, and each such entry gives one.
    static let itemsComeFromEntries = Rule(description: "items come from entries that ended as imported or kept") {
        conformance, directory in
        var violations: [String] = []
        for packing in conformance.packings {
            let recording = try await conformance.recording(packing, directory)
            var giving: Set<EntryReference> = []
            for column in [Ledger.Column.imported, .kept] {
                giving.formUnion(recording.ledger.entries(in: column).map(\.entry))
            }
            let sources = Set(recording.items.map(\.source))
            if sources != giving {
                violations.append(
                    "\(packing.name): \(sources.subtracting(giving).count) items from other entries, "
                        + "\(giving.subtracting(sources).count) entries without item")
            }
        }
        return violations
    }

    /// One entry that cannot be read is one finding, and everything else is as without the damage.
    static let damageStaysInItsEntry = Rule(description: "a damaged entry costs nothing but itself") {
        conformance, directory in
        guard let packing = conformance.packings.first else { return ["there is no packing"] }
        let paths = try packing.write(directory)
        let whole = try await ImportRecording(of: paths, with: [conformance.importer])
        try ZipDamage.flipByte(of: conformance.damageable, in: paths[0])
        let damaged = try await ImportRecording(of: paths, with: [conformance.importer])
        var violations: [String] = []
        if damaged.outcome(ofPath: conformance.damageable) != .unreadable {
            violations.append("the damaged entry did not end as unreadable")
        }
        let errors = damaged.findings.filter { $0.severity == .error }.count
        let before = whole.findings.filter { $0.severity == .error }.count
        if errors != before + 1 { violations.append("\(errors - before) errors for one damage") }
        let lost = whole.items.filter { $0.source == reference(of: conformance.damageable, in: whole.archives) }
        if lost.isEmpty { violations.append("the entry gave nothing when it was whole") }
        if damaged.facts.count != whole.facts.count - lost.count {
            violations.append("\(whole.facts.count - damaged.facts.count) items lost instead of \(lost.count)")
        }
        return violations
    }

    /// An importer never claims what another provider made.
    static let foreignIsRefused = Rule(description: "foreign exports are not claimed") { conformance, _ in
        conformance.foreign.enumerated().compactMap { number, listing in
            let confidence = conformance.importer.recognize(listing)?.confidence ?? 0
            let first = listing.entries.first?.path ?? ""
            return confidence > conformance.foreignConfidence
                ? "listing \(number) (\(first)) is claimed with \(confidence)" : nil
        }
    }

    private func differences(
        _ directory: String, _ compare: (ImportRecording, ImportRecording) -> String?
    ) async throws -> [String] {
        guard let first = packings.first else { return ["there is no packing"] }
        let expected = try await recording(first, directory)
        var violations: [String] = []
        for packing in packings.dropFirst() {
            let other = try await recording(packing, directory)
            if let difference = compare(expected, other) { violations.append("\(packing.name): \(difference)") }
        }
        return violations
    }

    /// How two sorted lists differ, with a few examples; `nil` when they are equal.
    private static func difference<Element: Hashable>(_ first: [Element], _ other: [Element]) -> String? {
        if first == other { return nil }
        let lacking = Set(first).subtracting(other)
        let added = Set(other).subtracting(first)
        func examples(_ elements: Set<Element>) -> String {
            elements.map { "\($0)" }.sorted().prefix(3).joined(separator: "; ")
        }
        return "\(first.count) became \(other.count): lacking \(lacking.count) (\(examples(lacking))), "
            + "added \(added.count) (\(examples(added)))"
    }

    private static func reference(of path: String, in archives: ArchiveSet) -> EntryReference? {
        for part in archives.parts {
            for entry in part.entries where ExactText(entry.path) == ExactText(path) {
                return EntryReference(part: part.id, entry: entry.id.index)
            }
        }
        return nil
    }
}

extension Finding {
    /// What two findings about the same thing in differently packed exports share.
    fileprivate var kind: String { "\(severity.rawValue) \(code)" }
}
