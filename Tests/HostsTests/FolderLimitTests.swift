import FolderHost
import Foundation
import Glibc
import Hosting
import Items
import TestKit
import Testing

/// What a folder does at the limits of the system, each in a process of its own because limits are a process's.
@Suite struct FolderLimitTests {
    @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
    func fullDiskIsNoRoomAndLeavesNothing() async throws {
        let folder = try ScratchFolder()
        #expect(try run("/bin/mount", "-t", "tmpfs", "-o", "size=1m", "none", folder.path) == 0)
        defer { umount2(folder.path, Int32(MNT_DETACH)) }
        let session = try await folder.session(.writing)
        let store = try session.store(.files)
        #expect(store.capabilities.availableBytes == 0)
        try await store.create("small", at: "small", in: "")
        for _ in 0..<2 {
            await #expect(throws: StoreError(.noRoom, "")) {
                try await store.create(
                    NewResource(href: Href(collection: "", name: "large")), body: GeneratedBody(count: 2 << 20))
            }
            #expect(folder.names(".degoogle-tmp") == [])
            #expect(folder.names("files") == ["small"])
        }
        try await store.create("small", at: "small too", in: "")
        #expect(try run("/bin/mount", "-o", "remount,ro", folder.path) == 0)
        await #expect(throws: StoreError(.notPermitted, "")) { try await store.create("x", at: "x", in: "") }
        await session.close()
    }

    @Test func tooLargeAFileIsRefusedAndLeavesNothing() async {
        await #expect(processExitsWith: .success) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 40)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let folder = try ScratchFolder()
            let session = try await folder.session(.writing)
            let store = try session.store(.files)
            await #expect(throws: StoreError(.refused, "")) {
                try await store.create(
                    NewResource(href: Href(collection: "", name: "large")), body: GeneratedBody(count: 2 << 20))
            }
            #expect(folder.names(".degoogle-tmp") == [])
            #expect(folder.names("files") == [])
            try await store.create("small", at: "small", in: "")
            await session.close()
        }
    }

    @Test func folderOfAnotherUserIsNotPermitted() async throws {
        let folder = try ScratchFolder()
        try folder.write("x", to: "files/x")
        // Another test may have narrowed the umask of the process just then.
        for path in ["files/x", "files"] { chmod(folder.path + "/" + path, 0o755) }
        chmod(folder.path, 0o555)
        defer { chmod(folder.path, 0o755) }
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            if geteuid() == 0 { #expect(seteuid(65_534) == 0) }
            let profile = HostProfile(name: "h", url: "folder:\(path)")
            await #expect(throws: StoreError(.notPermitted, "")) {
                try await FolderDriver().open(profile, for: .writing)
            }
            let reading = try await FolderDriver().open(profile, for: .reading)
            #expect(try await reading.store(.files).list("").map(\.href.name) == ["x"])
        }
    }

    @Test func lackOfDescriptorsIsUnavailable() async {
        await #expect(processExitsWith: .success) {
            let folder = try ScratchFolder()
            let session = try await folder.session(.writing)
            let store = try session.store(.files)
            try await store.create("x", at: "x", in: "")
            var limit = rlimit(rlim_cur: 1, rlim_max: 1024)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            await #expect(throws: StoreError(.unavailable, "")) { try await store.create("y", at: "y", in: "") }
            await #expect(throws: StoreError(.unavailable, "")) { try await store.list("") }
            limit.rlim_cur = 1024
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            await session.close()
        }
    }

    @Test func nobodyElseMayWriteWhatIsMade() async {
        await #expect(processExitsWith: .success) {
            umask(0)
            let folder = try ScratchFolder()
            let session = try await FolderDriver().open(folder.profile(below: "root"), for: .writing)
            try await session.store(.files).create("x", at: "x", in: "")
            for name in ["root", "root/files", "root/files/x", "root/.degoogle-tmp"] {
                #expect(folder.status(name).st_mode & 0o022 == 0, "\(name)")
            }
            umask(0o077)
            try await session.store(.files).create("y", at: "y", in: "")
            #expect(folder.status("root/files/y").st_mode & 0o777 == 0o600)
            await session.close()
        }
    }

    @Test func memoryDoesNotDependOnTheSize() async {
        await #expect(processExitsWith: .success) {
            let folder = try ScratchFolder()
            let session = try await folder.session(.writing, "?durable=no")
            let store = try session.store(.files)
            let href = Href(collection: "", name: "large")
            _ = try await store.create(NewResource(href: href), body: GeneratedBody(count: 1 << 20))
            var usage = rusage()
            getrusage(0, &usage)
            let before = usage.ru_maxrss
            let body = GeneratedBody(count: 256 << 20)
            let large = Href(collection: "", name: "larger")
            _ = try await store.create(NewResource(href: large), body: body)
            let (stored, sent) = (try await store.get(large).fingerprint(), try body.fingerprint())
            #expect(stored == sent)
            getrusage(0, &usage)
            #expect(usage.ru_maxrss - before < 16 << 10, "from \(before) KiB to \(usage.ru_maxrss)")
        }
    }

    private func run(_ command: String, _ arguments: String...) throws -> Int32 {
        let process = try Process.run(URL(filePath: command), arguments: arguments)
        process.waitUntilExit()
        return process.terminationStatus
    }
}
