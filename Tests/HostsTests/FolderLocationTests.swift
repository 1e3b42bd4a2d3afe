import FolderHost
import Glibc
import Hosting
import Testing

@Suite struct FolderLocationTests {
    @Test(arguments: [
        "folder:/srv/maison", "folder:relative/dir", "folder:~/backup", "folder:/a b/été", "folder:/what?",
        "folder:/srv/100%25", "folder:/scratch?durable=no", "folder:/srv?durable=yes",
    ])
    func folderURLIsTaken(_ url: String) throws {
        try FolderDriver().check(HostProfile(name: "h", url: url))
    }

    @Test(arguments: [
        "folder:", "folder:?durable=no", "folder:/srv?durable=maybe", "https://example.org", "folder", "folder:/a\0b",
        "",
    ])
    func otherURLIsRefused(_ url: String) {
        #expect(throws: StoreError(.refused, "")) { try FolderDriver().check(HostProfile(name: "h", url: url)) }
    }

    @Test(arguments: ["100%25", "what?", " two words ", "?durable=no&", "été"])
    func pathIsTakenAsItIs(_ name: String) async throws {
        let folder = try ScratchFolder()
        let profile = folder.profile(below: name)
        // What looks like the option and is none of its values is not guessed at.
        guard !name.hasPrefix("?durable=") else {
            await #expect(throws: StoreError(.refused, "")) { try await FolderDriver().open(profile, for: .writing) }
            return
        }
        let session = try await FolderDriver().open(profile, for: .writing)
        await session.close()
        #expect(folder.names() == [name])
    }

    @Test func missingFoldersAboveAreMade() async throws {
        let folder = try ScratchFolder()
        let session = try await FolderDriver().open(folder.profile(below: "a/b//c/"), for: .writing)
        try await session.store(.files).create("x", at: "x", in: "")
        await session.close()
        #expect(folder.names("a/b/c") == ["files"])
    }

    @Test func rootMayBeASymbolicLink() async throws {
        let folder = try ScratchFolder()
        mkdir(folder.at("disk"), 0o755)
        symlink("disk", folder.at("link"))
        let session = try await FolderDriver().open(folder.profile(below: "link"), for: .writing)
        try await session.store(.files).create("x", at: "x", in: "")
        await session.close()
        #expect(folder.text("disk/files/x") == "x")
    }

    @Test func homeIsExpanded() async {
        await #expect(processExitsWith: .success) {
            let folder = try ScratchFolder()
            setenv("HOME", folder.path, 1)
            let profile = HostProfile(name: "h", url: "folder:~/maison")
            let session = try await FolderDriver().open(profile, for: .writing)
            await session.close()
            #expect(folder.names() == ["maison"])
        }
    }
}
