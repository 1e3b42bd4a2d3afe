import Items
import Meta
import TestKit
import Testing

@Suite struct InstagramTests {
    @Test(arguments: [SampleMeta.Generation.instagram2021, .instagramUntil2023, .instagramSince2024])
    func everyGenerationIsRead(_ generation: SampleMeta.Generation) async throws {
        try await withDirectory { directory in
            let found = try await ImportRecording(
                of: SampleMeta(generation, isFrench: true).sample.write(to: directory), with: [InstagramImporter()])
            #expect(
                found.text(.file, "Instagram/Posts/2021.md")?.contains("![Neige ❄️](../Media/media/posts/202101/a.jpg)")
                    == true)
            #expect(
                found.text(.file, "Instagram/Stories/2021.md")?.contains(
                    "[à la mer](../Media/media/stories/202102/b.mp4)") == true)
            #expect(found.text(.file, "Instagram/Comments/2021.md")?.contains("- Commentaire: Trop bien é") == true)
            #expect(
                found.text(.file, "Instagram/Messages/Ada Martin/2023.md")?.contains("Bonne année 🎉 à toi !") == true)
            let picture = found.item(.file, identity: "Instagram/Media/media/posts/202101/a.jpg")
            #expect(picture?.modified == 1_610_000_000)
        }
    }

    @Test func encryptedChatsAreNotMended() async throws {
        try await withDirectory { directory in
            let found = try await ImportRecording(
                of: SampleMeta(.messenger).sample.write(to: directory), with: [MessengerImporter()])
            let text = try #require(found.text(.file, "Messenger/Messages/Ada/2023.md"))
            #expect(text.contains("**Ada Martin**, 22:13\n\nÃ© on purpose 🙂\n"))
            #expect(text.contains("![x.jpeg](../../Media/media/x.jpeg)"))
            #expect(found.paths.contains("Messenger/Messages/Zoé & co/2023.md"))
        }
    }
}
