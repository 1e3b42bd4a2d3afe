import TestKit
import Testing
import WebDAVHost

@testable import Transport

/// What a mailbox or a domain leads to.
@Suite struct AccountAddressTests {
    @Test(arguments: [
        ("zoe@example.org", "https://example.org/", "zoe@example.org"), ("Example.ORG", "https://example.org/", nil),
    ])
    func aMailboxOrADomainIsUnderstood(_ text: String, _ top: String, _ user: String?) throws {
        let account = try #require(AccountAddress(text))
        #expect(account.top.text == top)
        #expect(account.user == user)
    }

    @Test(arguments: [
        "https://example.org", "example.org/dav", "example.org:8443", "folder:x.y", "@example.org", "a@b@example.org",
        "localhost", "", "z o.e", "exämple.org", "..", "sftp://zoe@example.org/",
    ])
    func whatIsNeitherStaysWhatItIs(_ text: String) { #expect(AccountAddress(text) == nil) }

    /// The answers of one SRV record for each service.
    private static func answers(_ calendars: [UInt8]?, _ contacts: [UInt8]?) -> [String: NameServer.Answer] {
        var answers: [String: NameServer.Answer] = [:]
        for (service, record) in [("_caldavs", calendars), ("_carddavs", contacts)] {
            answers["\(service)._tcp.example.org/33"] = record.map { .records([$0]) }
        }
        return answers
    }

    @Test(arguments: [
        (answers(nil, nil), "own https://example.org/"),
        (answers(NameServer.service("example.org"), nil), "own https://example.org/"),
        (answers(NameServer.service(""), NameServer.service("EXAMPLE.org")), "own https://example.org/"),
        (answers(NameServer.service("dav.example.org"), nil), "elsewhere https://dav.example.org/"),
        (
            answers(NameServer.service("example.org", port: 8443), NameServer.service("example.org", port: 8443)),
            "elsewhere https://example.org:8443/"
        ),
        (
            answers(NameServer.service("cal.example.net"), NameServer.service("card.example.net")),
            "elsewhere https://cal.example.net/ https://card.example.net/"
        ),
        (
            answers(NameServer.service("example.org"), NameServer.service("card.example.net")),
            "elsewhere https://example.org/ https://card.example.net/"
        ),
        (["_caldavs._tcp.example.org/33": .failure], "unanswered"),
    ])
    func anotherServerIsNeverTakenForTheOwn(_ answers: [String: NameServer.Answer], _ expected: String) throws {
        let server = try NameServer(answers)
        defer { server.stop() }
        let account = try #require(AccountAddress("zoe@example.org"))
        let place =
            switch account.place(ServiceLookup(port: server.port)) {
            case .own(let address): "own \(address.text)"
            case .elsewhere(let addresses): "elsewhere " + addresses.map(\.text).joined(separator: " ")
            case .unanswered: "unanswered"
            }
        #expect(place == expected)
    }
}
