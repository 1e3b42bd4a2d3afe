import ContentLines
import Testing
import VCard

struct CardSplitterTests {
    private func split(_ text: String) -> CardSplit { CardSplitter.split(Array(text.utf8)) }
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    private func card(_ version: String, _ lines: String...) -> String {
        "BEGIN:VCARD\nVERSION:\(version)\n" + lines.map { $0 + "\n" }.joined() + "END:VCARD\n"
    }
    private func only(_ text: String) throws -> Card {
        let found = split(text)
        #expect(found.cards.count == 1 && found.problems.isEmpty)
        return try #require(found.cards.first)
    }

    @Test
    func versionsMixInOneFileAndBytesStay() {
        let cards = [
            card("2.1", "N:A;B", "NOTE;ENCODING=QUOTED-PRINTABLE:a=", "b:END", "PHOTO;BASE64:QUJD", "REVG", ""),
            card("3.0", "FN:C", "item1.EMAIL:c@x", "item1.X-ABLabel:choir", "UID:3"),
            card("4.0", "FN:D", "UID:urn:uuid:4"),
        ]
        let found = split("\u{FEFF}" + cards.joined(separator: "\n\u{FEFF}"))
        #expect(found.cards.map { text($0.bytes) } == cards)
        #expect(found.cards.map(\.version) == [.v21, .v30, .v40])
        #expect(found.cards.map(\.uid) == [nil, "3", "urn:uuid:4"])
        #expect(found.cards.map(\.formattedName) == ["B A", "C", "D"])
        #expect(found.cards[0].photo == .inline && found.cards[1].photo == nil)
        #expect(found.cards[0].problems.map(\.code) == [.missingUID, .missingFormattedName])
    }

    @Test
    func aCardInAnAgentStaysInItsCard() throws {
        let inner = "BEGIN:VCARD\nVERSION:2.1\nFN:Agent\nUID:inner\nCATEGORIES:x\nEND:VCARD"
        for agent in ["AGENT:\n\(inner)", "AGENT:\(inner)"] {
            let source = card("2.1", "FN:Outer", agent, "UID:outer")
            let found = try only(source + "\n")
            #expect(text(found.bytes) == source)
            #expect(found.uid == "outer" && found.formattedName == "Outer" && found.categories.isEmpty)
            let changed = found.settingUID("new")
            #expect(text(changed.bytes) == source.replacing("UID:outer\n", with: "UID:new\r\n"))
        }
    }

    @Test
    func anAgentOfAnAgentStaysInside() throws {
        let innermost = "AGENT:\nBEGIN:VCARD\nUID:3\nEND:VCARD\n"
        let source = card("2.1", "AGENT:\nBEGIN:VCARD\n\(innermost)UID:2\nCATEGORIES:x\nEND:VCARD", "UID:1")
        let found = try only(source)
        #expect(text(found.bytes) == source)
        #expect(found.uid == "1" && found.categories.isEmpty)
        let swapped = try only(source.replacing("UID:2\nCATEGORIES:x", with: "CATEGORIES:x\nUID:2"))
        #expect(found.contentKey != swapped.contentKey)
    }

    struct Damage: Sendable {
        let bad: String
        let mended: [String]
        let codes: [CardProblemCode]
    }

    @Test(arguments: [
        Damage(
            bad: "BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\n",
            mended: ["BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nEND:VCARD\r\n"], codes: [.unterminatedCard]),
        Damage(
            bad: "BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nno colon\nEND:VCARD\n",
            mended: ["BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nEND:VCARD\n"], codes: [.invalidLine]),
        Damage(
            bad: "BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nNOTE:one\ntwo\nEND:VCARD\n",
            mended: ["BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nNOTE:one\n \\ntwo\nEND:VCARD\n"], codes: [.joinedLine]),
        Damage(
            bad: "BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nPHOTO:QUJD\nREVG\nEND:VCARD\n",
            mended: ["BEGIN:VCARD\nVERSION:3.0\nUID:b\nFN:b\nPHOTO:QUJD\n REVG\nEND:VCARD\n"], codes: [.joinedLine]),
        Damage(bad: "junk: x\nEND:VCARD\n", mended: [], codes: [.outsideCard]),
    ])
    func damageInOneCardLeavesItsNeighboursAlone(_ damage: Damage) {
        let left = card("3.0", "FN:a", "UID:a")
        let right = card("4.0", "FN:c", "UID:c")
        let found = split(left + damage.bad + right)
        #expect(found.cards.map { text($0.bytes) } == [left] + damage.mended + [right])
        #expect((found.problems + found.cards.flatMap(\.problems)).map(\.code) == damage.codes)
        for card in found.cards {
            let again = CardSplitter.split(card.bytes)
            #expect(again.cards.map(\.bytes) == [card.bytes])
            #expect(again.cards.flatMap(\.problems).isEmpty)
        }
    }

