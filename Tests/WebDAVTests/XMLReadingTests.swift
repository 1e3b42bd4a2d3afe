import Hosting
import Testing
import XML

@testable import WebDAVHost

@Suite struct XMLReadingTests {
    private func read(_ text: String) throws(StoreError) -> XMLTree { try XMLReading.read(Array(text.utf8)) }

    @Test func namespacesAndTextAreUnderstood() throws {
        let tree = try read(
            """
            <?xml version="1.0"?><!-- c --><a:x xmlns:a="DAV:" xmlns="urn:y"> <z name="N&amp;M">caf\u{E9}<![CDATA[<b>&]]>\
            &#x20AC;</z><a:q/></a:x>
            """)
        #expect(tree.name == .dav("x"))
        #expect(tree.children.map(\.name) == [XMLName("urn:y", "z"), .dav("q")])
        #expect(tree.children[0].text == "caf\u{E9}<b>&\u{20AC}")
        #expect(tree.children[0].attributes == ["name": "N&M"])
    }

    @Test(arguments: [
        "<!DOCTYPE x [<!ENTITY e 'text'>]><x>&e;</x>",
        "<?xml version='1.0'?>\n<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        "<!-- a --><!DOCTYPE x><x/>", "\u{FEFF}<!DOCTYPE x><x/>", "<?a?> <!DOCTYPE x><x/>",
        "<?xml version='1.0' encoding='UTF-7'?><x/>", "<?xml version='1.0' encoding='utf-16'?><x/>",
    ])
    func documentTypesAndEncodingsThatHideThemAreRefused(_ text: String) {
        #expect(throws: StoreError(.unavailable, "")) { try read(text) }
    }

    @Test func utf16IsRefused() {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x3C, 0, 0x78, 0, 0x2F, 0, 0x3E, 0]
        #expect(throws: StoreError(.unavailable, "")) { try XMLReading.read(bytes) }
    }

    @Test(arguments: [
        "<x>&unknown;</x>", "<x>", "<x></y>", "<x/><y/>", "", "text", "<x>\u{1}</x>", "<html><br></html>",
    ])
    func whatIsNoWholeXMLIsRefused(_ text: String) {
        #expect(throws: StoreError(.unavailable, "")) { try read(text) }
    }

    @Test func depthIsBounded() {
        let deep = String(repeating: "<x>", count: 100_000) + String(repeating: "</x>", count: 100_000)
        #expect(throws: StoreError(.unavailable, "")) { try read(deep) }
    }

    @Test(arguments: [1_000, 1_000_000, 9_000_000, 20_000_000])
    func longTextIsWholeOrRefused(_ count: Int) {
        let text = String(repeating: "a\u{E9}", count: count / 3)
        do {
            let tree = try read("<x><y>\(text)</y></x>")
            #expect(tree.children[0].text == text)
        } catch {
            #expect(count > 9_000_000)
        }
    }

    @Test func writtenTextIsReadBack() throws {
        let text = "<a> & \"b\" 'c' ]]> \r\n\t \u{1F600} e\u{301}"
        let tree = XMLTree(
            .dav("x"), children: [XMLTree(XMLName("urn:y", "z"), attributes: ["name": text], text: text)])
        let again = try XMLReading.read(tree.document)
        #expect(again.children[0].text.utf8.elementsEqual(text.utf8))
        #expect(again.name == tree.name && again.children[0].name == tree.children[0].name)
    }

    @Test func charactersThatXMLHasNotAreLeftOut() throws {
        let again = try XMLReading.read(XMLTree(.dav("x"), text: "a\u{0}\u{1}b\u{FFFE}c").document)
        #expect(again.text == "abc")
    }
}
