import Hosting
import Testing
import Transport

@testable import WebDAVHost

@Suite struct NextcloudRequestTests {
    private func json(_ text: String) throws -> JSONValue { try #require(JSONValue(Array(text.utf8))) }

    @Test func bulkBodyHasWhatTheServerChecks() throws {
        let parts = [
            BulkBody.Part(path: "/a/\u{E9}.txt", bytes: Array("hello".utf8), modified: 1_500_000_000),
            BulkBody.Part(path: "/a/empty", bytes: [], modified: 86_400),
        ]
        let boundary = "--" + BulkBody.boundary
        let expected = [
            boundary, "X-File-Path: /a/\u{E9}.txt", "X-File-MD5: 5d41402abc4b2a76b9719d911017c592",
            "X-File-Mtime: 1500000000", "X-OC-Mtime: 1500000000", "Content-Length: 5", "", "hello", boundary,
            "X-File-Path: /a/empty", "X-File-MD5: d41d8cd98f00b204e9800998ecf8427e", "Content-Length: 0", "", "",
            boundary + "--", "",
        ].joined(separator: "\r\n")
        #expect(String(decoding: try BulkBody.bytes(parts), as: UTF8.self) == expected)
    }

    @Test(arguments: ["/a\nX-File-Path: /b", "/a\r", "/a ", "/a\u{0}", ""])
    func pathsThatAHeaderCannotCarryGoAlone(_ path: String) { #expect(!BulkBody.canCarry(path)) }

    @Test(arguments: [
        (0 as UInt64, 10 as UInt64), (5 << 30, 10), (90_000 << 20, 11), (1_000_000 << 20, 112),
    ])
    func chunksAreAtMostTenThousand(_ byteCount: UInt64, _ mebibytes: UInt64) {
        let size = ChunkedUpload.chunkSize(byteCount, largest: 100 << 20)
        #expect(size == mebibytes << 20)
        #expect((byteCount + size - 1) / size <= 10_000)
    }

    @Test func aServerMayWantSmallerChunks() {
        #expect(ChunkedUpload.chunkSize(1 << 30, largest: 6 << 20) == 6 << 20)
        #expect(ChunkedUpload.chunkSize(1 << 30, largest: 1) == 5 << 20)
    }

    @Test(arguments: [
        ([:], 0), (["00001": 10], 1), (["00001": 10, "00002": 10, "00003": 5], 3), (["00001": 10, "00003": 5], 1),
        (["00001": 9, "00002": 10], 0), (["00001": 10, "00002": 10, "00003": 4], 2), (["00002": 10], 0),
    ])
    func resumingBeginsAfterTheWholeChunks(_ sizes: [String: UInt64], _ complete: Int) {
        #expect(ChunkedUpload.completeChunks(sizes, chunkSize: 10, byteCount: 25) == complete)
    }

    @Test func chunksOfDifferentFilesDoNotMeet() {
        let href = Href(collection: "a", name: "b")
        let names = [
            ChunkedUpload.folderName(NewResource(href: href, modified: 1), 10),
            ChunkedUpload.folderName(NewResource(href: href, modified: 2), 10),
            ChunkedUpload.folderName(NewResource(href: href, modified: 1), 11),
            ChunkedUpload.folderName(NewResource(href: Href(collection: "a", name: "c"), modified: 1), 10),
        ]
        #expect(Set(names).count == 4)
        #expect(names[0] == ChunkedUpload.folderName(NewResource(href: href, modified: 1), 10))
    }

    @Test(arguments: [
        ("https://c.example.org/", "https://c.example.org/"),
        ("https://c.example.org/nc/", "https://c.example.org/nc/"),
        ("https://c.example.org/nc/remote.php/dav/files/a%20b/x/", "https://c.example.org/nc/"),
        ("https://c.example.org/index.php/apps/files/", "https://c.example.org/"),
    ])
    func theInstallationIsFoundFromInside(_ start: String, _ base: String) throws {
        #expect(try NextcloudServer.base(of: RemoteAddress(start)).text == base)
    }

    @Test func capabilitiesAreRead() throws {
        let features = NextcloudFeatures(
            try json(
                """
                {"version":{"major":32,"extendedSupport":false},"capabilities":{"theming":{},"notes":{"api_version":["0.2","1.3"]},
                "files":{"forbidden_filenames":[".htaccess"],"forbidden_filename_basenames":["con"],
                "forbidden_filename_characters":["\\\\","/"],"forbidden_filename_extensions":[".part"," "],
                "chunked_upload":{"max_size":104857600}},"dav":{"bulkupload":"1.0","chunking":"1.0"}}}
                """))
        #expect(features.isNextcloud && features.takesBulk && features.takesChunks && features.hasNotes)
        #expect(features.largestChunk == 104_857_600)
        for name in [".HTACCESS", "Con.txt", "a\\b", "x.PART", "end ", "tab\t", "cafe\u{301}"] {
            #expect(features.nameRules.problem(with: name) != nil, "\(name)")
        }
        for name in ["htaccess", "console.txt", "party.txt", "caf\u{E9}"] {
            #expect(features.nameRules.problem(with: name) == nil, "\(name)")
        }
    }

    @Test func whatSaysNothingPromisesNothing() throws {
        let features = NextcloudFeatures(try json("{}"))
        #expect(!features.isNextcloud && !features.takesBulk && !features.takesChunks)
        #expect(features.nameRules == NameRules())
    }

    @Test(arguments: ["<html></html>", "{}", "[]", "{\"installed\":true}", ""])
    func whatIsNoStatusIsNone(_ text: String) { #expect(NextcloudStatus(Array(text.utf8)) == nil) }

    @Test func statusIsReadFromBothProducts() throws {
        let nextcloud = try #require(
            NextcloudStatus(
                Array(
                    """
                    {"installed":true,"maintenance":false,"needsDbUpgrade":false,"version":"32.0.1.2",
                    "versionstring":"32.0.1","edition":"","productname":"Nextcloud"}
                    """.utf8)))
        #expect(nextcloud.installed && !nextcloud.maintenance && nextcloud.product == "Nextcloud")
        let ownCloud = try #require(
            NextcloudStatus(Array(#"{"installed":"true","maintenance":"true","version":"10.0.3.3"}"#.utf8)))
        #expect(ownCloud.installed && ownCloud.maintenance)
    }
}
