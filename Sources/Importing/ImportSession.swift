public import Archives
public import Items

/// Decides which importer reads what, and runs them.
///
/// Accounts itself for entries no importer should see: those the archive layer refused, folders, the litter of
/// operating systems, and all entries of a part given twice.
public struct ImportSession: Sendable {
    /// The exports found, each with the importer that reads it, oldest first.
    public let exports: [(export: Export, importer: any Importer)]
    /// What there is to say about the archives and about who reads them.
    public let findings: [Finding]
    private let archives: ArchiveSet
    /// The entries that are archives and were opened.
    private let opened: Set<EntryReference>

    /// Recognises exports by the names of their entries.
    ///
    /// - Parameters:
    ///   - archives: the parts, listed.
    ///   - importers: those to ask. One of them should answer to everything with a confidence below 0.1.
    public init(archives: ArchiveSet, importers: [any Importer]) {
        self.archives = archives
        let opened = archives.openedEntries
        self.opened = opened
        var findings = archives.allProblems.map(Finding.init)
        var recognised: [(group: ExportGrouping.Group, importer: Int)] = []
        var listings: [Int32: [ListedEntry]] = [:]
        var fallbacks: Set<Int> = []
        for group in ExportGrouping.groups(of: archives) {
            let names = group.parts.map { archives.parts[Int($0)].fileName }
            var entries: [ListedEntry] = []
            for part in group.parts {
                let listed = archives.listing(of: part, without: opened)
                listings[part] = listed
                entries += listed
            }
            // What was only a wrapping is nobody's export.
            if entries.isEmpty, opened.contains(where: { group.parts.contains($0.part) }) { continue }
            let choice = Self.choose(
                among: importers, for: EntryListing(entries: entries, partNames: names, isLoose: group.isLoose))
            for trouble in choice.troubles {
                findings.append(
                    Finding(
                        "importer-not-asked", .warning,
                        "An importer that is a program of its own could not be asked.", detail: trouble))
            }
            if let tie = choice.tie {
                findings.append(
                    Finding(
                        "ambiguous-provider", .warning, entry: names.first,
                        "Two providers claim it equally (\(tie)), so nothing is guessed: its files are kept as they are."
                    ))
            }
            guard let importer = choice.importer else { continue }
            if choice.isFallback { fallbacks.insert(importer) }
            if choice.withoutTopFolder {
                for part in group.parts { listings[part] = listings[part].map { Self.withoutTopFolder($0) ?? $0 } }
            }
            recognised.append((group, importer))
        }
        self.findings = findings
        exports = ExportGrouping.joined(recognised, alone: fallbacks).map { group, importer in
            // In archive order, so that of equal paths the first stays first.
            let unordered = group.parts.sorted().flatMap { listings.removeValue(forKey: $0) ?? [] }
            let entries = unordered.lazy.map(\.path).placesInByteOrder().map { unordered[$0] }
            let first = group.parts.first.map { archives.parts[Int($0)].fileName }
            let export = Export(
                label: group.stamp ?? first ?? "", stamp: group.stamp, parts: group.parts, entries: entries,
                refused: group.parts.flatMap { archives.refusedPaths(of: $0) }, isLoose: group.isLoose)
            return (export, importers[importer])
        }.sorted { ($0.export.stamp ?? "", $0.export.label) < ($1.export.stamp ?? "", $1.export.label) }
    }

    /// Runs the importers, one export after the other.
    ///
    /// - Throws: only what the sink throws.
    public func run(into sink: any ImportSink) async throws {
        for finding in findings { sink.note(finding) }
        for part in archives.parts { account(for: part, in: sink) }
        for (export, importer) in exports {
            let reader = ExportReader(export, archives: archives)
            try await importer.read(reader, into: sink)
            for finding in reader.takeFindings() { sink.note(finding) }
        }
    }

    private func account(for part: Part, in sink: any ImportSink) {
        if let original = part.repeatOf {
            let reason = "a second copy of the part \(archives.parts[Int(original)].fileName)"
            for index in part.entries.indices {
                sink.record(.merged(reason: reason), of: EntryReference(part: part.id, entry: Int32(index)))
            }
            return
        }
        let entries = part.entries
        for index in entries.indices {
            let reference = EntryReference(part: part.id, entry: Int32(index))
            if let refusal = entries.refusal(at: index) {
                sink.record(refusal.outcome, of: reference)
                sink.note(Finding(refusal.code, .error, entry: archives.place(of: reference), refusal.sentence))
            } else if opened.contains(reference) {
                sink.record(.merged(reason: "an archive; what lies in it is read"), of: reference)
            } else if entries.withPathBytes(at: index, Litter.contains) {
                sink.record(.leftOut(reason: "left by an operating system"), of: reference)
            } else if entries.kind(at: index) == .directory {
                sink.record(.leftOut(reason: "a folder; folders are made for the files in them"), of: reference)
            }
        }
    }

