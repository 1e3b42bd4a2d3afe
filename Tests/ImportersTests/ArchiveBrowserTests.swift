import Testing

@testable import GoogleTakeout

@Suite struct ArchiveBrowserTests {
    private static let page = """
        <!DOCTYPE html><html><head><style>.a > .b { content: "<div class='extracted-file-name'>no</div>" }</style></head>
        <!-- <div class="extracted-file-name">no</div> --><body>
        <div id="service-tile-KEEP"><h1 class="data-folder-name" data-english-name="KEEP" data-folder-name="Keep">Keep</h1></div>
        <div id="service-tile-DRIVE"><h1 class="data-folder-name" data-english-name="DRIVE" data-folder-name="Disque">x</h1></div>
        <div id="service-details-KEEP" class="service-detail">
          <div><a href="Keep/good%20place.html" class="takeout-resource-link">good place.html</a></div>
          <div class="extracted-file-name"> Labels.txt</div>
        </div>
        <div id="service-details-DRIVE">
          <div><div class="extracted-folder-name">été &amp; hiver</div><div>
            <div><div class="extracted-folder-name">2019</div><div class="list">
              <div class="extracted-file-name"> a&#39;b.txt</div>
            </div></div>
            <div class="extracted-file-name"> <a class="takeout-resource-link" href="Disque/%C3%A9t%C3%A9%20&amp;%20hiver/c.pdf">c</a></div>
          </div></div>
          <div class="extracted-file-name"> top.txt</div>
        </div></body></html>
        """

    @Test func foldersAndFilesAreRead() {
        let browser = ArchiveBrowser(Array(Self.page.utf8))
        #expect(browser.products == ["keep": .keep, "disque": .drive])
        #expect(
            browser.files.map(\.pathBelowRoot) == [
                "Keep/good place.html", "Keep/Labels.txt", "Disque/été & hiver/2019/a'b.txt",
                "Disque/été & hiver/c.pdf",
                "Disque/top.txt",
            ])
    }

    @Test func onlyWhatNoPartHoldsIsMissing() {
        var overview = ExportOverview()
        overview.add(Array(Self.page.utf8))
        let present = ["Keep/good place.html", "Disque/été _ hiver/2019/a_b.txt", "archive_browser.html"]
        #expect(
            overview.missing(from: present) == ["Keep/Labels.txt", "Disque/été & hiver/c.pdf", "Disque/top.txt"])
        #expect(overview.missing(from: present + ["Keep/Labels.txt", "Disque/c.pdf", "Disque/top.txt"]) == [])
    }

    @Test func twoFilesOfOneNameAreTwo() {
        let page = """
            <h1 data-english-name="DRIVE" data-folder-name="Drive"></h1><div id="service-details-DRIVE">
            <div><div class="extracted-folder-name">a</div><div class="extracted-file-name">x.txt</div></div>
            <div><div class="extracted-folder-name">b</div><div class="extracted-file-name">x.txt</div></div></div>
            """
        var overview = ExportOverview()
        overview.add(Array(page.utf8))
        #expect(overview.missing(from: ["Drive/a/x.txt"]) == ["Drive/b/x.txt"])
        #expect(overview.missing(from: ["Drive/b/x.txt"]) == ["Drive/a/x.txt"])
        #expect(overview.missing(from: ["Drive/c/x.txt", "Drive/d/x.txt"]) == [])
    }

    @Test(arguments: [
        "", "<", "<div", "<div class=\"extracted-file-name\"> a", "</div></div></div>", "<div class=>", "<a href=x>",
        "plain text & more",
        "<div class=\"extracted-folder-name\"></div></div></div><div class=\"extracted-file-name\">",
    ])
    func aBrokenPageIsNoError(_ page: String) {
        #expect(ArchiveBrowser(Array(page.utf8)).files.isEmpty)
    }

    @Test func nestingWithoutEndIsRead() {
        let folder = "<div><div class=\"extracted-folder-name\">f</div>"
        let page = String(repeating: folder, count: 20_000) + "<div class=\"extracted-file-name\">x</div>"
        #expect(ArchiveBrowser(Array(page.utf8)).files.count == 1)
    }

    @Test(arguments: [
        ("a&amp;b", "a&b"), ("&lt;&gt;&quot;&#39;&#x27;&nbsp;", "<>\"''\u{A0}"),
        ("&unknown; & &#xFFFFFFFF; &", "&unknown; & &#xFFFFFFFF; &"),
    ])
    func characterReferencesAreDecoded(_ text: String, _ expected: String) {
        #expect(CharacterReferences.decoded(text) == expected)
    }

    @Test(
        arguments: [
            ("a%20b/c", "a b/c"), ("./a", "a"), ("a%2", "a%2"), ("a%zz%+f", "a%zz%+f"), ("a?b#c", "a"),
            ("https://x/y", nil),
            ("//x/y", nil), ("", nil), ("a/b:c", "a/b:c"),
        ] as [(String, String?)])
    func addressesAreDecoded(_ address: String, _ expected: String?) {
        #expect(Address.path(address) == expected)
    }
}
