import Testing

@testable import Transport

@Suite struct RemoteAddressTests {
    @Test(arguments: [
        ("https://Example.ORG", "https://example.org/"),
        ("HTTPS://example.org:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://127.0.0.1:8080/dav/", "http://127.0.0.1:8080/dav/"),
        ("https://[2001:DB8::1]:8443/x", "https://[2001:db8::1]:8443/x"),
        ("https://example.org/a%20b/%C3%A9", "https://example.org/a%20b/%C3%A9"),
        ("sftp://example.org/~/files", "sftp://example.org/~/files"),
        ("https://example.org/a..b/...", "https://example.org/a..b/..."),
    ]) func aURLKeepsItsText(text: String, expected: String) throws {
        #expect(try RemoteAddress(text).text == expected)
    }

    @Test(arguments: [
        "", "/", "example.org", "https:", "https://", "https:///path", "ftp://example.org/", "file:///etc/passwd",
        "https://user:secret@example.org/", "https://user@example.org/", "https://example.org:0/",
        "https://example.org:65536/", "https://example.org:12x/", "https://example.org/a b", "https://example.org/é",
        "https://exämple.org/", "https://example.org/\r\nX: y", "https://example.org/\u{0}", "https://example.org/%",
        "https://example.org/%4", "https://example.org/%zz", "https://example.org/a/../b", "https://example.org/.",
        "https://example.org/%2e%2E/b", "https://example.org/.%2e", "https://exa%6Dple.org/", "https://-a.org/",
        "https://a..b/", "https://[::1/", "https://[example]/", "https://a]/", "https://example.org\\@evil.example/",
        "https://example.org/" + String(repeating: "a", count: 20_000),
    ]) func anythingElseIsRefused(text: String) {
        #expect(throws: TransportError(.invalidRequest, "")) { try RemoteAddress(text) }
    }

    /// RFC 3986 section 5.4, without those that need a scheme of the generic form, against a base with an https URL.
    @Test(arguments: [
        ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"), ("g?y", "/b/c/g?y"),
        ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"), (";x", "/b/c/;x"), ("", "/b/c/d;p?q"), (".", "/b/c/"), ("./", "/b/c/"),
        ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"), ("../..", "/"), ("../../g", "/g"), ("../../../g", "/g"),
        ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."), ("..g", "/b/c/..g"), ("./../g", "/b/g"),
        ("g;x=1/../y", "/b/c/y"), ("g?y/../x", "/b/c/g?y/../x"),
    ]) func referencesResolveAsTheRFCSays(reference: String, expected: String) throws {
        let base = try RemoteAddress("https://a/b/c/d;p?q")
        #expect(try base.resolving(reference).text == "https://a" + expected)
    }

    @Test(arguments: [
        ("//other.example/x", "https://other.example/x"), ("http://a/y", "http://a/y"),
        ("https://a:444/y/../z", "https://a:444/z"),
    ]) func aReferenceMayNameAnotherOrigin(reference: String, expected: String) throws {
        let base = try RemoteAddress("https://a/b")
        let target = try base.resolving(reference)
        #expect(target.text == expected)
        #expect(target.origin != base.origin)
    }

    @Test(arguments: ["%2e%2e/x", "javascript:alert(1)", "https://u:p@a/", "/a b", "///x", "ftp://a/"])
    func aHostileReferenceIsRefused(reference: String) throws {
        let base = try RemoteAddress("https://a/b/")
        #expect(throws: TransportError(.invalidRequest, "")) { try base.resolving(reference) }
    }

    @Test func segmentsAreEncodedOnce() throws {
        let base = try RemoteAddress("https://a/dav/?x")
        #expect(
            try base.appending(["a/b", "%2F é?#;+&", "~-._"]).text
                == "https://a/dav/a%2Fb/%252F%20%C3%A9%3F%23%3B%2B%26/~-._")
        #expect(try base.appending(["c"], asCollection: true).path == "/dav/c/")
        for bad in ["", ".", "..", "a\u{0}"] {
            #expect(throws: TransportError(.invalidRequest, "")) { try base.appending([bad]) }
        }
    }

    @Test(arguments: ["a", "é ü/%", "日本", "%", "a+b"]) func encodingCanBeUndone(text: String) {
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
    }

    @Test(arguments: ["%", "%4", "%zz", "%ff"]) func badEncodingIsNil(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }

    @Test(arguments: [
        ("http://127.0.0.1/", true), ("http://127.255.3.4/", true), ("http://[::1]/", true),
        ("http://localhost/", true),
        ("http://127.evil.example/", false), ("http://127.0.0.1.evil.example/", false), ("http://128.0.0.1/", false),
        ("http://127.0.0.256/", false), ("http://localhost.evil.example/", false), ("http://0.0.0.0/", false),
    ]) func onlyThisMachineIsLoopback(text: String, expected: Bool) throws {
        #expect(try RemoteAddress(text).origin.isLoopback == expected)
    }

    @Test func aQueryIsNotShown() throws {
        let address = try RemoteAddress("https://a/b?token=canary")
        #expect(!"\(address)".contains("canary"))
    }
}
