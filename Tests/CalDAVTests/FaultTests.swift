import Hosting
import Items
import TestKit
import Testing

@testable import WebDAVHost

/// Lost answers and servers out of breath: everything arrives in one run, once.
@Suite(.serialized) struct FaultTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let rules: [FaultRule]
    }

    private static let cases: [Case] = [
        Case(
            description: "every third answer to PUT is lost",
            rules: [
                FaultRule("PUT", .every(3), .dropAfter), FaultRule("MKCALENDAR", .first(1), .dropAfter),
                FaultRule("MKCOL", .first(1), .dropAfter),
            ]),
        Case(description: "every third PUT never arrives", rules: [FaultRule("PUT", .every(3), .dropBefore)]),
        Case(
            description: "busy",
            rules: [
                FaultRule("PUT", .every(3), .status(503, retryAfter: "1")),
                FaultRule("MKCALENDAR", .first(2), .status(503, retryAfter: "1")),
                FaultRule("MKCOL", .first(2), .status(429, retryAfter: "1")),
            ]),
        Case(
            description: "too many requests",
            rules: [
                FaultRule("PUT", .every(4), .status(429, retryAfter: "1")),
                FaultRule("PROPFIND", .every(5), .status(429, retryAfter: "1")),
            ]),
        Case(description: "the database is locked", rules: [FaultRule("PUT", .every(3), .status(500))]),
    ]

    @Test(arguments: DAVServer.quick, cases)
    func everythingArrivesOnce(_ server: DAVServer, _ fault: Case) async throws {
        let proxy = try FaultProxy(upstream: server.port(), rules: fault.rules)
        defer { proxy.stop() }
        for service in [StoreService.calendars, .contacts] {
            let store = try await server.store(service, port: proxy.port)
            let trial = Objects(service)
            try await store.makeCollection(trial.collection, as: trial.description)
            let failures = await concurrently(Array(0..<12), width: 4) { number -> String? in
                do {
                    let stored = try await store.create(
                        NewResource(href: trial.href(number)), body: BytesBody(trial.bytes(number)))
                    return stored.resource.fingerprint == nil ? "no fingerprint" : nil
                } catch { return "\(number): \(error)" }
            }.compactMap { $0 }
            #expect(failures == [])
            let names = try await store.list(trial.collection).map(\.href.name).sorted()
            #expect(names == (0..<12).map { trial.href($0).name }.sorted())
            #expect(try await store.collections().count { $0.displayName == trial.description.name } == 1)
        }
    }

    @Test(arguments: DAVServer.quick)
    func aPortalIsNoServer(_ server: DAVServer) async throws {
        let proxy = try FaultProxy(upstream: server.port())
        defer { proxy.stop() }
        let store = try await server.store(.calendars, port: proxy.port)
        let trial = Objects(.calendars)
        try await store.makeCollection(trial.collection, as: trial.description)
        proxy.reset(rules: [FaultRule("PUT", .always, .captivePortal)])
        await #expect(throws: StoreError(.refused, "")) {
            try await store.create(NewResource(href: trial.href(1)), body: BytesBody(trial.bytes(1)))
        }
    }

    @Test(arguments: [DAVServer.radicale])
    func aUIDThatIsThereUnderAnotherNameIsFound(_ server: DAVServer) async throws {
        for service in [StoreService.calendars, .contacts] {
            let store = try await server.store(service)
            let trial = Objects(service)
            try await store.makeCollection(trial.collection, as: trial.description)
            _ = try await store.create(NewResource(href: trial.href(1)), body: BytesBody(trial.bytes(1)))
            let other = Href(collection: trial.collection, name: "other" + trial.ending)
            do {
                _ = try await store.create(NewResource(href: other), body: BytesBody(trial.bytes(1)))
                Issue.record("two resources have one UID")
            } catch {
                #expect(error.code == .alreadyExists)
                #expect(error.description.contains(trial.href(1).name))
            }
        }
    }
}

/// Small resources in a collection that nobody else uses.
struct Objects: Sendable {
    let service: StoreService
    let collection: String
    let description: ItemCollection

    init(_ service: StoreService, named name: String = "objects") {
        self.service = service
        collection = "\(name)-\(UInt64.random(in: 0...UInt64.max))"
        description = ItemCollection(
            service == .calendars ? .calendar : .addressBook, name: collection, color: "#16a765")
    }

    var ending: String { service == .calendars ? ".ics" : ".vcf" }

    func href(_ number: Int) -> Href { Href(collection: collection, name: "\(number)-\(collection)\(ending)") }

    func bytes(_ number: Int, _ more: String...) -> [UInt8] {
        let uid = "\(number)-\(collection)"
        let lines =
            service == .calendars
            ? [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", "UID:\(uid)",
                "DTSTAMP:20240101T000000Z", "DTSTART:20240102T100000Z", "DTEND:20240102T110000Z",
                "SUMMARY:Répétition \(number)",
            ] + more + ["END:VEVENT", "END:VCALENDAR"]
            : ["BEGIN:VCARD", "VERSION:3.0", "UID:\(uid)", "N:Lefèvre;\(number);;;", "FN:\(number) Lefèvre"] + more
                + ["END:VCARD"]
        return Array(lines.map { $0 + "\r\n" }.joined().utf8)
    }
}
