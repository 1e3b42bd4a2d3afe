import TestKit
import Testing

@testable import Transport

/// Where a domain has its calendars, as name servers say it.
@Suite struct ServiceLookupTests {
    private static let question = NameServer.labels("_caldavs._tcp.example.org") + [0, 33, 0, 1]

    /// An answer of SRV records.
    private static func message(_ services: [[UInt8]], type: UInt8 = 33) -> ServiceMessage {
        ServiceMessage(NameServer.reply(question: question, services.map { ([0, type], $0) }))
    }

    @Test(arguments: [
        ([NameServer.service("dav.example.org", port: 8443)], "dav.example.org:8443"),
        ([NameServer.service("b.org", priority: 2), NameServer.service("a.org", priority: 1)], "a.org:443"),
        ([NameServer.service("light.org", weight: 1), NameServer.service("heavy.org", weight: 9)], "heavy.org:443"),
        ([NameServer.service("b.org"), NameServer.service("a.org")], "a.org:443"),
        // The domain says it has none, or a port that is none.
        ([NameServer.service("")], "nothing"),
        ([NameServer.service("a.org", port: 0)], "nothing"),
        ([], "nothing"),
        // The name after "dav." is the end of the one asked for (RFC 1035 section 4.1.4).
        ([[0, 0, 0, 0, 1, 187, 3, 0x64, 0x61, 0x76, 0xC0, 26]], "dav.example.org:443"),
    ])
    func theFirstOfTheBestIsUsed(_ services: [[UInt8]], _ expected: String) throws {
        let best = ServiceRecord.best(of: try #require(Self.message(services).services()))
        #expect(best.map { "\($0.target):\($0.port)" } ?? "nothing" == expected)
    }

    @Test(arguments: [
        NameServer.service("evil.org/x?"), NameServer.service("a b.org"), NameServer.service("zoe@evil.org"),
        [0, 0, 0, 0, 1, 187], [0, 0, 0], [], [0, 0, 0, 0, 1, 187, 63, 0x64],
        // A name that is a part of itself.
        [0, 0, 0, 0, 1, 187, 0xC0, 61],
    ])
    func whatIsNoHostNameIsRefused(_ service: [UInt8]) { #expect(Self.message([service]).services() == nil) }

    @Test func anAnswerThatBreaksOffIsRefused() {
        let whole = NameServer.reply(question: Self.question, [([0, 33], NameServer.service("dav.example.org"))])
        #expect(ServiceMessage(whole).services()?.count == 1)
        for length in whole.indices { #expect(ServiceMessage(Array(whole[..<length])).services() == nil) }
    }

    @Test(arguments: [
        (NameServer.text("path=/dav/"), "/dav/"), (NameServer.text("txtvers=1", "Path=/x"), "/x"),
        (NameServer.text("path=dav"), nil), (NameServer.text("path="), nil), (NameServer.text("v=spf1"), nil),
        ([200, 0x70], nil), ([], nil),
    ])
    func theTextRecordNamesThePath(_ data: [UInt8], _ expected: String?) {
        #expect(Self.message([data], type: 16).path() == expected)
    }

    @Test func aNameServerSaysServicePortAndPath() throws {
        let server = try NameServer([
            "_caldavs._tcp.example.org/33": .records([NameServer.service("dav.example.org", port: 8443)]),
            "_caldavs._tcp.example.org/16": .records([NameServer.text("path=/dav/")]),
            "_carddavs._tcp.example.org/33": .records([NameServer.service("dav.example.org")]),
            "_carddavs._tcp.example.org/16": .records([NameServer.text("path=/a?b")]),
            "_caldavs._tcp.broken.org/33": .failure,
        ])
        defer { server.stop() }
        let lookup = ServiceLookup(port: server.port)
        let address = try RemoteAddress("https://dav.example.org:8443/dav/")
        #expect(lookup.place(of: "_caldavs", in: "example.org") == .found(address))
        // A query is no place; the well-known address is asked there.
        let top = try RemoteAddress("https://dav.example.org/")
        #expect(lookup.place(of: "_carddavs", in: "example.org") == .found(top))
        #expect(lookup.place(of: "_caldavs", in: "other.org") == .nothing)
        #expect(lookup.place(of: "_caldavs", in: "broken.org") == .failed)
        #expect(server.questions.allSatisfy { $0.hasPrefix("_caldavs._tcp.") || $0.hasPrefix("_carddavs._tcp.") })
    }
}
