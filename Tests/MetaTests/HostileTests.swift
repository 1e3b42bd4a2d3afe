import Items
import Meta
import Planning
@testable import TestKit
import Testing

/// JSON of wrong shapes and sizes: nothing is lost, and everything else goes on.
@Suite struct HostileTests {
    private static let root = "your_facebook_activity/"
    private static let places = [
        "messages/inbox/ada_17/message_1.json", "posts/your_posts_1.json", "comments_and_reactions/comments.json",
        "events/your_events.json", "events/your_event_responses.json",
        "other_personal_information/your_address_books.json", "posts/album/0.json",
        "connections/friends/your_friends.json",
    ]

    @Test(arguments: [
        "", "null", "1", "\"a\"", "[]", "{}", "[1,\"a\",null,[],{}]", "{\"messages\":1}", "{\"messages\":[1,[],null]}",
        "{\"messages\":{\"a\":1},\"participants\":1,\"title\":[]}", "{\"your_events_v2\":[1,{\"name\":1}]}",
        "{\"your_events_v2\":{\"name\":\"a\"}}", "{\"event_responses_v2\":[1]}",
        "{\"address_book_v2\":{\"address_book\":[1,{}]}}",
        "{\"address_book_v2\":[{\"name\":[],\"details\":1}]}", "{\"comments_v2\":[[],1]}",
        "[{\"timestamp\":\"a\",\"data\":1}]",
        "[{\"timestamp\":9223372036854775807,\"attachments\":[1,{\"data\":{}}]}]",
        "[{\"timestamp\":-9223372036854775808}]",
        "{\"messages\":[{\"timestamp_ms\":9223372036854775807},{\"timestamp_ms\":-9223372036854775808},{\"timestamp_ms\":1e3}]}",
        "{\"messages\":[{\"sender_name\":7,\"content\":[],\"photos\":{},\"reactions\":[1],\"share\":1,\"sticker\":2}]}",
        "{\"messages\":[{\"photos\":[{\"uri\":\"../../../../etc/passwd\"},{\"uri\":7},{\"uri\":\"/\"},{\"uri\":\"\"}]}]}",
        "{\"messages\":[", "[{]", "{\"messages\":[{}]}x", "\u{FEFF}[]", "[[[[[[[[[[",
        "{\"title\":\"../../a\\u0000/b\\n\",\"messages\":[{\"content\":\"x\"}]}",
        "{\"title\":\"\",\"participants\":[{\"name\":\"\"}],\"messages\":[{}]}",
    ]) func wrongShapesLoseNothing(_ text: String) async throws {
        let good = SampleMeta(.facebookSince2024).sample.entries.filter { !$0.path.hasPrefix(Self.root + "messages") }
        let bad = Self.places.map { SampleEntry(Self.root + "bad/" + $0, text: text, .kept) }
        try await withDirectory { directory in
            let whole = try await ImportRecording(
                of: ProviderSample("facebook-a", good).write(to: directory + "/a"), with: [FacebookImporter()])
            let found = try await ImportRecording(
                of: ProviderSample("facebook-a", good + bad).write(to: directory + "/b"), with: [FacebookImporter()])
            try found.ledger.close()
            #expect(found.ledger.totals.unreadable == 0)
            for fact in whole.facts where fact.kind != .file {
                #expect(found.facts.contains(fact), "\(fact)")
            }
            let sources = Set(found.items.map(\.source))
            for entry in bad {
                let outcome = found.outcome(ofPath: entry.path)
                #expect(outcome == .kept || outcome == .imported || outcome == .merged, "\(entry.path)")
            }
            #expect(sources.count == found.ledger.totals.imported + found.ledger.totals.kept)
            for path in found.paths {
                #expect(path.hasPrefix("Facebook/") && !path.split(separator: "/").contains(".."), "\(path)")
            }
        }
    }

    @Test func aRecordTooLargeIsKeptInItsFile() async throws {
        let huge = String(repeating: "a", count: 2 << 20)
        let found = try await imported(
            [
                Self.root + "messages/inbox/ada_17/message_1.json": SampleMetaTexts.thread(
                    "Ada", ["Zoe"],
                    [
                        SampleMetaTexts.message("Ada", 1_600_000_000_000, huge),
                        SampleMetaTexts.message("Ada", 1_600_000_000_001, "small"),
                    ])
            ], with: [FacebookImporter()])
        #expect(found.text(.file, "Facebook/Messages/Ada/2020.md")?.contains("small") == true)
        #expect(found.paths.count == 2 && found.count("kept-beside") == 1)
    }

    @Test func aBrokenFileOfAThreadCostsOnlyItself() async throws {
        let messages = [SampleMetaTexts.message("Ada", 1_600_000_000_000, "whole")]
        let thread = Self.root + "messages/inbox/ada_17/"
        let found = try await imported(
            [
                thread + "message_1.json": SampleMetaTexts.thread("Ada", ["Zoe"], messages),
                thread + "message_2.json": #"{"title":"Other","messages":[{"content":"lost","timestamp_ms":1},{"#,
            ], with: [FacebookImporter()])
        #expect(found.count("broken-json") == 1)
        #expect(
            found.paths == ["Facebook/Export/messages/inbox/ada_17/message_2.json", "Facebook/Messages/Ada/2020.md"])
    }

    @Test func namesOfThreadsAreNoPaths() async throws {
        let messages = [SampleMetaTexts.message("Ada", 1_600_000_000_000, "hello")]
        let found = try await imported(
            [
                Self.root + "messages/inbox/a_1/message_1.json": SampleMetaTexts.thread("../..", ["Z"], messages),
                Self.root + "messages/inbox/b_2/message_1.json": SampleMetaTexts.thread("a/b", ["Z"], messages),
                Self.root + "messages/inbox/c_3/message_1.json": SampleMetaTexts.thread("A_B", ["Z"], messages),
            ], with: [FacebookImporter()])
        #expect(
            found.paths == [
                "Facebook/Messages/A_B (3)/2020.md", "Facebook/Messages/_../2020.md",
                "Facebook/Messages/a_b (2)/2020.md",
            ])
    }
}
