import FolderHost
import Glibc
import Hosting
import Items
import Testing

/// One run writes at a time, and what a run leaves behind when it is killed goes with the next.
@Suite struct FolderSessionTests {
    @Test func secondWriterIsRefused() async throws {
        let folder = try ScratchFolder()
        let first = try await folder.session(.writing)
        await #expect(throws: StoreError(.unavailable, "")) { try await folder.session(.writing) }
        let reading = try await folder.session(.reading)
        await reading.close()
        try await first.store(.files).create("x", at: "x", in: "")
        await first.close()
    }

    @Test func nextWriterIsLetInAfterClose() async throws {
        let folder = try ScratchFolder()
        for number in 0..<3 {
            let session = try await folder.session(.writing)
            try await session.store(.files).create("x", at: "\(number)", in: "")
            await session.close()
        }
        #expect(folder.names("files") == ["0", "1", "2"])
        #expect(folder.names() == ["files"])
    }

    @Test func closingUnlocksAFolderThatStays() async throws {
        let folder = try ScratchFolder()
        try folder.write("theirs", to: ".degoogle-tmp/notes.txt")
        let first = try await folder.session(.writing)
        await first.close()
        let second = try await folder.session(.writing)
        await second.close()
        #expect(first.stores.count == second.stores.count)
        #expect(folder.names() == [".degoogle-tmp"])
    }

    @Test func onlyOurLeftOversAreRemoved() async throws {
        let folder = try ScratchFolder()
        let ours = ["new-0000000000000001", "new-9999999999999999"]
        let theirs = ["new-1", "new-000000000000000x", "notes.txt", "xnew-0000000000000001"]
        for name in ours + theirs { try folder.write("half", to: ".degoogle-tmp/\(name)") }
        mkdir(folder.at(".degoogle-tmp/new-0000000000000002"), 0o755)
        symlink("notes.txt", folder.at(".degoogle-tmp/new-0000000000000003"))
        let session = try await folder.session(.writing)
        for number in 0..<4 { try await session.store(.files).create("x", at: "\(number)", in: "") }
        await session.close()
        let left = theirs + ["new-0000000000000002", "new-0000000000000003"]
        #expect(folder.names(".degoogle-tmp") == left.sorted())
        #expect(folder.names("files") == ["0", "1", "2", "3"])
    }

    @Test func readingLeavesLeftOversAlone() async throws {
        let folder = try ScratchFolder()
        try folder.write("half", to: ".degoogle-tmp/new-0000000000000001")
        let session = try await folder.session(.reading)
        await session.close()
        #expect(folder.names(".degoogle-tmp") == ["new-0000000000000001"])
    }

    @Test func killedRunLeavesNoHalfFile() async throws {
        let folder = try ScratchFolder()
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
            let profile = HostProfile(name: "h", url: "folder:\(path)")
            let store = try await FolderDriver().open(profile, for: .writing).store(.files)
            try await store.create("whole", at: "whole", in: "")
            _ = try await store.create(NewResource(href: Href(collection: "", name: "half")), body: KillingBody())
        }
        #expect(folder.names("files") == ["whole"])
        #expect(folder.text("files/whole") == "whole")
        #expect(folder.names(".degoogle-tmp")?.count == 1)
        let session = try await folder.session(.writing)
        #expect(folder.names(".degoogle-tmp") == [])
        await session.close()
        #expect(folder.names() == ["files"])
    }
}

/// Content in whose middle the process is killed.
private struct KillingBody: ContentBody {
    let byteCount: UInt64? = nil

    func open() -> any ContentReader { KillingReader() }
}

private final class KillingReader: ContentReader {
    private var hasGiven = false

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if hasGiven { kill(getpid(), SIGKILL) }
        hasGiven = true
        return buffer.count
    }
}
