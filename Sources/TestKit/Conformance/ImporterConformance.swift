public import Importing

/// What every importer must do, checked on one export of its provider that is handed over in several ways.
///
/// ```swift
/// @Test(arguments: ImporterConformance.rules)
/// func obeys(_ rule: ImporterConformance.Rule) async throws {
///     #expect(try await rule.violations(conformance, directory) == [])
/// }
/// ```
public struct ImporterConformance: Sendable {
    /// One way to hand over the export.
    public struct Packing: Sendable {
        /// What is special about it, for messages.
        public let name: String
        /// Writes the parts into a new directory and gives their paths.
        public let write: @Sendable (_ directory: String) throws -> [String]

        /// Describes a way.
        public init(_ name: String, write: @escaping @Sendable (_ directory: String) throws -> [String]) {
            self.name = name
            self.write = write
        }
    }

    /// A law, and how it is checked.
    public struct Rule: Sendable, CustomStringConvertible {
        /// The law as a sentence.
        public let description: String
        let check: @Sendable (ImporterConformance, _ directory: String) async throws -> [String]

        /// Checks an importer.
        ///
        /// - Parameter directory: an empty directory the rule may write into.
        /// - Returns: one sentence for each breach; none when the law is kept.
        public func violations(_ conformance: ImporterConformance, _ directory: String) async throws -> [String] {
            try await check(conformance, directory)
        }
    }

    /// The importer.
    public let importer: any Importer
    /// The ways to hand over the export; the first is what the others are compared with.
    public let packings: [Packing]
    /// The path in the archives of an entry that becomes items of its own, in the first way one zip.
    public let damageable: String
    /// Listings of other providers.
    public let foreign: [EntryListing]
    /// The confidence below which an importer says "not mine". That of an importer for everything is higher than that
    /// of one for a provider.
    public let foreignConfidence: Double

    /// Describes what to check.
    public init(
        _ importer: any Importer, packings: [Packing], damageable: String, foreign: [EntryListing],
        foreignConfidence: Double = 0
    ) {
        self.importer = importer
        self.packings = packings
        self.damageable = damageable
        self.foreign = foreign
        self.foreignConfidence = foreignConfidence
    }

    /// All laws.
    public static let rules: [Rule] = [
        sameItems, sameFindings, anyOrder, everyEntryOnce, itemsComeFromEntries, damageStaysInItsEntry,
        foreignIsRefused,
    ]

    /// Imports one way of handing over.
    func recording(_ packing: Packing, _ directory: String) async throws -> ImportRecording {
        try await ImportRecording(of: packing.write(directory + "/" + packing.name), with: [importer])
    }
}
