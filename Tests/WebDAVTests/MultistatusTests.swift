import Hosting
import Testing
import Transport

@testable import WebDAVHost

@Suite struct MultistatusTests {
    private static let base = "https://dav.example.org/files/a%20b/"

    private func read(_ inner: String) throws -> Multistatus {
        let text = "<?xml version=\"1.0\"?><multistatus xmlns=\"DAV:\">\(inner)</multistatus>"
        return try Multistatus(Array(text.utf8), from: RemoteAddress(Self.base))
    }

    private func names(_ href: String) throws -> [String]? {
        let answer = try read("<response><href>\(href)</href><status>HTTP/1.1 200 OK</status></response>")
        return try answer.responses[0].names(below: RemoteAddress(Self.base))
    }

    @Test(arguments: [
        ("/files/a%20b/x.txt", "x.txt"), ("/files/a b/x y", "x y"), ("https://dav.example.org/files/a%20b/c/", "c"),
        ("/files/a%20b/100%2525", "100%25"), ("/files/a%20b/50%", "50%"), ("x%3Ay", "x:y"),
        ("/files/a%20b/e%CC%81", "e\u{301}"), ("/files/a%20b/\u{E9}", "\u{E9}"), ("/files/a%20b/a#b", "a"),
        ("/files/%61%20b/x%23%3F%3B", "x#?;"),
    ])
    func hrefsAreDecodedOnce(_ href: String, _ name: String) throws {
        let found = try #require(try names(href))
        #expect(found.count == 1 && found[0].utf8.elementsEqual(name.utf8), "\(found)")
    }

    @Test(arguments: ["/files/a%20b/x%2Fy", "/files/a%20b/x%00", "/files/a%20b/%FF", "/elsewhere/x", "/files/x"])
    func namesThatCannotBeAreNone(_ href: String) throws { #expect(try names(href) == nil) }

    @Test func theCollectionItselfHasNoName() throws {
        #expect(try names("/files/a%20b/") == [])
        #expect(try names("/files/a%20b") == [])
    }

    @Test(arguments: [
        "https://evil.example.org/files/a%20b/x", "http://dav.example.org/files/a%20b/x", "//evil.example.org/x",
        "https://dav.example.org:444/x", "/files/a%20b/%2e%2e/x",
    ])
    func hrefsOfOtherPlacesAreRefused(_ href: String) {
        #expect(throws: StoreError(.unavailable, "")) { try names(href) }
    }

    @Test func propertiesAreToldByStatus() throws {
        let answer = try read(
            """
            <response><href>x</href><propstat><prop><getetag>"1"</getetag></prop><status>HTTP/1.1 200 OK</status>\
            </propstat><propstat><prop><displayname/></prop><status>HTTP/1.1 404 Not Found</status></propstat>\
            </response><sync-token> t </sync-token>
            """)
        #expect(answer.responses[0].property(.dav("getetag"))?.text == "\"1\"")
        #expect(answer.responses[0].property(.dav("displayname")) == nil)
        #expect(answer.responses[0].failure == 404)
        #expect(answer.syncToken == "t")
    }

    @Test func severalHrefsShareAStatus() throws {
        let answer = try read(
            """
            <response><href>x</href><href>y</href><status>HTTP/1.1 423 Locked</status>\
            <error><lock-token-submitted/></error></response>
            """)
        #expect(answer.responses.map(\.status) == [423, 423])
        #expect(answer.responses[1].conditions == [.dav("lock-token-submitted")])
    }

    @Test(arguments: ["<html><body>Welcome to our hotel</body></html>", "", "{}", "<x xmlns='DAV:'/>"])
    func whatIsNoMultistatusIsRefused(_ text: String) throws {
        let address = try RemoteAddress(Self.base)
        #expect(throws: StoreError(.unavailable, "")) { try Multistatus(Array(text.utf8), from: address) }
    }
}
