internal import Glibc
public import Importing
internal import JSON

/// Reads exports by a program of somebody else: `degoogle-importer-NAME`, in any language. What they say to each other
/// is described in `Importers/README.md`.
public struct ProgramImporter: Importer {
    /// What it says of itself; when it cannot be talked to, why.
    public let description: ImporterDescription
    /// Where the program lies.
    public let path: String
    let bounds: Conversation.Bounds
    /// Why it is not asked about any export.
    private let trouble: String?

    /// Makes the program's acquaintance.
    ///
    /// - Parameters:
    ///   - name: what follows `degoogle-importer-` in its file name.
    ///   - path: where it lies.
    public init(name: String, path: String) { self.init(name: name, path: path, bounds: Conversation.Bounds()) }

    init(name: String, path: String, bounds: Conversation.Bounds) {
        self.path = path
        self.bounds = bounds
        do throws(ProgramFailure) {
            description = try Self.introduction(name, path, bounds)
            trouble = nil
        } catch {
            trouble = "\(path) \(error.sentence)."
            description = ImporterDescription(name: name, title: "\(path), which \(error.sentence)", products: [])
        }
    }

    /// Says what the program says of the names of an export.
    public func recognize(_ listing: EntryListing) -> Recognition? {
        if let trouble { return Recognition(trouble: trouble) }
        do throws(ProgramFailure) {
            let program = try Conversation(path, bounds: bounds)
            try program.say(ProgramRequest.recognise(listing))
            try program.tell(listing.entries)
            let answer = try program.object()
            try program.finish()
            let confidence = min(max(answer["confidence"]?.double ?? 0, 0), 1)
            guard confidence > 0 else { return nil }
            return Recognition(confidence: confidence, evidence: answer["because"]?.string ?? "its program says so")
        } catch {
            return Recognition(trouble: "\(path) \(error.sentence).")
        }
    }

    /// Reads an export by the program. What it leaves undone is kept as plain files.
    public func read(_ export: ExportReader, into sink: any ImportSink) async throws {
        try await ProgramReading(self, export, sink).run()
    }

    private static func introduction(
        _ name: String, _ path: String, _ bounds: Conversation.Bounds
    ) throws(ProgramFailure) -> ImporterDescription {
        let program = try Conversation(path, bounds: bounds)
        try program.say(ProgramRequest.hello)
        let answer = try program.object()
        guard answer["protocol"]?.integer == Int64(ProgramRequest.version) else {
            throw program.failed("speaks another version of the protocol than \(ProgramRequest.version)")
        }
        try program.finish()
        let products = (answer["products"]?.elements ?? []).prefix(100).map { product in
            ProductDescription(
                source: product["from"]?.string ?? "", destination: product["to"]?.string ?? "",
                lost: product["lost"]?.string ?? "")
        }
        let steps = (answer["how-to"]?.elements ?? []).prefix(30).compactMap(\.string)
        return ImporterDescription(
            name: name, title: answer["title"]?.string ?? name, products: products,
            howTo: steps.isEmpty ? nil : HowTo(checked: answer["checked"]?.string, steps: steps))
    }
}

extension ProgramImporter {
    /// The programs that lie in the folders of `PATH`, in the order of their names; of two of one name, the first on
    /// the way.
    ///
    /// - Parameter taken: names that are not looked for, because they are those of importers in here.
    public static func installed(besides taken: [String]) -> [ProgramImporter] {
        let prefix = "degoogle-importer-"
        var found: [String: String] = [:]
        let search = getenv("PATH").map { String(cString: $0) } ?? ""
        for folder in search.split(separator: ":") where folder.hasPrefix("/") {
            guard let directory = opendir(String(folder)) else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let file = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                let name = String(file.dropFirst(prefix.count))
                let path = "\(folder)/\(file)"
                guard file.hasPrefix(prefix), !name.isEmpty, !taken.contains(name), found[name] == nil,
                    access(path, X_OK) == 0
                else { continue }
                found[name] = path
            }
        }
        return found.sorted { $0.key < $1.key }.map { ProgramImporter(name: $0.key, path: $0.value) }
    }
}
