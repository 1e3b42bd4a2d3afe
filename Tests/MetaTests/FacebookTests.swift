import Items
import Meta
import TestKit
import Testing

@Suite struct FacebookTests {
    static let generations: [SampleMeta.Generation] = [.facebookUntil2023, .facebook2023, .facebookSince2024]

    private func recording(_ generation: SampleMeta.Generation, isFrench: Bool = true) async throws -> ImportRecording {
        try await withDirectory { directory in
            try await ImportRecording(
                of: SampleMeta(generation, isFrench: isFrench).sample.write(to: directory), with: [FacebookImporter()])
        }
    }

    @Test(arguments: generations) func threadsAreOneTextAYear(_ generation: SampleMeta.Generation) async throws {
        let found = try await recording(generation)
        #expect(
            found.paths.filter { $0.hasPrefix("Facebook/Messages/") } == [
                "Facebook/Messages/Ada Martin (17)/2021.md", "Facebook/Messages/Ada Martin (17)/2022.md",
                "Facebook/Messages/Ada Martin (17)/2023.md", "Facebook/Messages/Ada Martin (99)/2022.md",
            ])
        let text = try #require(found.text(.file, "Facebook/Messages/Ada Martin (17)/2022.md"))
        let folder =
            switch generation {
            case .facebookUntil2023, .facebook2023, .facebookSince2024: "messages/inbox/ada_17/photos/1.jpg"
            default: ""
            }
        #expect(
            text == """
                # Ada Martin, 2022

                Zoé Lœvenbruck, Ada Martin  
                All times are UTC.

                ## 2022-12-29

                **Ada Martin**, 07:46

                plain words

                > ❤ Ada Martin

                ## 2022-12-30

                **Zoé Lœvenbruck**, 11:33

                ![1.jpg](../../Media/\(folder))

                ## 2022-12-31

                **Ada Martin**, 23:59

                \\# not a heading  
                \\*not bold\\*

                > ❤ Ada Martin

                """)
        let item = try #require(found.item(.file, identity: "Facebook/Messages/Ada Martin (17)/2022.md"))
        #expect(item.modified == 1_672_531_199)
    }

    @Test(arguments: generations) func generationsGiveTheSameItems(_ generation: SampleMeta.Generation) async throws {
        let first = try await recording(.facebookUntil2023)
        let other = try await recording(generation)
        func converted(_ recording: ImportRecording) -> [ImportRecording.Fact] {
            recording.facts.filter {
                $0.kind != .file || $0.identity.hasPrefix("Facebook/Messages/")
                    || $0.identity.hasPrefix("Facebook/Comments/")
            }
        }
        #expect(converted(first).map(\.identity) == converted(other).map(\.identity))
        #expect(
            converted(first).filter { $0.kind != .file }.map(\.fingerprint)
                == converted(other).filter { $0.kind != .file }.map(\.fingerprint))
    }

    @Test(arguments: generations) func hostedAndJoinedEventsAreEvents(_ generation: SampleMeta.Generation) async throws
    {
        let found = try await recording(generation)
        let events = found.facts(of: .event)
        #expect(events.compactMap(\.title).sorted() == ["Concert 🎻", "Fête de l'été; entrée libre", "No end"])
        #expect(Set(events.map(\.collection)) == ["calendar Facebook"])
        let event = try #require(events.first { $0.title?.hasPrefix("Fête") == true })
        let text = try #require(found.text(.event, event.identity))
        for line in [
            "DTSTART:20220715T180000Z", "DTEND:20220715T220000Z", "SUMMARY:Fête de l'été\\; entrée libre",
            "LOCATION:Parc\\, Lyon", "GEO:45.77;4.85", "DESCRIPTION:Apportez\\nquelque chose",
            "CREATED:20220415T052000Z", "DTSTAMP:20220415T052000Z",
        ] {
            #expect(text.contains(line + "\r\n"), "\(line)")
        }
        let open = try #require(events.first { $0.title == "No end" })
        #expect(found.text(.event, open.identity)?.contains("DTEND") == false)
    }

    @Test func theAddressBookIsCardsAndFriendsAreNot() async throws {
        let found = try await recording(.facebookSince2024)
        #expect(found.facts(of: .contact).compactMap(\.title).sorted() == ["Zoé Müller", "ada@example.org"])
        let card = try #require(found.facts(of: .contact).first { $0.title == "Zoé Müller" })
        let text = try #require(found.text(.contact, card.identity))
        #expect(text.contains("TEL:+33 6 12 34 56 78\r\n") && text.contains("EMAIL:zoe@example.org\r\n"))
        #expect(found.count("friends-kept") == 1)
        #expect(found.paths.contains("Facebook/Export/connections/friends/your_friends.json"))
    }

    @Test(arguments: generations) func picturesHaveTheirDates(_ generation: SampleMeta.Generation) async throws {
        let found = try await recording(generation)
        func modified(_ name: String) -> Int64?? {
            found.items.first { $0.kind == .file && $0.identity.hasSuffix(name) }.map(\.modified)
        }
        #expect(modified("photo.jpg") == 1_649_990_000)
        #expect(modified("second.jpg") == 1_500_000_000)
        #expect(modified("photos/1.jpg") == 1_672_400_000)
        #expect(modified("undated.mp4") == .some(nil))
    }

    @Test func postsAreTextsAndTheirFilesStay() async throws {
        let found = try await recording(.facebookSince2024)
        let text = try #require(found.text(.file, "Facebook/Posts/2022.md"))
        #expect(text.contains("Première sortie à vélo 🚲"))
        #expect(text.contains("![au bord de l'eau](../Media/posts/media/Album_1/photo.jpg)"))
        #expect(text.contains("[A page](https://example.org/a_b)"))
        #expect(text.contains("(at Café de la Gare, Lyon)"))
        #expect(text.contains("(with Ada Martin)"))
        #expect(found.text(.file, "Facebook/Posts/2023.md")?.contains("- Texte: d'une forme nouvelle") == true)
        #expect(found.text(.file, "Facebook/Comments/2021.md")?.contains("Très beau 😍") == true)
        #expect(
            found.paths.contains("Facebook/Export/posts/your_posts__check_ins__photos_and_videos_1.json"))
    }

    @Test func theHTMLFlavourIsSaidAndPicturesAreSaved() async throws {
        let found = try await recording(.facebookHTML)
        #expect(found.count("html-export") == 1)
        #expect(found.paths.contains("Facebook/Media/posts/media/Album_1/photo.jpg"))
        let other = try await recording(.facebookSince2024)
        #expect(other.count("html-export") == 0)
    }
}
