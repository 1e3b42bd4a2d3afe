import MarkdownNotes
import Testing
import Timestamps

@Suite struct MarkdownNotesTests {
    @Test(arguments: [
        ("plain text, 3 * 4 = 12, snake_case", "plain text, 3 * 4 = 12, snake_case"),
        ("*bold* _it_ `code` [x](y) <b>", "\\*bold\\* \\_it\\_ \\`code\\` \\[x\\](y) \\<b>"),
        ("# no heading", "\\# no heading"), ("#tag", "#tag"), ("> no quote", "\\> no quote"),
        ("- no item", "\\- no item"), ("-5 degrees", "-5 degrees"), ("---", "\\---"), ("* no item", "\\* no item"),
        ("1. no item", "1\\. no item"), ("2019. was a year", "2019\\. was a year"), ("3.14", "3.14"),
        ("    no code", "&nbsp;&nbsp;&nbsp;&nbsp;no code"), ("fish & chips &amp; more", "fish & chips \\&amp; more"),
        ("a~b ~~c~~", "a~b \\~\\~c\\~\\~"), ("C:\\dir", "C:\\\\dir"), ("a | b", "a \\| b"),
        ("see https://a.example/b?c=d", "see https://a.example/b?c=d"),
        ("see https://a.example/_b_*c* now", "see <https://a.example/_b_*c*> now"),
        ("one\ntwo\r\nthree\rfour\u{2028}five", "one  \ntwo  \nthree  \nfour  \nfive"),
        ("a\n\nb", "a\n\nb"), ("bell\u{7}\u{0}", "bell"), ("end \t ", "end"), ("", ""),
    ])
    func aTextIsShownAsItIs(_ plain: String, _ markdown: String) {
        #expect(Markdown.text(plain) == markdown)
    }

    @Test func listsAndHeadingsStayInTheirLines() {
        #expect(Markdown.heading(2, "a\nb #1") == "## a b #1")
        #expect(Markdown.checkItem("milk\n- not a list", isChecked: true) == "- [x] milk  \n  \\- not a list")
        #expect(Markdown.item("eggs", depth: 1) == "  - eggs")
        #expect(Markdown.quote("a\n\nb") == "> a\n>\n> b")
    }

    @Test func linksReachTheirFiles() {
        let path = Markdown.destination(ofPath: "été (1) #2?.jpg")
        #expect(path == "été%20%281%29%20%232%3F.jpg")
        #expect(Markdown.image("a]b", at: path) == "![a\\]b](été%20%281%29%20%232%3F.jpg)")
        #expect(Markdown.link("x", to: "https://a/(b") == "[x](<https://a/(b>)")
    }

    @Test(arguments: [
        ("javascript:alert(1)", "x (javascript:alert(1))"), (" Java\nscript\t:f()", "x ( Java script\t:f())"),
        ("data:text/html,<b>", "x (data:text/html,\\<b>)"), ("\u{1}VBScript:f", "x (VBScript:f)"),
        ("javascript&colon;f", "[x](<javascript\\&colon;f>)"), ("https://a/?b&c=1", "[x](https://a/?b&c=1)"),
        ("database:1", "[x](database:1)"),
    ])
    func addressesThatRunSomethingAreText(_ address: String, _ markdown: String) {
        #expect(Markdown.link("x", to: address) == markdown)
        #expect(Markdown.image("x", at: address) == (markdown.hasPrefix("[") ? "!" : "") + markdown)
        let own = Markdown.link(address, to: address)
        #expect(own.hasPrefix("[") == markdown.hasPrefix("["))
    }

    @Test func aPathHasNoScheme() {
        #expect(Markdown.destination(ofPath: "javascript:x") == "javascript%3Ax")
    }

    @Test(.timeLimit(.minutes(1))) func manyAddressesInARowStayLinear() {
        let plain = String(repeating: "http://", count: 200_000)
        #expect(Markdown.text(plain) == plain)
    }

    @Test func frontMatterIsYAMLThatSaysWhatWasThere() {
        var front = FrontMatter()
        front.add("title", "Courses: lait, \"œufs\"\n# x")
        front.add("colour", "RED")
        front.add("odd", "\u{FFFE}\u{FFFF}")
        front.add("pinned", true)
        front.add("created", at: 1_629_982_212)
        front.add("tags", ["été", "no", "12"])
        front.add("none", [])
        #expect(
            front.text == """
                ---
                title: "Courses: lait, \\"œufs\\"\\n# x"
                colour: RED
                odd: "\\ufffe\\uffff"
                pinned: true
                created: 2021-08-26T12:50:12Z
                tags:
                  - été
                  - "no"
                  - "12"
                ---

                """)
        #expect(FrontMatter().text.isEmpty)
    }

    @Test(arguments: [
        (-1, "1969-12-31T23:59:59Z"), (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func timesAreUTC(_ seconds: Int64, _ text: String) {
        #expect(UTCTime.text(of: seconds) == text)
    }

    @Test(arguments: [
        ("a/b\nc", "a_b c"), ("  ", "note"), ("..hidden", "hidden"), ("", "note"),
        (String(repeating: "é", count: 100), String(repeating: "é", count: 80)),
    ])
    func aTitleBecomesAName(_ title: String, _ name: String) {
        #expect(Markdown.fileStem(title, orElse: "note") == name)
    }
}
