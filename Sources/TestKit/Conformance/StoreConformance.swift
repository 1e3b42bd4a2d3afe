public import Hosting

/// What every store does, as a list of rules that a test runs one by one:
///
/// ```
/// @Test(arguments: StoreConformance(of: .files).rules)
/// func memoryStoreKeeps(_ rule: StoreRule) async throws {
///     try await rule.check { MemoryStore(service: .files) }
/// }
/// ```
public struct StoreConformance: Sendable {
    let service: StoreService
    let reader: ResourceSummary.Reader?
    let refusedNames: Set<HardName>

    /// The suite for stores of one service.
    ///
    /// - Parameters:
    ///   - reader: reads the calendar objects or cards of this service, if the store tells of their UIDs. With it a
    ///     resource counts as the same when its canonical form is; without it only when its bytes are.
    ///   - refusedNames: the names this kind of store is known not to take. It must refuse these; it must take all
    ///     others.
    public init(
        of service: StoreService, reader: ResourceSummary.Reader? = nil, refusedNames: Set<HardName> = []
    ) {
        self.service = service
        self.reader = reader
        self.refusedNames = refusedNames
    }

    /// The rules that apply to the service.
    public var rules: [StoreRule] {
        let checks = creatingRules + updatingRules + deletingRules + readingRules + collectionRules + nameRules
        return checks.map { StoreRule(name: $0.name, suite: self, body: $0.body) }
    }

    typealias Check = @Sendable (Trial) async throws -> Void
}

/// One rule of a conformance suite.
public struct StoreRule: Sendable, CustomStringConvertible {
    let name: String
    let suite: StoreConformance
    let body: StoreConformance.Check

    /// What the rule says.
    public var description: String { name }

    /// Checks the rule at a store.
    ///
    /// - Parameter makeStore: gives the store. Others may have written to it; each rule works in collections of its
    ///   own, whose names no other rule and no other run uses.
    /// - Throws: `BrokenRule` or whatever the store threw unexpectedly.
    public func check(_ makeStore: () async throws -> any Store) async throws {
        try await body(Trial(store: try await makeStore(), suite: suite))
    }
}

/// A store did not do what a rule says.
public struct BrokenRule: Error, CustomStringConvertible {
    /// What it did instead, one sentence.
    public let description: String
}

/// Throws `BrokenRule` unless `condition` holds.
func require(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws {
    guard condition else { throw BrokenRule(description: otherwise()) }
}

/// Throws `BrokenRule` unless `body` throws an error of this class.
func require<Result>(_ code: StoreError.Code, from action: String, _ body: () async throws(StoreError) -> Result)
    async throws
{
    do { _ = try await body() } catch {
        return try require(error.code == code, "\(action) threw \(error.code) instead of \(code): \(error)")
    }
    throw BrokenRule(description: "\(action) was done instead of throwing \(code)")
}