    struct Display: Sendable {
        let lines: [String]
        let name: String?
    }

    @Test(arguments: [
        Display(lines: ["FN:Zo\u{E9}\\, M."], name: "Zo\u{E9}, M."),
        Display(lines: ["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3=\n=A9"], name: "Zo\u{E9}"),
        Display(lines: ["FN;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Zo=E9"], name: "Zo\u{E9}"),
        Display(lines: ["FN:", "N:Fam\\;ily;Given;Mid;Dr.;Jr."], name: "Dr. Given Mid Fam;ily Jr."),
        Display(lines: ["N:;;;;", "ORG:ACME\\, Inc.;Unit"], name: "ACME, Inc. Unit"),
        Display(lines: ["TEL:+33", "EMAIL:a@x"], name: "a@x"),
        Display(lines: ["TEL:+33"], name: "+33"),
        Display(lines: ["NOTE:x"], name: nil),
    ])
    func aNameToShowIsFound(_ row: Display) throws {
        let found = try only("BEGIN:VCARD\nVERSION:2.1\n\(row.lines.joined(separator: "\n"))\nEND:VCARD\n")
        #expect(found.formattedName == row.name)
    }

    @Test
    func bytesThatAreNotUTF8AreKept() throws {
        let source = Array("BEGIN:VCARD\nVERSION:3.0\nUID:1\nFN:Zo".utf8) + [0xE9] + Array("\nEND:VCARD\n".utf8)
        let found = try #require(CardSplitter.split(source).cards.first)
        #expect(found.bytes == source && found.formattedName == "Zo\u{E9}")
        #expect(found.problems.map(\.code) == [.notUTF8])
        #expect(found.settingUID("2").bytes.contains(0xE9))
    }

    @Test(arguments: [
        ("PHOTO:http://x/y.jpg", CardPhoto.uri("http://x/y.jpg")),
        ("PHOTO;VALUE=uri:file:///etc/passwd", .uri("file:///etc/passwd")),
        ("PHOTO;ENCODING=b;TYPE=JPEG:QUJD", .inline), ("PHOTO:data:image/png;base64,QUJD", .inline),
        ("PHOTO;JPEG;BASE64:\n QUJD\n", .inline), ("PHOTO:", nil),
    ])
    func aPhotoIsInlineOrAtAURI(_ line: String, _ photo: CardPhoto?) throws {
        #expect(try only(card("3.0", line)).photo == photo)
    }

    @Test
    func settingTheUIDTouchesOneLine() throws {
        let plain = card("4.0", "fn:a", " folded", "X-A;B=c:d\r")
        let made = try only(plain).settingUID("u;1")
        #expect(text(made.bytes) == plain.replacing("VERSION:4.0\n", with: "VERSION:4.0\nUID:u\\;1\r\n"))
        #expect(made.uid == "u;1")
        let changed = made.settingUID("u2")
        #expect(text(changed.bytes) == plain.replacing("VERSION:4.0\n", with: "VERSION:4.0\nUID:u2\r\n"))
    }

    @Test
    func aCardCutShortCanBeChanged() throws {
        let found = try #require(split("BEGIN:VCARD").cards.first)
        #expect(text(found.settingUID("1").bytes) == "BEGIN:VCARD\r\nUID:1\r\nEND:VCARD\r\n")
    }

