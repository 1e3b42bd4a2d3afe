import Glibc
import Hosting
import Items
import TestKit
import Testing
import Transport

@testable import WebDAVHost

/// Tests of calendars and address books against a real Nextcloud, when the environment names one. It must let more
/// collections be made than it does by itself: `dav rateLimitCalendarCreation` and its like.
@Suite(.serialized, .enabled(if: getenv("DEGOOGLE_NEXTCLOUD_URL") != nil)) struct NextcloudObjectTests {
    private static let refusedNames: Set<HardName> = [
        .leadingDot, .spaces, .percent, .quotes, .delimiters, .backslash, .controls,
    ]

    private static func rules(_ service: StoreService) -> [StoreRule] {
        let kind: ObjectKind = service == .calendars ? .calendars : .contacts
        return StoreConformance(of: service, reader: kind.read, refusedNames: refusedNames).rules
    }

    private func store(_ service: StoreService) async throws -> ObjectStore {
        func variable(_ name: String) throws -> String {
            String(cString: try #require(getenv("DEGOOGLE_NEXTCLOUD_" + name), "\(name) is missing"))
        }
        let start = try RemoteAddress(try variable("URL"))
        let http = try HTTPClient(
            start.origin,
            credential: .basic(user: try variable("USER"), password: Secret(try variable("PASSWORD"))))
        let gate = RequestGate(AdaptiveLimit(maximum: 64, initial: 8))
        let client = WebDAVClient(http, gate: gate, timing: .system)
        let stores = try await AccountDiscovery(client: client, start: start).stores(attendees: .automatic)
        return try #require(stores.first { $0.service == service })
    }

    @Test(arguments: rules(.calendars)) func calendarsKeep(_ rule: StoreRule) async throws {
        try await rule.check { try await store(.calendars) }
    }

    @Test(arguments: rules(.contacts)) func contactsKeep(_ rule: StoreRule) async throws {
        try await rule.check { try await store(.contacts) }
    }

    /// A database that takes one writer at a time answers 500 to many of these.
    @Test(arguments: [StoreService.calendars, .contacts])
    func everythingArrivesOnceInOneRun(_ service: StoreService) async throws {
        let store = try await store(service)
        let objects = Objects(service)
        try await store.makeCollection(objects.collection, as: objects.description)
        let batch = (0..<80).map {
            BatchItem(NewResource(href: objects.href($0)), body: BytesBody(objects.bytes($0)))
        }
        let results = try await store.create(batch)
        for result in results { _ = try result.get() }
        let listed = try await store.list(objects.collection)
        #expect(listed.count == 80)
        #expect(Set(listed.compactMap(\.uid)).count == 80)
    }

    @Test func whatLiesInTheTrashBinComesBack() async throws {
        let store = try await store(.calendars)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        let resource = NewResource(href: objects.href(1))
        let first = try await store.create(resource, body: BytesBody(objects.bytes(1))).resource
        try await store.delete(resource.href, ifMatch: first.etag)
        #expect(try await store.list(objects.collection) == [])
        let later = try await self.store(.calendars)
        let elsewhere = NewResource(href: objects.href(2))
        let arrival = try await later.create(elsewhere, body: BytesBody(objects.bytes(1)))
        #expect(arrival.record.alterations.contains(.trashBin))
        let second = arrival.resource
        #expect(second.href == resource.href && second.fingerprint == first.fingerprint)
        try await later.delete(second.href, ifMatch: second.etag)
        let changed = objects.bytes(1, "LOCATION:elsewhere")
        let third = try await later.create(resource, body: BytesBody(changed)).resource
        let listed = try await later.list(objects.collection)
        #expect(listed.map(\.href) == [resource.href])
        #expect(listed.map(\.fingerprint) == [third.fingerprint])
        #expect(third.fingerprint != first.fingerprint)
    }

    @Test func aCalendarInTheTrashBinKeepsItsAddress() async throws {
        let store = try await store(.calendars)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        let outcome = try await store.client.delete(try store.address(of: objects.collection))
        #expect(outcome.isSuccess)
        let later = try await self.store(.calendars)
        let path = later.path(ofNew: objects.collection)
        #expect(path == objects.collection + "-2")
        try await later.makeCollection(path, as: objects.description)
        let href = Href(collection: path, name: "1.ics")
        let created = try await later.create(NewResource(href: href), body: BytesBody(objects.bytes(1))).resource
        #expect(created.href == href)
        #expect(try await later.list(path).count == 1)
    }

    @Test func collectionsOfTheServerItselfAreNotTaken() async throws {
        for service in [StoreService.calendars, .contacts] {
            let store = try await store(service)
            let paths = try await store.collections().map(\.path)
            #expect(!paths.contains("contact_birthdays") && !paths.contains { $0.hasPrefix("z-server-generated") })
            #expect(store.path(ofNew: "inbox") == (service == .calendars ? "inbox-2" : "inbox"))
        }
    }

    @Test func cardsHaveTheLimitTheServerReallyHas() async throws {
        let store = try await store(.contacts)
        #expect(store.capabilities.maximumResourceSize == NextcloudFeatures.largestCard)
        #expect(store.capabilities.collectionLimits?.inAll == 10)
    }
}
