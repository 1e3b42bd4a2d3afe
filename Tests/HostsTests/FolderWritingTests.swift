import FolderHost
import Glibc
import Hosting
import Items
import TestKit
import Testing

@Suite struct FolderWritingTests {
    @Test(arguments: [1_600_000_000, 0, -86_400] as [Int64])
    func modifiedTimeIsKept(_ modified: Int64) async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        let href = Href(collection: "", name: "x")
        let store = try session.store(.files)
        let created = try await store.create(NewResource(href: href, modified: modified), body: BytesBody([1]))
            .resource
        #expect(folder.status("files/x").st_mtim.tv_sec == modified)
        _ = try await store.update(
            NewResource(href: href, modified: modified - 1), body: BytesBody([2]), ifMatch: created.etag)
        #expect(folder.status("files/x").st_mtim.tv_sec == modified - 1)
        await session.close()
    }

    @Test func changeByAnotherProgramIsSeen() async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        let store = try session.store(.files)
        let href = Href(collection: "", name: "x")
        let created = try await store.create(NewResource(href: href, modified: 1_600_000_000), body: BytesBody([1]))
            .resource
        let before = folder.status("files/x")
        // Same size, same file, time of change put back. Until the clock by which the kernel stamps has gone on.
        repeat {
            let file = open(folder.at("files/x"), O_WRONLY)
            write(file, "2", 1)
            let time = timespec(tv_sec: 1_600_000_000, tv_nsec: 0)
            futimens(file, [time, time])
            close(file)
        } while folder.status("files/x").st_ctim.tv_nsec == before.st_ctim.tv_nsec
        let listed = try #require(try await store.list("").first)
        #expect(listed.etag != created.etag)
        await #expect(throws: StoreError(.preconditionFailed, "")) {
            try await store.update(NewResource(href: href), body: BytesBody([3]), ifMatch: created.etag)
        }
        #expect(folder.text("files/x") == "2")
        await session.close()
    }

    @Test func collectionHasTheFilesOfAVdir() async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        let store = try session.store(.calendars)
        let colors = ["a": "#16A765FF", "b": "#16a765", "c": "turquoise", "d": "#12345", "e": "#gggggg"]
        for (name, color) in colors {
            try await store.makeCollection(name, as: ItemCollection(.calendar, name: "Nom \(name)", color: color))
        }
        try await store.makeCollection("g", as: ItemCollection(.calendar, name: "two\r\nlines"))
        // A run that was killed right after it made this one.
        mkdir(folder.at("calendars/f"), 0o755)
        try await store.makeCollection("f", as: ItemCollection(.calendar, name: "Nom f", color: "#000000"))
        await session.close()
        #expect(folder.text("calendars/g/displayname") == "two lines")
        for name in ["a", "b", "c", "d", "e", "f"] {
            #expect(folder.text("calendars/\(name)/displayname") == "Nom \(name)")
        }
        let stored = ["a", "b", "c", "d", "e", "f"].map { folder.text("calendars/\($0)/color") }
        #expect(stored == ["#16A765", "#16a765", nil, nil, nil, "#000000"])
    }

    @Test func foreignCollectionKeepsItsProperties() async throws {
        let folder = try ScratchFolder()
        try folder.write("x", to: "calendars/a/x.ics")
        let session = try await folder.session(.writing)
        try await session.store(.calendars).makeCollection("a", as: ItemCollection(.calendar, name: "other"))
        await session.close()
        #expect(folder.names("calendars/a") == ["x.ics"])
    }

    @Test(arguments: ["a/b", ".hidden", ""])
    func collectionNobodyWouldFindIsRefused(_ path: String) async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        for (service, form) in [(StoreService.calendars, ItemCollection.Form.calendar), (.contacts, .addressBook)] {
            let store = try session.store(service)
            await #expect(throws: StoreError(.refused, "")) {
                try await store.makeCollection(path, as: ItemCollection(form, name: "n"))
            }
        }
        await session.close()
        #expect(folder.names() == [])
    }

    @Test(arguments: ["x", "x.vcf", "displayname", ".x.ics", "x.ics~"])
    func resourceNobodyWouldFindIsRefused(_ name: String) async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        let store = try session.store(.calendars)
        try await store.makeCollection("a", as: ItemCollection(.calendar, name: ""))
        await #expect(throws: StoreError(.refused, "")) { try await store.create("x", at: name, in: "a") }
        await session.close()
        #expect(folder.names("calendars/a") == [])
    }

    @Test func tooLongNameIsRefused() async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        let store = try session.store(.files)
        let name = String(repeating: "n", count: 256)
        await #expect(throws: StoreError(.refused, "")) { try await store.create("x", at: name, in: "") }
        await #expect(throws: StoreError(.refused, "")) {
            try await store.makeCollection(name, as: ItemCollection(.folder, name: name))
        }
        await session.close()
    }

    @Test func stoppedTaskLeavesNothing() async throws {
        let folder = try ScratchFolder()
        let session = try await folder.session(.writing)
        let store = try session.store(.files)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await store.create("x", at: "x", in: "")
        }
        await #expect(throws: StoreError(.cancelled, "")) { try await task.value }
        await session.close()
        #expect(folder.names("files") == [])
        #expect(folder.names() == ["files"])
    }
}
