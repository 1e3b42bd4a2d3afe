import Testing
import XML

@Suite struct XMLReaderTests {
    /// All tokens of a document that comes in chunks of a size.
    private func tokens(
        _ document: [UInt8], chunk: Int = .max, options: XMLOptions = XMLOptions()
    ) throws(XMLError) -> [XMLToken] {
        var reader = XMLReader(options: options)
        var tokens: [XMLToken] = []
        var rest = document[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(chunk))
            rest = rest.dropFirst(chunk)
            reader.add(piece.span)
            while let token = try reader.next() { tokens.append(token) }
        }
        reader.finish()
        while let token = try reader.next() { tokens.append(token) }
        return tokens
    }

    private func tokens(_ document: String, options: XMLOptions = XMLOptions()) throws(XMLError) -> [XMLToken] {
        try tokens(Array(document.utf8), options: options)
    }

    /// Tokens with neighbouring pieces of text joined, as short marks.
    private func summary(_ tokens: [XMLToken]) -> String {
        tokens.map { token in
            switch token {
            case .start(let start):
                "<\(start.name)\(start.attributes.map { " \($0.name)=\($0.value)" }.joined())>"
            case .end: "</>"
            case .text(let text): text
            }
        }.joined()
    }

    private let sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- a > b --><?go on?>
        <a:x xmlns:a="DAV:" xmlns="urn:y" a:k='1'> <z name="N&amp;M\t\n">caf\u{E9}<![CDATA[<b>&]]]]>\r\n&#x20AC;&#10;</z
        ><a:q/><y xmlns=""><p:w/></y>\r</a:x>
        <!-- end -->
        """

    @Test(arguments: [1, 2, 3, 7, 64, 10_000])
    func chunksChangeNothing(_ chunk: Int) throws {
        let expected =
            "<{DAV:}x {DAV:}k=1> <{urn:y}z name=N&M  >caf\u{E9}<b>&]]\n\u{20AC}\n</><{DAV:}q></><y><p:w></></>\n</>"
        #expect(summary(try tokens(Array(sample.utf8), chunk: chunk)) == expected)
    }

    @Test(arguments: [
        ("<x>", XMLError.Code.truncated), ("<x></y>", .notWellFormed), ("<x/><y/>", .notWellFormed), ("", .truncated),
        ("text", .notWellFormed), ("<x>\u{1}</x>", .notWellFormed), ("<html><br></html>", .notWellFormed),
        ("<x>&unknown;</x>", .unknownEntity), ("<x>&amp</x>", .unknownEntity), ("<x>&#xD800;</x>", .unknownEntity),
        ("<x>&#99999999999;</x>", .unknownEntity), ("<x>&#+65;</x>", .unknownEntity),
        ("<x a='1' a='2'/>", .notWellFormed),
        ("<x a=1/>", .notWellFormed), ("<x a='1'b='2'/>", .notWellFormed), ("<x a='<'/>", .notWellFormed),
        ("< x/>", .notWellFormed), ("<x><![CDATA[a]]</x>", .truncated), ("<x/>y", .notWellFormed),
        ("<!DOCTYPE x><x/>", .documentType), ("<?a?> <!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>", .documentType),
        ("<!DOCTYPE x [<!ENTITY e 'text'>]><x>&e;</x>", .documentType), ("<x/><!DOCTYPE x>", .documentType),
        ("<?xml version='1.0' encoding='UTF-7'?><x/>", .encoding),
        ("<?xml version='1.0' encoding='utf-16'?><x/>", .encoding),
        ("<x y/>", .notWellFormed), ("<x><!ELEMENT y></x>", .notWellFormed), ("<x><!-- </x>", .truncated),
    ])
    func whatIsNoWholeXMLIsAnError(_ document: String, _ code: XMLError.Code) {
        for chunk in [1, 5, 1000] {
            let error = #expect(throws: XMLError.self) { try tokens(Array(document.utf8), chunk: chunk) }
            #expect(error?.code == code)
        }
    }

    @Test func otherEncodingsAreReadOrRefused() throws {
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><x>caf".utf8) + [0xE9] + Array("</x>".utf8)
        #expect(summary(try tokens(latin, chunk: 10)) == "<x>caf\u{E9}</>")
        #expect(summary(try tokens([0xEF, 0xBB, 0xBF] + Array("<x/>".utf8))) == "<x></>")
        for bytes: [UInt8] in [
            [0xFF, 0xFE, 0x3C, 0, 0x78, 0, 0x2F, 0, 0x3E, 0], Array("<x>".utf8) + [0xE9] + Array("</x>".utf8),
        ] {
            let error = #expect(throws: XMLError.self) { try tokens(bytes) }
            #expect(error?.code == .encoding)
        }
    }

    @Test func textThatNeverEndsItsCharacterIsAnError() {
        let bytes = Array("<x>".utf8) + [0xE3] + [UInt8](repeating: 0x80, count: 200_000) + Array("</x>".utf8)
        for chunk in [1000, Int.max] {
            let error = #expect(throws: XMLError.self) { try tokens(bytes, chunk: chunk) }
            #expect(error?.code == .encoding)
        }
    }

    @Test func anExpectedDocumentTypeMayDeclareNothing() throws {
        var options = XMLOptions()
        options.documentTypes = ["en-export"]
        let start = "<!DOCTYPE en-export SYSTEM 'http://xml.example.org/a.dtd'"
        #expect(summary(try tokens(start + "><en-export/>", options: options)) == "<en-export></>")
        for document in [
            start + " [<!ENTITY a 'b'>]><en-export/>", start + ">" + start + "><en-export/>", "<!DOCTYPE x><x/>",
        ] {
            let error = #expect(throws: XMLError.self) { try tokens(document, options: options) }
            #expect(error?.code == .documentType)
        }
    }

    @Test func depthAndTagsAreBounded() {
        let deep = String(repeating: "<x>", count: 100_000)
        let long = "<x a='" + String(repeating: "a", count: 2 << 20) + "'/>"
        let many = "<x " + (0..<1000).map { "a\($0)='' " }.joined() + "/>"
        let namespaces = (0..<100).map { "<x xmlns:a\($0)='' xmlns:b\($0)='' xmlns:c\($0)=''>" }.joined()
        for document in [deep, long, many, namespaces] {
            for chunk in [1 << 16, Int.max] {
                let error = #expect(throws: XMLError.self) { try tokens(Array(document.utf8), chunk: chunk) }
                #expect(error?.code == .overLimit)
            }
        }
    }

    @Test(arguments: [false, true])
    func longTextComesInPiecesOfWholeCharacters(_ isCDATA: Bool) throws {
        let text = String(repeating: "a\u{E9}\u{20AC}\u{1F600}\r\n", count: 50_000)
        let document = isCDATA ? "<x><![CDATA[\(text)]]></x>" : "<x>\(text)</x>"
        for chunk in [1000, 65_536, Int.max] {
            let found = try tokens(Array(document.utf8), chunk: chunk)
            let pieces: [String] = found.compactMap { token in
                guard case .text(let text) = token else { return nil }
                return text
            }
            #expect(pieces.joined() == String(repeating: "a\u{E9}\u{20AC}\u{1F600}\n", count: 50_000))
            #expect(pieces.count > 3 && pieces.allSatisfy { $0.utf8.count < 140_000 })
        }
    }

    @Test func referencesComeInPiecesToo() throws {
        let found = try tokens("<x>" + String(repeating: "&amp;", count: 300_000) + "</x>")
        #expect(found.count > 5 && found.count < 10)
    }

    @Test func controlCharactersAreTakenWhereAsked() throws {
        var options = XMLOptions()
        options.allowsControlCharacters = true
        #expect(summary(try tokens("<x>a\u{1}&#2;\r\n</x>", options: options)) == "<x>a\u{1}\u{2}\r\n</>")
    }

    @Test func givenEntitiesAreKnown() throws {
        var options = XMLOptions()
        options.entities = ["nbsp": "\u{A0}"]
        #expect(summary(try tokens("<x a='&nbsp;'>&nbsp;</x>", options: options)) == "<x a=\u{A0}>\u{A0}</>")
    }
}
