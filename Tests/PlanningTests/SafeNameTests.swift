import Testing

@testable import Planning

@Suite struct SafeNameTests {
    static let kept = [
        "a.txt", "Résumé.pdf", "שלום", "写真", "a b", ".profil", "-rf", "100%", "COM.txt", "con1", "console.log",
        "auxiliary", "part", "a.parts", "a.b.c", "🦊🦊.txt", "COM10", "null", String(repeating: "é", count: 120),
    ]

    @Test(arguments: kept) func aSafeNameStays(_ name: String) { #expect(SafeName.component(name) == name) }

    static let replaced: [(String, String)] = [
        ("", "_"), (".", "_"), ("..", "._"), ("...", ".._"), ("a.", "a_"), ("a ", "a_"), ("a. .", "a. _"),
        ("a/b", "a_b"), ("a\\b", "a_b"), ("C:", "C_"), ("a*?\"<>|", "a______"), ("a\u{0}b", "a_b"), ("a\nb", "a_b"),
        ("a\u{1B}[31m", "a_[31m"), ("a\u{7F}", "a_"), ("a\u{9B}b", "a_b"), ("a\u{202E}b", "a_b"), ("a\u{2066}b", "a_b"),
        ("a\u{2028}b", "a_b"), ("\u{FEFF}a", "_a"), ("\u{200F}a", "_a"),
        ("CON", "CON_"), ("con.txt", "con_.txt"), ("Aux", "Aux_"), ("nul.tar.gz", "nul_.tar.gz"),
        ("NUL.a long name.txt", "NUL_.a long name.txt"),
        ("COM\u{B9}.log", "COM\u{B9}_.log"), (".htaccess.txt", ".htaccess_.txt"), ("COM1", "COM1_"),
        ("lpt9.md", "lpt9_.md"), (".htaccess", ".htaccess_"),
        ("film.part", "film.part_"), ("film.PART", "film.PART_"), ("film.filepart", "film.filepart_"),
    ]

    @Test(arguments: replaced) func anUnsafeNameIsReplaced(_ name: String, by safe: String) {
        #expect(SafeName.component(name) == safe)
    }

    @Test(arguments: [
        String(repeating: "a", count: 241), String(repeating: "a", count: 300) + ".txt",
        String(repeating: "🦊", count: 64) + ".jpeg", String(repeating: "e\u{301}", count: 200),
        "a." + String(repeating: "b", count: 300), String(repeating: "👩‍👩‍👧‍👦", count: 20) + ".jpg",
        String(repeating: "x", count: 236) + ".part",
    ])
    func aLongNameIsCutAndKeepsItsEnding(_ name: String) {
        let safe = SafeName.component(name)
        #expect(safe.utf8.count <= SafeName.maximumLength)
        if let dot = name.lastIndex(of: "."), name[dot...].utf8.count <= 20, !name.hasSuffix(".part") {
            #expect(safe.hasSuffix(name[dot...]))
        }
        #expect(safe != SafeName.component(name + "x"), "two long names became one")
    }

    @Test(arguments: kept + replaced.map(\.0)) func aSafeNameNeedsNoSecondRound(_ name: String) {
        let safe = SafeName.component(name)
        #expect(SafeName.component(safe) == safe)
        #expect(!safe.contains("/") && safe != "." && safe != ".." && !safe.isEmpty)
    }

    @Test func numbersGoBeforeTheEnding() {
        #expect(SafeName.numbered("photo.jpg", 2) == "photo (2).jpg")
        #expect(SafeName.numbered(".profil", 3) == ".profil (3)")
        let long = String(repeating: "n", count: 236) + ".txt"
        #expect(SafeName.numbered(long, 12).utf8.count <= SafeName.maximumLength)
        #expect(SafeName.numbered(long, 12) != SafeName.numbered(long, 13))
    }

    @Test(arguments: ["a-b_c@example.org", "040000008200E00074C5B7101A82E008", "x+y=z"])
    func aPlainUIDIsAFileName(_ uid: String) {
        #expect(SafeName.resource(uid: uid, ending: ".ics") == uid + ".ics")
    }

    @Test(arguments: [
        "", "../../etc/passwd", "/etc/passwd", "a/b", ".hidden", "a b", "é", "a\nb", "{ABC}",
        String(repeating: "u", count: 121),
    ])
    func anyOtherUIDIsHashed(_ uid: String) {
        let name = SafeName.resource(uid: uid, ending: ".ics")
        #expect(name.utf8.count == 36 && name.dropLast(4).allSatisfy { "0123456789abcdef".contains($0) })
        #expect(name != SafeName.resource(uid: uid + "x", ending: ".ics"))
    }

    @Test func aUIDThatIsADeviceNameIsSafe() {
        #expect(SafeName.resource(uid: "con", ending: ".ics") == "con_.ics")
    }
}
