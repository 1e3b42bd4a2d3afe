import GoogleTakeout
import Items
import Planning
import TestKit
import Testing

@Suite struct TakeoutKeepTests {
    private func keep(_ files: [String: String]) async throws -> ImportRecording {
        let found = try await imported(
            Dictionary(uniqueKeysWithValues: files.map { ("Takeout/Keep/\($0)", $1) }), with: [TakeoutImporter()])
        try found.ledger.close()
        return found
    }

    private func text(_ found: ImportRecording, _ path: String) -> String? {
        guard case .bytes(let bytes)? = found.item(.note, identity: path)?.content else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func aNoteBecomesMarkdown() async throws {
        let note = #"""
            {"color":"RED","isTrashed":false,"isPinned":true,"isArchived":true,"textContent":"one\r\n# two\u2028*three*",
            "textContentHtml":"<p>one</p>","title":"Liste: \"courses\"","userEditedTimestampUsec":1629964333125000,
            "createdTimestampUsec":1629964212122000,"labels":[{"name":"Été"},{"name":"no"}],
            "annotations":[{"title":"A [page]","url":"https:\/\/a.example\/b(c)","description":"why","source":"WEBLINK"}],
            "sharees":[{"isOwner":true,"email":"me@example.org"},{"isOwner":false,"email":"you@example.org"}],
            "attachments":[{"filePath":"1.2.jpeg","mimetype":"image\/jpeg"},{"filePath":"a b.3gp","mimetype":"audio\/3gpp"}]}
            """#
        let found = try await keep([
            "L.json": note, "L.html": "<html>", "1.2.jpg": "j", "a b.3gp": "s", "Labels.txt": "Été\n", "alone.png": "p",
        ])
        #expect(
            text(found, "Keep/L.md") == """
                ---
                title: "Liste: \\"courses\\""
                created: 2021-08-26T07:50:12Z
                updated: 2021-08-26T07:52:13Z
                tags:
                  - Été
                  - "no"
                color: red
                pinned: true
                archived: true
                shared_with:
                  - "you@example.org"
                ---

                one \u{20}
                \\# two \u{20}
                \\*three\\*

                - [A \\[page\\]](<https://a.example/b(c)>): why

                ![1.2.jpeg](attachments/1.2.jpg)

                [a b.3gp](attachments/a%20b.3gp)

                """)
        let item = try #require(found.item(.note, identity: "Keep/L.md"))
        #expect(item.modified == 1_629_964_333 && item.title == "Liste: \"courses\"")
        #expect(item.collection == ItemCollection(.notes, name: "Keep"))
        #expect(
            found.facts(of: .attachment).map(\.identity).sorted() == [
                "Keep/attachments/1.2.jpg", "Keep/attachments/a b.3gp",
            ])
        #expect(found.paths == ["Google Takeout/Keep/Labels.txt", "Google Takeout/Keep/alone.png"])
        #expect(found.outcomes == [3, 1, 2, 0])
    }

    @Test func listsBecomeCheckLists() async throws {
        let note = #"""
            {"isTrashed":false,"color":"DEFAULT","title":"","listContent":[{"text":"milk","isChecked":true},
            {"text":"- bread\nand butter","isChecked":false}],"userEditedTimestampUsec":0}
            """#
        let found = try await keep(["2021-08-26T12_50_12.122+05_00.json": note])
        let path = "Keep/2021-08-26T12_50_12.122+05_00.md"
        #expect(text(found, path) == "- [x] milk\n- [ ] \\- bread  \n  and butter\n")
        #expect(found.item(.note, identity: path)?.title == "milk")
    }

    @Test func theTrashIsLeftOutWithWhatBelongsToItAlone() async throws {
        func note(_ isTrashed: Bool, _ files: String...) -> String {
            let attachments = files.map { "{\"filePath\":\"\($0)\"}" }.joined(separator: ",")
            return
                "{\"isTrashed\":\(isTrashed),\"color\":\"DEFAULT\",\"textContent\":\"x\",\"attachments\":[\(attachments)]}"
        }
        let found = try await keep([
            "a.json": note(true, "1.png", "2.png"), "a.html": "", "b.json": note(false, "2.png"), "b.html": "",
            "1.png": "1", "2.png": "2",
        ])
        #expect(found.facts(of: .note).map(\.identity) == ["Keep/b.md"])
        #expect(found.facts(of: .attachment).map(\.identity) == ["Keep/attachments/2.png"])
        #expect(found.outcomes == [2, 1, 0, 0])
        let reasons = found.ledger.entries(in: .leftOut).compactMap(\.reason).filter { $0.contains("trash") }
        #expect(reasons.count == 3)
    }

    @Test func thePageStaysWhereAnAttachmentIsMissing() async throws {
        let note = #"{"isTrashed":false,"color":"DEFAULT","textContent":"x","attachments":[{"filePath":"gone.png"}]}"#
        let found = try await keep(["a.json": note, "a.html": "<img src=\"data:image/png;base64,AA==\">"])
        #expect(text(found, "Keep/a.md") == "x\n\n(gone.png)\n")
        #expect(found.paths == ["Google Takeout/Keep/a.html"] && found.count("attachment-missing") == 1)
    }

    @Test(arguments: ["", "{\"title\":", "[]", "{\"title\":\"x\"}", "null"])
    func aBrokenNoteStaysAFileWithItsPage(_ broken: String) async throws {
        let good = #"{"isTrashed":false,"color":"DEFAULT","textContent":"x"}"#
        let found = try await keep(["bad.json": broken, "bad.html": "p", "good.json": good, "good.html": "p"])
        #expect(found.paths == ["Google Takeout/Keep/bad.html", "Google Takeout/Keep/bad.json"])
        #expect(found.facts(of: .note).map(\.identity) == ["Keep/good.md"] && found.count("not-a-note") == 1)
    }
}
