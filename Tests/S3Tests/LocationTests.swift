import Hosting
import Testing
import Transport

@testable import S3Host

@Suite struct LocationTests {
    @Test(arguments: [
        ("s3:https://s3.example.org/photos", "https://s3.example.org/photos", "", nil),
        ("s3:https://s3.example.org/photos/", "https://s3.example.org/photos", "", nil),
        (
            "S3:https://s3.example.org:3900/b/home/2024?region=garage", "https://s3.example.org:3900/b",
            "home/2024/", "garage"
        ),
        ("s3:https://s3.example.org/b/%C3%A9t%C3%A9?addressing=path", "https://s3.example.org/b", "été/", nil),
        ("s3:https://example.org/b/p?addressing=virtual&region=eu-1", "https://b.example.org/", "p/", "eu-1"),
        ("s3:http://127.0.0.1:8333/b?addressing=virtual", "http://b.127.0.0.1:8333/", "", nil),
    ])
    func urlNamesBucketAndPrefix(_ url: String, _ root: String, _ prefix: String, _ region: String?) throws {
        let location = try S3Location(url: url)
        #expect(location.root.text == root)
        #expect(location.prefix == prefix)
        #expect(location.region == region)
    }

    @Test(arguments: [
        "https://s3.example.org/b", "s3:", "s3:s3.example.org/b", "s3:https://s3.example.org",
        "s3:https://s3.example.org/",
        "s3:https://key:secret@s3.example.org/b", "s3:https://s3.example.org/b/../c",
        "s3:https://s3.example.org/b//c%2F",
        "s3:https://s3.example.org/b/a%2F%2Fb", "s3:https://s3.example.org/b?region=",
        "s3:https://s3.example.org/b?Region=x",
        "s3:https://s3.example.org/b?region=a%0Ab", "s3:https://s3.example.org/b?addressing=dns",
        "s3:ftp://example.org/b",
        "s3:https://s3.example.org/b c", "s3:https://s3.example.org/b%2Fc", "s3:https://s3.example.org/b/%00",
    ])
    func wrongURLIsRefused(_ url: String) {
        #expect(throws: StoreError(.refused, "")) { try S3Location(url: url) }
    }

    @Test(arguments: [
        "https://KEY:SECRET@h/b", "s3:https://KEY:SECRET@h/b", "s3:https://KEY:SECRET@h", "s3:KEY:SECRET@h/b",
        "s3:https://h/b?secret=SECRET", "s3:https://h/SECRET@%00", "s3:https://h/?SECRET",
    ])
    func noErrorHoldsTheSecretOfAURL(_ url: String) {
        do throws(StoreError) {
            _ = try S3Location(url: url)
            Issue.record("\(url) is taken")
        } catch { #expect(!error.description.contains("SECRET")) }
    }

    @Test func clearTextToAnotherMachineIsRefused() throws {
        #expect(throws: StoreError(.refused, "")) {
            try driver().check(HostProfile(name: "x", url: "s3:http://s3.example.org/b"))
        }
        try driver().check(HostProfile(name: "x", url: "s3:https://s3.example.org/b"))
        try driver().check(HostProfile(name: "x", url: url(8333)))
    }
}
