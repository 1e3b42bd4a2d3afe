import Hosting
import Items
import TestKit
import Testing

@testable import WebDAVHost

/// No server writes to anybody because an event is imported.
@Suite(.serialized) struct InvitationTests {
    private func meeting(_ objects: Objects, _ number: Int) -> [UInt8] {
        objects.bytes(
            number, "ORGANIZER;CN=Alice:mailto:alice@example.org",
            "ATTENDEE;CN=Alice;PARTSTAT=ACCEPTED:mailto:alice@example.org",
            "ATTENDEE;CN=\"Bob, of elsewhere\";PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.net"
        )
        .replacingYear()
    }

    private func importMeetings(
        _ server: CyrusServer, _ attendees: AttendeePolicy, altering alterations: [Alteration]
    ) async throws {
        let stores = try await DAVServer.stores(port: server.port, attendees: attendees)
        let store = try #require(stores.first { $0.service == .calendars })
        #expect(store.server.schedules && !store.server.heedsHeaders)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        for number in 0..<4 {
            let resource = NewResource(href: objects.href(number))
            let bytes = meeting(objects, number)
            let created = try await store.create(resource, body: BytesBody(bytes))
            #expect(created.record.alterations == alterations)
            #expect(created.resource.fingerprint == store.kind.read(bytes).map { Fingerprint(of: $0.comparisonBytes) })
            let updated = try await store.update(
                resource, body: BytesBody(bytes), ifMatch: created.resource.etag)
            #expect(updated.record.alterations == alterations)
            // A server may tell people of a deletion too.
            if attendees != .keep { try await store.delete(resource.href, ifMatch: updated.resource.etag) }
        }
    }

    @Test func aServerThatSchedulesSendsNothing() async throws {
        let server = try CyrusServer()
        defer { server.stop() }
        try await importMeetings(server, .automatic, altering: [.scheduleAgent])
        #expect(try server.messageCount() == 0)
        try await importMeetings(server, .strip, altering: [.attendees])
        #expect(try server.messageCount() == 0)
        // The trap works: as they are, the events make the server write to people.
        try await importMeetings(server, .keep, altering: [])
        #expect(try server.messageCount() > 0)
    }
}

@Suite struct SilenceTests {
    @Test func everyChangeOfAnEventAsksForSilence() async throws {
        let proxy = try FaultProxy(upstream: DAVServer.sabre.port())
        defer { proxy.stop() }
        let store = try await DAVServer.sabre.store(.calendars, port: proxy.port)
        let objects = Objects(.calendars)
        try await store.makeCollection(objects.collection, as: objects.description)
        let resource = NewResource(href: objects.href(1))
        let created = try await store.create(resource, body: BytesBody(objects.bytes(1))).resource
        let updated = try await store.update(resource, body: BytesBody(objects.bytes(1)), ifMatch: created.etag)
        try await store.delete(resource.href, ifMatch: updated.resource.etag)
        let changes = proxy.requests.filter { ["PUT", "DELETE"].contains($0.method) }
        #expect(changes.count >= 3)
        #expect(changes.contains { $0.method == "DELETE" })
        for change in changes {
            #expect(change.header("schedule-reply") == "F" && change.header("x-nc-scheduling") == "false")
        }
    }
}

extension [UInt8] {
    /// An event of the past is nothing a server writes about.
    fileprivate func replacingYear() -> [UInt8] {
        Array(String(decoding: self, as: UTF8.self).replacing(":20240102T", with: ":20990102T").utf8)
    }
}