    private typealias Choice = (
        importer: Int?, isFallback: Bool, withoutTopFolder: Bool, tie: String?, troubles: [String]
    )

    /// Asks every importer about the names as they are and without one common top folder, and takes the surest.
    /// Answers within 0.05 of each other are a tie (two importers), and then the fallback reads.
    private static func choose(among importers: [any Importer], for listing: EntryListing) -> Choice {
        let answers = importers.map { $0.recognize(listing) }
        let troubles = answers.compactMap { $0?.trouble }
        let plain = answers.map { $0?.trouble == nil ? $0?.confidence : nil }
        // Nobody can be surer than sure.
        let isSure = plain.contains { ($0 ?? 0) >= 1 }
        let inner = isSure ? nil : withoutTopFolder(listing.entries)
        let stripped = inner.map { EntryListing(entries: $0, partNames: listing.partNames, isLoose: listing.isLoose) }
        var claims: [(importer: Int, confidence: Double, stripped: Bool)] = []
        for (index, importer) in importers.enumerated() {
            let other = stripped.flatMap { importer.recognize($0) }.flatMap { $0.trouble == nil ? $0.confidence : nil }
            guard let best = [plain[index], other].compactMap({ $0 }).max() else { continue }
            claims.append((index, best, (plain[index] ?? -1) < (other ?? -1)))
        }
        claims.sort { $0.confidence > $1.confidence }
        guard let best = claims.first else { return (nil, false, false, nil, troubles) }
        if claims.count > 1, best.confidence >= 0.1, best.confidence - claims[1].confidence < 0.05 {
            let names = claims.prefix(2).map { importers[$0.importer].description.title }.joined(separator: " and ")
            let fallback = claims.first { $0.confidence < 0.1 }
            return (fallback?.importer, true, false, names, troubles)
        }
        return (best.importer, best.confidence < 0.1, best.stripped, nil, troubles)
    }

    /// The entries with their paths below the one folder that holds them all; `nil` when there is none.
    private static func withoutTopFolder(_ entries: [ListedEntry]) -> [ListedEntry]? {
        guard let first = entries.first?.path, let slash = first.utf8.firstIndex(of: UInt8(ascii: "/")) else {
            return nil
        }
        let top = first[...slash].utf8
        guard entries.allSatisfy({ $0.path.utf8.starts(with: top) }) else { return nil }
        return entries.map { entry in
            ListedEntry(
                reference: entry.reference, path: String(entry.path[entry.path.utf8.index(after: slash)...]),
                byteCount: entry.byteCount, checksum: entry.checksum, modified: entry.modified)
        }
    }
}

extension ArchiveSet {
    /// The paths of the files of a part that the archive layer refused.
    fileprivate func refusedPaths(of part: Int32) -> [String] {
        let entries = parts[Int(part)].entries
        return entries.indices.lazy.filter { entries.refusal(at: $0) != nil }.map {
            parts[Int(part)].pathPrefix + entries.path(at: $0)
        }
    }

    /// The entries that are archives themselves and were opened.
    fileprivate var openedEntries: Set<EntryReference> {
        Set(parts.lazy.compactMap(\.container).map { EntryReference(part: $0.part, entry: $0.index) })
    }

    /// The entries of a part that importers see.
    fileprivate func listing(of part: Int32, without opened: Set<EntryReference>) -> [ListedEntry] {
        let entries = parts[Int(part)].entries
        let prefix = parts[Int(part)].pathPrefix
        var listed: [ListedEntry] = []
        listed.reserveCapacity(entries.count)
        for index in entries.indices {
            guard entries.kind(at: index) == .file, entries.refusal(at: index) == nil,
                !entries.withPathBytes(at: index, Litter.contains)
            else { continue }
            let reference = EntryReference(part: part, entry: Int32(index))
            if !opened.isEmpty, opened.contains(reference) { continue }
            let entry = entries[index]
            listed.append(
                ListedEntry(
                    reference: reference, path: prefix.isEmpty ? entry.path : prefix + entry.path,
                    byteCount: entry.byteCount, checksum: entry.checksum, modified: entry.modified))
        }
        return listed
    }
}

extension EntryRefusal {
    /// The column of the ledger for an entry the archive layer refused: a rule left it out, or it cannot be read.
    fileprivate var outcome: EntryOutcome {
        switch self {
        case .unsafePath, .link, .specialFile, .directoryWithContent: .leftOut(reason: sentence)
        case .encrypted, .unsupportedMethod, .bomb, .overlapping, .outsideArchive, .truncated:
            .unreadable(reason: sentence)
        }
    }
}

extension Finding {
    /// What the archive layer noticed.
    fileprivate init(_ problem: ArchiveProblem) {
        let severity: Severity =
            switch problem.severity {
            case .note: .note
            case .warning: .warning
            case .error: .error
            }
        self.init(
            problem.code.rawValue, severity, entry: problem.path,
            [problem.sentence, problem.advice].compactMap { $0 }.joined(separator: " "))
    }
}