    @Test
    func categoriesAreMergedIntoTheFirstLine() throws {
        let source = card("3.0", "FN:a", "CATEGORIES:x,y\\,z", "UID:1")
        let found = try only(source)
        #expect(found.categories == ["x", "y,z"])
        let more = found.addingCategories(["y,z", "w;v", "w;v", ""])
        #expect(text(more.bytes) == source.replacing("x,y\\,z\n", with: "x,y\\,z,w\\;v\r\n"))
        #expect(more.categories == ["x", "y,z", "w;v"])
        #expect(more.addingCategories(["x"]).bytes == more.bytes)
        let none = try only(card("3.0", "FN:a")).addingCategories(["Zo\u{E9}"])
        #expect(text(none.bytes) == card("3.0", "CATEGORIES:Zo\u{E9}\r", "FN:a"))
        let old = try only(card("2.1", "CATEGORIES;ENCODING=QUOTED-PRINTABLE:a=2Cb")).addingCategories(["Zo\u{E9}"])
        #expect(
            text(old.bytes)
                == card("2.1", "CATEGORIES;CHARSET=UTF-8:Zo\u{E9}\r", "CATEGORIES;ENCODING=QUOTED-PRINTABLE:a=2Cb"))
    }

    @Test
    func aMissingNameIsSetAndAPresentOneKept() throws {
        let found = try only(card("3.0", "N:A;B", "FN:"))
        #expect(text(found.settingFormattedName("B A").bytes) == card("3.0", "N:A;B", "FN:B A\r"))
        let named = try only(card("3.0", "FN:x"))
        #expect(named.settingFormattedName("y").bytes == named.bytes)
    }

    @Test(arguments: [
        ("3.0", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/AA=="), ("4.0", "PHOTO:data:image/jpeg;base64,/9j/AA=="),
        ("2.1", "PHOTO;ENCODING=BASE64;TYPE=JPEG:/9j/AA==\r\n"),
    ])
    func aPhotoIsPutIn(_ version: String, _ line: String) throws {
        let image: [UInt8] = [0xFF, 0xD8, 0xFF, 0x00]
        let plain = try only(card(version, "FN:a")).addingPhoto(image, type: "jpeg")
        #expect(text(plain.bytes) == card(version, line + "\r", "FN:a"))
        let linked = try only(card(version, "FN:a", "PHOTO:https://x/y")).addingPhoto(image, type: "jpeg")
        #expect(text(linked.bytes) == card(version, "FN:a", line + "\r"))
        #expect(linked.addingPhoto([1], type: "png").bytes == linked.bytes)
        let large = plain.addingPhoto(image, type: "jpeg")
        #expect(large.photo == .inline)
    }

    @Test
    func aLargePhotoIsFolded() throws {
        let image = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let bytes = try only(card("3.0", "FN:a")).addingPhoto(image, type: "jpeg").bytes
        #expect(text(bytes).split(whereSeparator: \.isNewline).allSatisfy { $0.utf8.count <= 75 })
    }

    @Test
    func copiesInGroupFilesHaveOneKey() throws {
        let all = try only(card("3.0", "FN:a", "TEL;TYPE=home;PREF=1:5", "CATEGORIES:all"))
        let group = try only(
            "BEGIN:VCARD\r\nVERSION:3.0\r\ntel;PREF=1;type=home:5\r\nREV:2\r\nUID:9\r\nFN:\r\n a\r\nCATEGORIES:g\r\nEND:VCARD"
        )
        let other = try only(card("3.0", "FN:b", "TEL;TYPE=home;PREF=1:5"))
        #expect(all.contentKey == group.contentKey && all.contentKey != other.contentKey)
        #expect(all.contentUID == group.contentUID && all.contentUID != other.contentUID)
        #expect(all.comparisonBytes != group.comparisonBytes)
        #expect(all.settingUID(all.contentUID).contentUID == all.contentUID)
        let revised = try only(card("3.0", "PRODID:x", "FN:a", "REV:3", "TEL;TYPE=home;PREF=1:5", "CATEGORIES:all"))
        #expect(revised.comparisonBytes == all.comparisonBytes)
    }

    @Test
    func utf16FilesAreRead() {
        let source = card("3.0", "FN:Zo\u{E9}", "UID:1")
        let bytes: [UInt8] = [0xFF, 0xFE] + source.utf16.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let found = CardSplitter.split(bytes)
        #expect(found.cards.map { text($0.bytes) } == [source])
        #expect(found.problems.map(\.code) == [.utf16])
    }
}
