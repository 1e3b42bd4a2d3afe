import Glibc
import Testing

@testable import Archives

@Suite struct FolderTests {
    @Test func everythingBeneathAFolderIsListedInByteOrder() throws {
        let scratch = try Scratch()
        try scratch.write("in/b/2.txt", "two")
        try scratch.write("in/b/1.txt", "one")
        try scratch.write("in/a.txt", "a")
        try scratch.write("in/B.txt", "")
        let (set, part) = try ArchiveSet.single(scratch.path + "/in")
        #expect(part.format == .folder)
        #expect(part.paths == ["B.txt", "a.txt", "b", "b/1.txt", "b/2.txt"])
        #expect(part.byteCount == 7)
        #expect(set.allProblems.isEmpty)
        #expect(
            try set.contents(of: part).map { try $0.content.get() }
                == ["", "a", "one", "two"].map(\.utf8).map(Array.init))
    }

    @Test func linksAndFIFOsAreRefusedAndNeverOpened() throws {
        let scratch = try Scratch()
        try scratch.write("outside/secret.txt", "secret")
        try scratch.write("in/ok.txt", "ok")
        #expect(symlink("../outside", scratch.path + "/in/folder") == 0)
        #expect(symlink("/etc/passwd", scratch.path + "/in/file") == 0)
        #expect(mkfifo(scratch.path + "/in/pipe", 0o644) == 0)
        let (set, part) = try ArchiveSet.single(scratch.path + "/in")
        #expect(part.refusals == ["folder": .link, "file": .link, "pipe": .specialFile])
        #expect(part.paths == ["file", "folder", "ok.txt", "pipe"])
        #expect(try set.content("ok.txt", of: part) == [UInt8](text: "ok"))
    }

    @Test func aFolderExchangedForALinkIsNotFollowed() throws {
        let scratch = try Scratch()
        try scratch.write("in/sub/a.txt", "mine")
        try scratch.write("outside/a.txt", "evil")
        let (set, part) = try ArchiveSet.single(scratch.path + "/in")
        #expect(rename(scratch.path + "/in/sub", scratch.path + "/moved") == 0)
        #expect(symlink("../outside", scratch.path + "/in/sub") == 0)
        #expect(throws: ArchiveError.self) { try set.content("sub/a.txt", of: part) }
    }

    @Test func aFileThatGrewIsNotRead() throws {
        let scratch = try Scratch()
        try scratch.write("in/a.txt", "short")
        let (set, part) = try ArchiveSet.single(scratch.path + "/in")
        try scratch.write("in/a.txt", "longer than before")
        #expect(throws: ArchiveError.changed) { try set.content("a.txt", of: part) }
    }

    @Test func foreignNamesAreReadByTheirBytes() throws {
        let scratch = try Scratch()
        try scratch.write("in/ok.txt", "ok")
        var name = Array((scratch.path + "/in/caf").utf8CString.dropLast()) + [CChar(bitPattern: 0x82), 0]
        let descriptor = open(&name, O_CREAT | O_WRONLY, 0o644)
        #expect(write(descriptor, "x", 1) == 1)
        close(descriptor)
        let (set, part) = try ArchiveSet.single(scratch.path + "/in")
        #expect(part.paths == ["caf\u{fffd}", "ok.txt"])
        #expect(part.entries[0].rawName == [0x63, 0x61, 0x66, 0x82])
        #expect(try set.content("caf\u{fffd}", of: part) == [UInt8](text: "x"))
    }

    @Test func foldersNestedTooDeepAreToldAndOthersRead() throws {
        let scratch = try Scratch()
        try scratch.write("in/" + String(repeating: "d/", count: FolderWalk.maximumDepth + 3) + "deep.txt", "deep")
        try scratch.write("in/e.txt", "e")
        let (set, part) = try ArchiveSet.single(scratch.path + "/in")
        #expect(set.codes == [.tooDeep])
        #expect(try set.content("e.txt", of: part) == [UInt8](text: "e"))
    }

    @Test func anEmptyFolderIsAnError() throws {
        let scratch = try Scratch()
        #expect(ArchiveSet.open([scratch.path]).codes == [.noEntries])
    }
}
