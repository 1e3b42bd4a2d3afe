import Testing

@testable import Archives

@Suite struct EntryNameTests {
    struct Row: Sendable {
        let stored: [UInt8]
        let path: String
        var fault: EntryRefusal.PathFault?
        var keepsRaw = false
        var fromDOS = false

        init(
            _ stored: String, _ path: String, _ fault: EntryRefusal.PathFault? = nil, keepsRaw: Bool = false,
            fromDOS: Bool = false
        ) {
            self.init(Array(stored.utf8), path, fault, keepsRaw: keepsRaw, fromDOS: fromDOS)
        }

        init(
            _ stored: [UInt8], _ path: String, _ fault: EntryRefusal.PathFault? = nil, keepsRaw: Bool = false,
            fromDOS: Bool = false
        ) {
            (self.stored, self.path, self.fault) = (stored, path, fault)
            (self.keepsRaw, self.fromDOS) = (keepsRaw, fromDOS)
        }
    }

    @Test(arguments: [
        Row("Takeout/a.txt", "Takeout/a.txt"),
        Row("./Takeout//a.txt", "Takeout/a.txt"),
        Row("Takeout/./b/", "Takeout/b"),
        Row("a/...", "a/..."),
        Row("a..b/..c", "a..b/..c"),
        Row("é\u{301}/\u{1b}[2J\n", "é\u{301}/\u{1b}[2J\n"),
        Row("a:b", "a:b"),
        Row("C:evil", "C:evil"),
        Row("a\\b", "a\\b"),
        Row("a\\b", "a/b", keepsRaw: true, fromDOS: true),
        Row("d/a\\b", "d/a\\b", fromDOS: true),
        Row("", "", .empty),
        Row(".", "", .empty),
        Row("././", "", .empty),
        Row("/etc/passwd", "etc/passwd", .absolute),
        Row("//host/share", "host/share", .absolute),
        Row("\\x", "\\x", .absolute),
        Row("..", "..", .parentSegment),
        Row("a/../b", "a/../b", .parentSegment),
        Row("a/..", "a/..", .parentSegment),
        Row("..\\x", "..\\x", .parentSegment),
        Row("a\\..\\x", "a\\..\\x", .parentSegment),
        Row("C:", "C:", .driveLetter),
        Row("c:/x", "c:/x", .driveLetter),
        Row("C:\\x", "C:\\x", .driveLetter),
        Row("a\0/../b", "a\0/../b", .nul),
    ])
    func pathsAreNormalAndUnsafeOnesAreTold(_ row: Row) {
        row.stored.withUnsafeBufferPointer { stored in
            let name = EntryName(stored, encoding: .utf8, fromDOS: row.fromDOS)
            var bytes: [UInt8] = []
            #expect(name.appendPath(to: &bytes) == row.fault)
            #expect(String(decoding: bytes, as: UTF8.self) == row.path)
            #expect(name.keepsRaw == row.keepsRaw)
        }
    }

    @Test func undeclaredNamesAreUTF8IfTheyCanBeElseCodePage437() {
        #expect(path(of: Array("café".utf8), .undeclared) == "café")
        #expect(path(of: [0x63, 0x61, 0x66, 0x82, 0x21], .undeclared) == "café!")
        #expect(path(of: [0x80, 0x9f, 0xe1, 0xff], .undeclared) == "Çƒß\u{a0}")
    }

    @Test func brokenDeclaredUTF8IsRepairedForShow() {
        #expect(path(of: [0x61, 0xff, 0x62], .utf8) == "a\u{fffd}b")
    }

    @Test func everyByteOfCodePage437HasItsOwnCharacter() {
        let all = Array(UInt8.min...UInt8.max)
        let text = all.withUnsafeBufferPointer { String(decoding: CodePage437.utf8($0), as: UTF8.self) }
        #expect(text.unicodeScalars.count == 256)
        #expect(Set(text.unicodeScalars).count == 256)
    }

    private func path(of stored: [UInt8], _ encoding: EntryName.Encoding) -> String {
        stored.withUnsafeBufferPointer {
            var bytes: [UInt8] = []
            _ = EntryName($0, encoding: encoding).appendPath(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
