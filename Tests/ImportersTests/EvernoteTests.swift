import Evernote
import Importing
import Items
import Planning
import TestKit
import Testing

@Suite struct EvernoteTests {
    private func read(_ notes: String...) async throws -> ImportRecording {
        let notebook = SampleEvernote.notebook(notes.joined())
        return try await imported(["Book.enex": notebook], with: [EvernoteImporter()])
    }

    /// The Markdown of a note with a text in ENML, without front matter and title.
    private func markdown(_ text: String, more: String = "") async throws -> String {
        let recording = try await read(SampleEvernote.note("T", text, more: more))
        return try #require(recording.text(.note, "Book/T.md")).replacing("# T\n\n", with: "")
    }

    @Test(arguments: ImporterConformance.rules)
    func obeys(_ rule: ImporterConformance.Rule) async throws {
        let conformance = SampleEvernote.export.conformance(
            EvernoteImporter(), damageable: SampleEvernote.notebook, foreign: ForeignListings.all)
        try await withDirectory { directory in
            let violations = try await rule.violations(conformance, directory)
            #expect(violations == [])
        }
    }

    @Test func notesHaveTheirTitleDatesTagsAndAttachments() async throws {
        let recording = try await withDirectory { directory in
            try await ImportRecording(
                of: SampleEvernote.export.write(to: directory), with: [EvernoteImporter()])
        }
        #expect(
            recording.facts(of: .note).map(\.identity) == [
                "Carnet d'été/Été à l'île d'Yeu _ 2024.md", "My notebook/Shopping (20220101T000000Z).md",
                "My notebook/Shopping.md", "My notebook/Untitled.md",
            ])
        #expect(
            recording.text(.note, "My notebook/Shopping.md") == """
                ---
                created: 2021-08-26T12:50:12Z
                updated: 2021-08-27T08:00:00Z
                tags:
                  - home
                source: "https://example.org/?a=1&b=2"
                ---

                # Shopping

                Milk & **bread**

                - [x] eggs

                """)
        #expect(recording.item(.note, identity: "My notebook/Shopping.md")?.modified == 1_630_051_200)
        #expect(
            recording.text(.note, "My notebook/Shopping (20220101T000000Z).md")?.hasSuffix(
                "![photo.png](Shopping%20%2820220101T000000Z%29/photo.png)\n") == true)
        #expect(
            recording.text(.note, "Carnet d'été/Été à l'île d'Yeu _ 2024.md")?.hasSuffix(
                """
                Réservé : *vélo*…

                - tente

                - [billet été.pdf](Été%20à%20l'île%20d'Yeu%20_%202024/billet%20été.pdf)

                """) == true)
        #expect(
            recording.facts(of: .attachment).map(\.identity) == [
                "Carnet d'été/Été à l'île d'Yeu _ 2024/billet été.pdf",
                "My notebook/Shopping (20220101T000000Z)/photo.png",
            ])
        #expect(recording.text(.attachment, "My notebook/Shopping (20220101T000000Z)/photo.png") == "hello")
        #expect(recording.findings.map(\.code) == ["not-carried"])
    }

    @Test(arguments: [
        ("<div>a</div><div>b</div><div><br/></div><div>c</div>", "a  \nb\n\nc\n"),
        ("a<br/>b", "a  \nb\n"), ("<p>a</p><p>b</p>", "a\n\nb\n"),
        ("<h1>A &lt;b&gt;</h1><div>b</div>", "## A \\<b>\n\nb\n"),
        ("<div># a</div><div>- b</div><div>1. c</div>", "\\# a  \n\\- b  \n1\\. c\n"),
        ("<div>a * b_c <i>d </i>e</div>", "a * b_c *d* e\n"),
        ("<div><b>a</b><b>b</b> <b><i>c</i></b></div>", "**ab** ***c***\n"),
        ("<div><span style=\"font-weight: bold;\">a</span> <s>b</s> <code>c`d</code></div>", "**a** ~~b~~ ``c`d``\n"),
        ("<div><b>a<br/>b</b></div>", "**a**  \n**b**\n"), ("<div>x<b> </b>y</div>", "x y\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><ul><li>c</li></ul><li>d</li></ul>", "- a\n  - b\n  - c\n- d\n"),
        ("<ol><li>a</li><li><div>b</div><div>c</div></li></ol>", "1. a\n2. b  \n   c\n"),
        (
            "<ul style=\"--en-todo:true;\"><li style=\"--en-checked:true;\"><div>a</div></li>"
                + "<li style=\"--en-checked:false;\"><div>b</div></li></ul>", "- [x] a\n- [ ] b\n"
        ),
        ("<div><en-todo/>a</div><div><en-todo checked=\"true\"/> b</div>", "- [ ] a\n- [x] b\n"),
        ("<div>a <en-todo/>b</div>", "a \u{2610} b\n"),
        (
            "<table><tbody><tr><td><div>a|b</div></td><td>c</td></tr><tr><td><div>d</div><div>e</div></td></tr></tbody></table>",
            "| a\\|b | c |\n| --- | --- |\n| d<br>e |  |\n"
        ),
        (
            "<div><a href=\"https://example.org/a_b\">here [1]</a> <a href=\"https://x.org\"><b>x</b></a></div>",
            "[here \\[1\\]](https://example.org/a_b) [**x**](https://x.org)\n"
        ),
        (
            "<div style=\"-en-codeblock: true;\"><div>a  *b*</div><div>c</div></div><pre>d\n```\n</pre>",
            "```\na  *b*\nc\n```\n\n````\nd\n```\n````\n"
        ),
        ("<blockquote><div>a</div></blockquote><hr/>", "> a\n\n* * *\n"),
        ("<div>&eacute;&nbsp;&euro;&#8203;</div>", "é €\u{200B}\n"), ("<div> a\n  b </div>", "a b\n"),
        ("<span><div>a</div><div>b</div></span>", "a  \nb\n"), ("", "# T\n"),
    ])
    func textBecomesMarkdown(_ text: String, _ expected: String) async throws {
        #expect(try await markdown(text) == expected)
    }

    @Test func encryptedTextIsSaidAndKept() async throws {
        let recording = try await read(
            SampleEvernote.note("T", "<div>a</div><en-crypt cipher=\"AES\" hint=\"cat\">Zm9v</en-crypt>"))
        let text = try #require(recording.text(.note, "Book/T.md"))
        #expect(text.contains("decrypt it (AES). Hint: cat.\n\n```\nZm9v\n```\n"))
        #expect(recording.count("encrypted-text") == 1)
    }

    @Test func attachmentsOfOneNameAreKeptApart() async throws {
        let recording = try await read(
            SampleEvernote.note(
                "T", "<en-media hash=\"\(String(repeating: "0", count: 32))\"/>",
                more: SampleEvernote.resource("a/b.txt")
                    + SampleEvernote.resource("a_B.txt", mime: "text/plain", base64: "eA==")
                    + SampleEvernote.resource("", mime: "image/png", base64: "eQ==")))
        #expect(
            recording.facts(of: .attachment).map(\.identity) == [
                "Book/T/415290769594460e2e485922904f345d.png", "Book/T/a_B (2).txt", "Book/T/a_b.txt",
            ])
        #expect(recording.count("missing-attachment") == 1)
    }

    @Test func tasksAreACheckList() async throws {
        let task =
            "<task><title>call *</title><taskStatus>completed</taskStatus><dueDate>20240102T000000Z</dueDate></task>"
        #expect(try await markdown("<div>a</div>", more: task) == "a\n\n- [x] call * (2024-01-02)\n")
    }

    @Test func whatCannotBeReadToItsEndIsKeptBeside() async throws {
        let good = SampleEvernote.note("Good", "<div>a</div>")
        let broken = SampleEvernote.note("Broken", "<div>a</div><div>b")
        let notebook = SampleEvernote.notebook(good, broken)
        let cut = String(notebook.prefix(notebook.count - 120))
        for (text, code) in [(notebook, "broken-note"), (cut, "broken-notebook")] {
            let recording = try await imported(["Book.enex": text], with: [EvernoteImporter()])
            #expect(recording.count(code) == 1)
            #expect(recording.text(.note, "Book/Good.md") == "# Good\n\na\n")
            #expect(recording.paths == ["Evernote/Book.enex"])
            #expect(recording.outcome(ofPath: "Book.enex") == .imported)
        }
        let recording = try await imported(["Book.enex": "no notebook", "B.enex": ""], with: [EvernoteImporter()])
        #expect(recording.paths == ["Evernote/B.enex", "Evernote/Book.enex"])
        #expect(recording.outcome(ofPath: "Book.enex") == .kept)
    }

    @Test func declaredEntitiesAreRefused() async throws {
        let bomb = """
            <!DOCTYPE en-export [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
            <en-export>\(SampleEvernote.note("&b;", ""))</en-export>
            """
        let recording = try await imported(["Book.enex": bomb], with: [EvernoteImporter()])
        #expect(recording.facts(of: .note).isEmpty)
        #expect(recording.outcome(ofPath: "Book.enex") == .kept)
    }

    @Test func aLargeAttachmentStreamsAndOneTooLargeStaysInTheFile() async throws {
        let size = 70 << 20
        let base64 = String(repeating: "QUJD", count: size / 3)
        let recording = try await read(
            SampleEvernote.note(
                "T", "<div>a</div>",
                more: SampleEvernote.resource("big.bin", mime: "application/octet-stream", base64: base64)
                    + SampleEvernote.resource("small.txt")))
        #expect(recording.facts(of: .attachment).map(\.identity) == ["Book/T/small.txt"])
        #expect(recording.count("too-large-to-convert") == 1)
        #expect(recording.paths == ["Evernote/Book.enex"])
    }
}
