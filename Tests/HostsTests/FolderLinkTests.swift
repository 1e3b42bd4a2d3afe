import FolderHost
import Glibc
import Hosting
import Items
import Testing

/// Symbolic links below a host's root lead nowhere.
@Suite struct FolderLinkTests {
    @Test func folderLinkIsNeitherReadNorWrittenThrough() async throws {
        let (folder, outside) = (try ScratchFolder(), try ScratchFolder())
        try outside.write("secret", to: "inner/x")
        try folder.write("x", to: "files/a/x")
        symlink(outside.path, folder.at("files/link"))
        symlink(outside.path, folder.at("files/a/link"))
        let session = try await folder.session(.writing)
        let store = try session.store(.files)
        #expect(try await store.collections().map(\.path) == ["a"])
        for path in ["link", "link/inner", "a/link", "a/link/inner"] {
            await #expect(throws: StoreError(.refused, "")) { try await store.list(path) }
            await #expect(throws: StoreError(.refused, "")) { try await store.create("y", at: "y", in: path) }
            await #expect(throws: StoreError(.refused, "")) {
                try await store.makeCollection(path, as: ItemCollection(.folder, name: path))
            }
            await #expect(throws: StoreError(.refused, "")) {
                _ = try await store.get(Href(collection: path, name: "x"))
            }
        }
        await session.close()
        #expect(outside.names() == ["inner"])
        #expect(outside.names("inner") == ["x"])
    }

    @Test func fileLinkIsNeitherReadNorReplaced() async throws {
        let (folder, outside) = (try ScratchFolder(), try ScratchFolder())
        try outside.write("secret", to: "x")
        try folder.write("y", to: "files/a/y")
        symlink(outside.at("x"), folder.at("files/a/x"))
        symlink(outside.at("new"), folder.at("files/a/new"))
        let session = try await folder.session(.writing)
        let store = try session.store(.files)
        #expect(try await store.list("a").map(\.href.name) == ["y"])
        let etag = try #require(try await store.list("a").first).etag
        for name in ["x", "new"] {
            let href = Href(collection: "a", name: name)
            await #expect(throws: StoreError(.refused, "")) { _ = try await store.get(href) }
            await #expect(throws: StoreError(.alreadyExists, "")) { try await store.create("z", at: name, in: "a") }
            await #expect(throws: StoreError(.preconditionFailed, "")) {
                try await store.update(NewResource(href: href), body: BytesBody([]), ifMatch: etag)
            }
        }
        await session.close()
        #expect(outside.names() == ["x"])
        #expect(outside.text("x") == "secret")
    }

    @Test(arguments: [".degoogle-tmp", "files", "calendars", "contacts"])
    func linkInPlaceOfOurFoldersIsRefused(_ name: String) async throws {
        let (folder, outside) = (try ScratchFolder(), try ScratchFolder())
        try outside.write("theirs", to: "new-0000000000000001")
        symlink(outside.path, folder.at(name))
        await #expect(throws: StoreError(.refused, "")) {
            let session = try await folder.session(.writing)
            for store in session.stores.values {
                let form: ItemCollection.Form = store.service == .files ? .folder : .calendar
                try await store.makeCollection("a", as: ItemCollection(form, name: "a"))
            }
        }
        #expect(outside.names() == ["new-0000000000000001"])
    }
}
