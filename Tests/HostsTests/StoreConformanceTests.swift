import Hosting
import Items
import Synchronization
import TestKit
import Testing

/// The suite itself: a store that does one thing wrong is found out.
@Suite struct StoreConformanceTests {
    @Test(arguments: Fault.allCases)
    func faultIsFound(_ fault: Fault) async {
        var broken: [String] = []
        for rule in StoreConformance(of: .files).rules {
            do { try await rule.check { FaultyStore(fault) } } catch { broken.append(rule.description) }
        }
        #expect(!broken.isEmpty)
        #expect(broken.contains { $0.contains(fault.rawValue) }, "broken are \(broken)")
    }
}

/// What a store may do wrong, by a part of the rule that must notice.
enum Fault: String, CaseIterable, Sendable {
    case overwriting = "second create is refused"
    case forgetfulOfETags = "stale ETag is refused"
    case makingWhatIsMissing = "update of a missing resource"
    case keepingBrokenContent = "breaks off leaves nothing"
    case foldingNames = "name decomposed comes back"
    case listingTwice = "created resource is listed"
    case throwingForMissing = "missing collection is empty"
    case losingTheLastByte = "large file is stored"
    case sameETags = "ETag differs after each change"
    case deletingBlindly = "deletion with a stale ETag"
    case keepingWhatIsDeleted = "right ETag removes"
}

/// A memory store with one fault.
private struct FaultyStore: Store {
    private let store = MemoryStore(service: .files)
    private let fault: Fault

    init(_ fault: Fault) { self.fault = fault }

    var service: StoreService { store.service }
    var capabilities: Capabilities { store.capabilities }

    func collections() async throws(StoreError) -> [StoredCollection] { try store.collections() }

    func list(_ collection: String) async throws(StoreError) -> [StoredResource] {
        let resources = try store.list(collection)
        if fault == .throwingForMissing, try !store.collections().contains(where: { $0.path == collection }) {
            throw StoreError(.notFound, "there is none")
        }
        if fault == .sameETags {
            return resources.map { StoredResource(href: $0.href, etag: ETag("same"), byteCount: $0.byteCount) }
        }
        return fault == .listingTwice ? resources + resources : resources
    }

    func get(_ href: Href) async throws(StoreError) -> any ContentBody { try store.get(href) }

    func makeCollection(_ path: String, as description: ItemCollection) async throws(StoreError) {
        try store.makeCollection(path, as: description)
    }

    func create(_ resource: NewResource, body: any ContentBody) async throws(StoreError) -> Arrival {
        var resource = resource
        var body = body
        if fault == .foldingNames {
            let name = resource.href.name.replacing("E\u{301}te\u{301}", with: "\u{C9}t\u{E9}")
            resource = NewResource(href: Href(collection: resource.href.collection, name: name))
        }
        if fault == .losingTheLastByte, let count = body.byteCount, count > 1 << 20 {
            body = GeneratedBody(count: count - 1)
        }
        do { return marked(try store.create(resource, body: body)) } catch {
            if error.code == .source, fault == .keepingBrokenContent {
                _ = try store.create(resource, body: BytesBody([]))
            }
            guard error.code == .alreadyExists, fault == .overwriting else { throw error }
            return try replace(resource, body)
        }
    }

    func update(_ resource: NewResource, body: any ContentBody, ifMatch etag: ETag) async throws(StoreError) -> Arrival
    {
        if fault == .forgetfulOfETags || fault == .sameETags { return marked(try replace(resource, body)) }
        do { return try store.update(resource, body: body, ifMatch: etag) } catch {
            guard error.code == .preconditionFailed, fault == .makingWhatIsMissing else { throw error }
            return try store.create(resource, body: body)
        }
    }

    func delete(_ href: Href, ifMatch etag: ETag) async throws(StoreError) {
        let held = try store.list(href.collection).first { $0.href == href }
        switch fault {
        case .keepingWhatIsDeleted: return
        case .deletingBlindly, .sameETags: try store.delete(href, ifMatch: held?.etag ?? etag)
        default: try store.delete(href, ifMatch: etag)
        }
    }

    private func replace(_ resource: NewResource, _ body: any ContentBody) throws(StoreError) -> Arrival {
        let held = try store.list(resource.href.collection).first { $0.href == resource.href }
        return try store.update(resource, body: body, ifMatch: held?.etag ?? ETag(""))
    }

    private func marked(_ arrival: Arrival) -> Arrival {
        guard fault == .sameETags else { return arrival }
        let stored = arrival.resource
        return Arrival(
            StoredResource(href: stored.href, etag: ETag("same"), byteCount: stored.byteCount), by: .content)
    }
}
