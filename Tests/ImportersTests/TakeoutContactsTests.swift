import GoogleTakeout
import Items
import Planning
import TestKit
import Testing

@Suite struct TakeoutContactsTests {
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0] + Array("picture".utf8)

    private func takeout(_ files: [String: String], _ photos: [String: [UInt8]] = [:]) async throws -> ImportRecording {
        var all = files.mapValues { Array($0.utf8) }
        all.merge(photos) { first, _ in first }
        return try await imported(
            Dictionary(uniqueKeysWithValues: all.map { ("Takeout/Contacts/\($0)", $1) }), with: [TakeoutImporter()])
    }

    @Test func eachCardIsTakenOnce() async throws {
        let found = try await takeout([
            "All Contacts/All Contacts.vcf": card("Zoé", "EMAIL:z@x") + card("Léo") + card("Ana"),
            "Famille/Famille.vcf": card("Léo"),
            "My Contacts/My Contacts.vcf": card("Zoé", "EMAIL:z@x") + card("Ana"),
        ])
        #expect(found.facts(of: .contact).compactMap(\.title).sorted() == ["Ana", "Léo", "Zoé"])
        #expect(Set(found.facts.map(\.collection)) == ["address-book Contacts"])
        #expect(found.outcome(ofPath: "Takeout/Contacts/All Contacts/All Contacts.vcf") == .imported)
        #expect(found.outcome(ofPath: "Takeout/Contacts/Famille/Famille.vcf") == .merged)
        #expect(found.ledger.totals.merged == 2)
    }

    @Test func withoutACompleteFileTheUnionCounts() async throws {
        let found = try await takeout([
            "Tous/Tous.vcf": card("A") + card("B") + card("C"), "Autres/Autres.vcf": card("D") + card("A"),
            "Vide/Vide.vcf": card("B"),
        ])
        #expect(found.facts(of: .contact).compactMap(\.title).sorted() == ["A", "B", "C", "D"])
        #expect(found.outcome(ofPath: "Takeout/Contacts/Autres/Autres.vcf") == .imported)
        #expect(found.outcome(ofPath: "Takeout/Contacts/Vide/Vide.vcf") == .merged)
    }

    @Test func aLabelIsAddedOnlyWhereItIsMissing() async throws {
        let labelled = card("Léo", "CATEGORIES:Voisins & co,myContacts")
        let found = try await takeout([
            "All/All.vcf": labelled + card("Ana") + card("Zoé", "NOTE:x"),
            "Voisins _ co/Voisins _ co.vcf": labelled,
            "Chorale/Chorale.vcf": card("Ana") + labelled,
        ])
        let texts = found.items.compactMap { item -> String? in
            guard case .bytes(let bytes) = item.content else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(
            texts.contains { $0.contains("FN:Léo") && $0.contains("CATEGORIES:Voisins & co,myContacts,Chorale\r\n") })
        #expect(texts.contains { $0.contains("FN:Ana") && $0.contains("CATEGORIES:Chorale\r\n") })
        #expect(texts.contains { $0.contains("FN:Zoé") && !$0.contains("CATEGORIES") })
    }

    @Test func googlesOwnGroupsAreNoLabels() async throws {
        let mine = card("Léo", "CATEGORIES:myContacts")
        let found = try await takeout([
            "Tous les contacts/Tous les contacts.vcf": mine + card("Ana", "NOTE:long enough to be the largest"),
            "Mes contacts/Mes contacts.vcf": mine,
        ])
        let texts = found.items.compactMap { found.text(.contact, $0.identity) }
        #expect(texts.count == 2)
        #expect(texts.allSatisfy { !$0.contains("Mes contacts") && !$0.contains("Tous") })
    }

    @Test func untouchedLinesStayAsTheyAre() async throws {
        let original = card("Zoé", "UID:1", "item1.TEL;TYPE=x:+33 1", "item1.X-ABLabel:chœur", "NOTE:a\\,\r\n b")
        let found = try await takeout(["All/All.vcf": original])
        #expect(found.text(.contact, "1") == original)
    }

    @Test func missingUIDAndNameAreMendedTheSameWayEachTime() async throws {
        let nameless = lines("BEGIN:VCARD", "VERSION:3.0", "EMAIL:z@x", "END:VCARD")
        let one = try await takeout(["All/All.vcf": nameless + card("A")])
        let two = try await takeout(["Tous/Tous.vcf": card("A") + nameless])
        #expect(one.facts == two.facts)
        #expect(one.facts.compactMap(\.title).sorted() == ["A", "z@x"])
        #expect(one.count("missing-uid") == 1)
        #expect(one.count("missing-formatted-name") == 1)
        #expect(one.findings.first { $0.code == "missing-uid" }?.message.hasPrefix("2 cards") == true)
        #expect(one.items.allSatisfy { one.text(.contact, $0.identity)?.contains("UID:\($0.identity)\r\n") == true })
    }

    @Test func twoContactsOfOneUIDAreBothKept() async throws {
        let found = try await takeout(["All/All.vcf": card("A", "UID:1") + card("B", "UID:1")])
        #expect(found.facts.compactMap(\.title).sorted() == ["A", "B"])
        #expect(Set(found.facts.map(\.identity)).count == 2)
        #expect(found.count("reused-uid") == 1)
    }

    @Test func twoStatesOfOneContactKeepTheirUID() async throws {
        let found = try await takeout([
            "All/All.vcf": card("A", "UID:1", "REV:2020-01-01T00:00:00Z") + card("B", "UID:1", "REV:20210101T000000Z")
        ])
        #expect(found.facts.map(\.identity) == ["1", "1"])
        let newest = found.items.max { $0.revision < $1.revision }
        #expect(newest?.title == "B")
    }

    @Test func aPhotoBesideGoesIntoItsCard() async throws {
        let found = try await takeout(
            ["All/All.vcf": card("Zoé / Léo", "PHOTO:https://lh3.googleusercontent.com/contacts/abc") + card("Ana")],
            ["All/Zoé _ Léo.jpg": Self.jpeg])
        #expect(found.outcome(ofPath: "Takeout/Contacts/All/Zoé _ Léo.jpg") == .merged)
        let texts = found.items.compactMap { found.text(.contact, $0.identity) }
        #expect(texts.contains { $0.contains("PHOTO;ENCODING=b;TYPE=JPEG:/9j/4HBpY3R1cmU=") })
        #expect(texts.allSatisfy { !$0.contains("googleusercontent") })
        #expect(found.count("photo-by-address") == 0)
    }

    @Test func aPhotoThatMayBeAnothersStaysAFile() async throws {
        let found = try await takeout(
            [
                "All/All.vcf": card("Ana", "TEL:1") + card("Ana", "TEL:2") + card("Own", "PHOTO;ENCODING=b:AAAA")
                    + card("Far", "PHOTO:https://example.org/me.jpg") + card("Text")
            ],
            [
                "All/Ana.jpg": Self.jpeg, "All/Nobody.jpg": Self.jpeg, "All/Own.jpg": Self.jpeg,
                "All/Far.jpg": Self.jpeg,
                "All/Text.jpg": Array("no picture".utf8),
            ])
        #expect(found.paths.count == 5)
        #expect(found.ledger.totals.kept == 5)
        #expect(found.count("photo-without-contact") == 5)
        #expect(found.count("photo-by-address") == 1)
    }

    @Test func twoPhotosOfOneContactAreNotLost() async throws {
        let other = Self.jpeg + [1]
        let found = try await takeout(
            ["All/All.vcf": card("Ana") + card("Léo"), "B/B.vcf": card("Ana")],
            ["All/Ana.jpg": Self.jpeg, "B/Ana.jpg": other, "C/Ana.jpg": Self.jpeg])
        #expect(found.paths == ["Google Takeout/Contacts/B/Ana.jpg"])
        #expect(found.ledger.totals.merged == 3)
    }

    @Test func anAddressIsNeverFetched() async throws {
        let found = try await takeout(["All/All.vcf": card("A", "UID:1", "PHOTO:file:///etc/passwd")])
        #expect(found.text(.contact, "1")?.contains("PHOTO:file:///etc/passwd") == true)
        #expect(found.count("photo-by-address") == 1)
    }

    @Test func otherFilesStayFiles() async throws {
        let found = try await takeout([
            "All/All.csv": "Name,Given Name", "All/All.vcf": "no card", "B/B.vcf": card("B", "UID:b"),
        ])
        #expect(found.paths == ["Google Takeout/Contacts/All/All.csv", "Google Takeout/Contacts/All/All.vcf"])
        #expect(found.count("not-an-address-book") == 1)
        #expect(found.facts(of: .contact).map(\.identity) == ["b"])
    }

    @Test func aCardTwiceInAFileIsSaid() async throws {
        let found = try await takeout(["All/All.vcf": card("A", "UID:1") + card("A", "UID:1", "CATEGORIES:b")])
        #expect(found.facts.count == 1)
        #expect(found.text(.contact, "1")?.contains("CATEGORIES:b") == true)
        #expect(found.count("repeated-card") == 1)
    }
}
