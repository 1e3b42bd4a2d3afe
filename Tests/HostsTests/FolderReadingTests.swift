import FolderHost
import Glibc
import Hosting
import Items
import Testing

@Suite struct FolderReadingTests {
    private let event = """
        BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:UID\r\nDTSTAMP:20240101T000000Z\r
        DTSTART:20240102T100000Z\r\nSUMMARY:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n
        """

    @Test func readingTouchesNothing() async throws {
        let folder = try ScratchFolder()
        let session = try await FolderDriver().open(folder.profile(below: "missing"), for: .reading)
        for service in StoreService.allCases {
            let store = try session.store(service)
            #expect(try await store.collections() == [])
            #expect(try await store.list("a") == [])
            let available = try #require(store.capabilities.availableBytes)
            #expect(available > 0)
            await #expect(throws: StoreError(.notPermitted, "")) {
                try await store.makeCollection("a", as: ItemCollection(.folder, name: "a"))
            }
            await #expect(throws: StoreError(.notPermitted, "")) { try await store.create("x", at: "x.ics", in: "a") }
        }
        await session.close()
        #expect(folder.names() == [])
    }

    @Test func vdirOfOtherProgramsIsRead() async throws {
        let folder = try ScratchFolder()
        try folder.write("Maison\n", to: "calendars/home/displayname")
        try folder.write("#ff0000", to: "calendars/home/color")
        for name in ["b", "a b (copy)", "É"] {
            try folder.write(event.replacing("UID:UID", with: "UID:uid of \(name)"), to: "calendars/home/\(name).ics")
        }
        try folder.write("BEGIN:VCALENDAR", to: "calendars/home/broken.ics")
        try folder.write(event, to: "calendars/home/.hidden.ics")
        try folder.write(event, to: "calendars/home/note.txt")
        try folder.write(event, to: "calendars/home/folder.ics/inner.ics")
        try folder.write(event, to: "calendars/stray.ics")
        try folder.write("x", to: "calendars/.cache/x.ics")
        mkdir(folder.at("calendars/empty"), 0o755)
        let session = try await folder.session(.reading)
        let store = try session.store(.calendars)
        #expect(
            try await store.collections() == [
                StoredCollection(path: "empty", displayName: nil),
                StoredCollection(path: "home", displayName: "Maison"),
            ])
        let resources = try await store.list("home")
        #expect(resources.map(\.href.name) == ["a b (copy).ics", "b.ics", "broken.ics", "É.ics"])
        #expect(resources.map(\.uid) == ["uid of a b (copy)", "uid of b", nil, "uid of É"])
        #expect(resources.map { $0.fingerprint == nil } == [false, false, true, false])
        #expect(Set(resources.map(\.etag)).count == 4)
        await session.close()
    }

    @Test func programsHabitsDoNotShowInTheFingerprint() async throws {
        let folder = try ScratchFolder()
        try folder.write(event, to: "calendars/home/a.ics")
        try folder.write(
            event.replacing("//test//", with: "//other//").replacing("20240101T", with: "20250101T"),
            to: "calendars/home/b.ics")
        let session = try await folder.session(.reading)
        let resources = try await session.store(.calendars).list("home")
        #expect(resources.count == 2)
        #expect(resources.first?.fingerprint != nil)
        #expect(resources.first?.fingerprint == resources.last?.fingerprint)
    }

    @Test func oversizedCalendarObjectHasNoUID() async throws {
        let folder = try ScratchFolder()
        try folder.write(event, to: "calendars/home/a.ics")
        truncate(folder.at("calendars/home/a.ics"), 64 << 20 | 1)
        let resources = try await folder.session(.reading).store(.calendars).list("home")
        #expect(resources.map(\.byteCount) == [64 << 20 | 1])
        #expect(resources.first?.uid == nil)
        #expect(resources.first?.fingerprint == nil)
    }

    @Test func namedPipeIsNoResource() async throws {
        let folder = try ScratchFolder()
        try folder.write("x", to: "files/a/x")
        mkfifo(folder.at("files/a/pipe"), 0o644)
        let store = try await folder.session(.reading).store(.files)
        #expect(try await store.list("a").map(\.href.name) == ["x"])
        await #expect(throws: StoreError(.refused, "")) {
            _ = try await store.get(Href(collection: "a", name: "pipe"))
        }
    }

    @Test func fileListingNeedsNoContent() async throws {
        let folder = try ScratchFolder()
        try folder.write("1234", to: "files/a/.hidden")
        let resources = try await folder.session(.reading).store(.files).list("a")
        #expect(resources.map(\.href) == [Href(collection: "a", name: ".hidden")])
        #expect(resources.map(\.byteCount) == [4])
        #expect(resources.first?.fingerprint == nil)
    }

    @Test func fileThatChangesWhileItIsReadIsAnError() async throws {
        let folder = try ScratchFolder()
        try folder.write("1234", to: "files/x")
        let body = try await folder.session(.reading).store(.files).get(Href(collection: "", name: "x"))
        let reader = try body.open()
        truncate(folder.at("files/x"), 2)
        #expect(throws: ContentError.self) {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
            defer { buffer.deallocate() }
            while try reader.read(into: buffer) > 0 {}
        }
    }
}
