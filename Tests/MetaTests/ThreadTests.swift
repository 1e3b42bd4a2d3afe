import Items
import Meta
import Planning
@testable import TestKit
import Testing

@Suite struct ThreadTests {
    private static let thread = "your_facebook_activity/messages/inbox/ada_17/"

    private func recording(_ files: [String: [String]]) async throws -> ImportRecording {
        try await imported(
            Dictionary(
                uniqueKeysWithValues: files.map { name, messages in
                    (Self.thread + name, SampleMetaTexts.thread("Ada", ["Zoe", "Ada"], messages))
                }), with: [FacebookImporter()])
    }

    @Test func filesOfAThreadContinueEachOther() async throws {
        let day: Int64 = 86_400_000
        let all = (0..<24).map { SampleMetaTexts.message("Ada", 1_600_000_000_000 - Int64($0) * day, "number \($0).") }
        let found = try await recording([
            "message_1.json": Array(all[..<10]), "message_2.json": Array(all[10..<20]),
            "message_10.json": Array(all[20...]),
        ])
        let text = try #require(found.text(.file, "Facebook/Messages/Ada/2020.md"))
        let numbers = text.matches(of: /number (\d+)\./).compactMap { Int($0.1) }
        #expect(numbers == Array((0..<24).reversed()))
        #expect(found.outcome(ofPath: Self.thread + "message_1.json") == .imported)
        #expect(found.outcome(ofPath: Self.thread + "message_2.json") == .merged)
        #expect(found.outcome(ofPath: Self.thread + "message_10.json") == .merged)
    }

    @Test func threadsOfOneNumberInTwoInboxesAreApart() async throws {
        let text = SampleMetaTexts.thread("Ada", ["Zoe"], [SampleMetaTexts.message("Ada", 1_600_000_000_000, "a")])
        let boxes = ["inbox/ada_17", "e2ee_cutover/ada_17", "archived_threads/ada_17", "inbox/ada_18"]
        let found = try await imported(
            Dictionary(
                uniqueKeysWithValues: boxes.map { ("your_facebook_activity/messages/\($0)/message_1.json", text) }),
            with: [FacebookImporter()])
        #expect(
            found.paths
                == ["(17, archived_threads)", "(17, e2ee_cutover)", "(17, inbox)", "(18)"].map {
                    "Facebook/Messages/Ada \($0)/2020.md"
                })
    }

    @Test func messagesOfOneTimeKeepTheirOrder() async throws {
        let found = try await recording([
            "message_1.json": (0..<6).map {
                SampleMetaTexts.message("Ada", 1_600_000_000_000 - Int64($0 / 3), "n\($0).")
            }
        ])
        let text = try #require(found.text(.file, "Facebook/Messages/Ada/2020.md"))
        #expect(text.matches(of: /n(\d)\./).compactMap { Int($0.1) } == [5, 4, 3, 2, 1, 0])
    }

    @Test func aLargeYearIsCutInOrder() async throws {
        let line = String(repeating: "word ", count: 2000)
        let messages = (0..<450).map { number in
            #"{"sender_name":"Ada","timestamp_ms":\#(1_600_000_000_000 - number * 1000),"content":"\#(line) number \#(number)."}"#
        }
        let found = try await recording(["message_1.json": messages])
        let names = ["2020.md", "2020-2.md"]
        let texts = try names.map { try #require(found.text(.file, "Facebook/Messages/Ada/\($0)")) }
        let numbers = texts.flatMap { $0.matches(of: /number (\d+)\./).compactMap { Int($0.1) } }
        #expect(numbers == Array((0..<450).reversed()))
        #expect(texts.allSatisfy { $0.utf8.count < 5 << 20 })
        #expect(found.paths.count == 2)
    }

    @Test func whatTheTextHasNoPlaceForIsKeptBeside() async throws {
        let found = try await recording([
            "message_1.json": [
                #"{"sender_name": "Ada", "timestamp_ms": 1600000000000, "content": "a", "poll": {"question": "b"}}"#
            ]
        ])
        #expect(
            found.paths == ["Facebook/Export/messages/inbox/ada_17/message_1.json", "Facebook/Messages/Ada/2020.md"])
        #expect(found.count("kept-beside") == 1)
    }

    @Test func callsLinksAndUnsentMessagesAreTold() async throws {
        let found = try await recording([
            "message_1.json": [
                #"{"sender_name": "Ada", "timestamp_ms": 1600000003000, "call_duration": 65}"#,
                #"{"sender_name": "Ada", "timestamp_ms": 1600000002000, "is_unsent": true}"#,
                #"{"sender_name": "Ada", "timestamp_ms": 1600000001000, "share": {"link": "https://example.org", "share_text": "look"}}"#,
                #"{"sender_name": "Ada", "timestamp_ms": 1600000000000, "photos": [{"uri": "messages/inbox/ada_17/photos/9.jpg"}]}"#,
            ]
        ])
        let text = try #require(found.text(.file, "Facebook/Messages/Ada/2020.md"))
        for words in [
            "(call of 65 seconds)", "(unsent)", "look", "[https://example.org](https://example.org)",
            "(not in the export: 9.jpg)",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(found.count("missing-media") == 1)
    }
}
