import ContentLines
import Testing
import TextEncoding

struct ContentLineTests {
    private func lines(_ text: String) -> [ContentLine] { Array(ContentLineReader(Array(text.utf8))) }
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    struct Framing: Sendable {
        let input: String
        let unfolded: [String]
        var numbers: [Int]?
    }

    @Test(arguments: [
        Framing(input: "A:1\r\nB:2\nC:3\rD:4", unfolded: ["A:1", "B:2", "C:3", "D:4"], numbers: [1, 2, 3, 4]),
        Framing(input: "A:1\r\r\nB:2\r\r\n", unfolded: ["A:1", "B:2"], numbers: [1, 2]),
        Framing(input: "A:1\r\n 2\r\n\t3\nB:4", unfolded: ["A:123", "B:4"], numbers: [1, 4]),
        Framing(input: "A:1\r 2\n 3", unfolded: ["A:123"]),
        Framing(input: "NA\n ME;P=\"x\n :y\":v\n w", unfolded: ["NAME;P=\"x:y\":vw"]),
        Framing(input: "\u{FEFF}A:1\n\u{FEFF}B:2\n", unfolded: ["A:1", "B:2"]),
        Framing(input: "A:\u{0}1\n", unfolded: ["A:\u{0}1"]),
        Framing(input: "A:1\n\n\nB:2", unfolded: ["A:1", "", "", "B:2"], numbers: [1, 2, 3, 4]),
        Framing(input: "", unfolded: []),
        Framing(input: "\r\n", unfolded: [""]),
        Framing(input: "A:1\n ", unfolded: ["A:1"]),
    ])
    func linesAreFramedAndUnfolded(_ row: Framing) {
        let found = lines(row.input)
        #expect(found.map { text($0.unfolded) } == row.unfolded)
        if let numbers = row.numbers { #expect(found.map(\.number) == numbers) }
        #expect(found.map(\.range).reduce(into: [0]) { $0.append($1.upperBound) }.last == row.input.utf8.count)
    }

    @Test
    func aFoldMaySplitACharacter() {
        let bytes = Array("FN:Zo".utf8) + [0xC3, 13, 10, 32, 0xA9]
        #expect(ContentLineReader(bytes).map { text($0.value) } == ["Zo\u{E9}"])
    }

    @Test(arguments: [
        ("NO COLON", ContentLine.Kind.invalid), (":value", .invalid), (";P=1:value", .invalid), ("  ", .blank),
        ("", .blank), ("A:", .property), ("A;B", .invalid),
    ])
    func aBadLineIsAValue(_ line: String, _ kind: ContentLine.Kind) {
        let found = lines("X:1\n\(line.first == " " ? "\n" + line : line)\nY:2\n")
        #expect(found.contains { $0.kind == kind })
        #expect(found.first?.name == "X" && found.last?.name == "Y")
    }

    @Test
    func groupNameParametersAndValueComeApart() throws {
        let line = try #require(lines("item1.x-Tel;type=home,\"a,b\";PREF=1;HOME:+33;1:2").first)
        #expect(line.group == "ITEM1" && line.group?.text == "item1")
        #expect(line.name == "X-TEL" && line.name.text == "x-Tel" && line.hasName("X-TEL"))
        #expect(line.parameters.map(\.name) == ["TYPE", "pref", "HOME"])
        #expect(line.parameters.map { $0.values.map(\.text) } == [["home", "a,b"], ["1"], []])
        #expect(line.parameters[0].values.map(\.isQuoted) == [false, true])
        #expect(text(line.value) == "+33;1:2")
        #expect(line.firstParameterValue("PREF").map(text) == "1")
    }

    @Test(arguments: [
        ("A;B=\"x:y\":v", "v"), ("A;CN=\"no end:mailto:x", "mailto:x"), ("A;T=\"Zone:2020\"", "2020\""),
        ("A;X=\"a:b\";Y=\"c:v", "v"),
    ])
    func aMisplacedQuotationMarkDoesNotCostTheLine(_ line: String, _ value: String) throws {
        let line = try #require(lines(line).first)
        #expect(line.kind == .property)
        #expect(text(line.value) == value)
    }

    @Test
    func parameterValuesAreCaretDecoded() throws {
        let line = try #require(lines("A;CN=a^nb^'c^^d^x:v").first)
        #expect(line.parameters.first?.values.first?.text == "a\nb\"c^d^x")
        #expect(line.firstParameterValue("CN").map(text) == "a^nb^'c^^d^x")
    }

    @Test
    func namesAreEqualWithoutCase() {
        #expect(PropertyName("dtStart") == "DTSTART")
        #expect(Set<PropertyName>(["uid", "UID", "Uid"]).count == 1)
        #expect(PropertyName("UID") != "UIDS" && PropertyName("i") != "\u{131}")
    }

    struct Joining: Sendable {
        let input: String
        let values: [String]
    }

    @Test(arguments: [
        Joining(input: "N;ENCODING=QUOTED-PRINTABLE:a=\r\nb=\r\nc\r\nX:1", values: ["abc", "1"]),
        Joining(input: "N;QUOTED-PRINTABLE:a=\nb:c\nX:1", values: ["ab:c", "1"]),
        Joining(input: "N:a=\nX:1", values: ["a=", "1"]),
        Joining(input: "N;QUOTED-PRINTABLE:a=\nEND:VCARD", values: ["a=", "VCARD"]),
        Joining(input: "P;ENCODING=BASE64:QUJD\nREVG\nR0g=\n\nX:1", values: ["QUJDREVGR0g=", "", "1"]),
        Joining(input: "P;ENCODING=b:QUJD\n REVG\nX:1", values: ["QUJDREVG", "1"]),
        Joining(input: "P:QUJD\nREVG\nX:1", values: ["QUJD", "", "1"]),
    ])
    func encodedValuesGoOnInTheNextLine(_ row: Joining) {
        #expect(lines(row.input).map { text($0.value) } == row.values)
    }

    @Test
    func foldingKeepsCharactersWholeAndLinesShort() {
        for unit in ["a", "\u{E9}", "\u{20AC}", "\u{1F600}", "e\u{1F600}"] {
            for count in 1..<200 {
                let content = "NOTE:" + String(repeating: unit, count: count)
                var folded: [UInt8] = []
                Folding.fold(Array(content.utf8), into: &folded)
                let physical = text(folded).split(separator: "\r\n", omittingEmptySubsequences: false).dropLast()
                #expect(physical.allSatisfy { $0.utf8.count <= 75 && !$0.unicodeScalars.contains("\u{FFFD}") })
                #expect(ContentLineReader(folded).map { text($0.unfolded) } == [content])
            }
        }
    }

    @Test
    func foldingBytesThatAreNotTextStillEnds() {
        let bytes = Array("X:".utf8) + Array(repeating: 0x80, count: 1000)
        var folded: [UInt8] = []
        Folding.fold(bytes, into: &folded)
        #expect(ContentLineReader(folded).map(\.unfolded) == [bytes])
    }

    @Test
    func escapingIsUndoneByUnescaping() {
        let value = "a,b;c\\d\ne\r\nf\\n\"g:"
        #expect(text(TextValue.escape(value)) == #"a\,b\;c\\d\ne\nf\\n"g:"#)
        #expect(text(TextValue.unescape(TextValue.escape(value))) == "a,b;c\\d\ne\nf\\n\"g:")
        #expect(text(TextValue.unescape(Array(#"\N\:\x\"#.utf8))) == "\n:\\x\\")
    }

    @Test
    func listsAreSplitAtBareSeparators() {
        let parts = TextValue.split(Array(#"a\,b,c\\,d,"#.utf8), at: 0x2C)
        #expect(parts.map { text(Array($0)) } == [#"a\,b"#, #"c\\"#, "d", ""])
    }

    @Test
    func aBuiltLineIsOneLineWhateverTheText() throws {
        var builder = ContentLineBuilder("X-NA\nME", group: "it em")
        builder.addParameter("CN", ["Zo\"e:\n^", "plain"])
        let built = builder.line(text: "one\r\nEND:VCARD\n" + String(repeating: "x", count: 500))
        let found = Array(ContentLineReader(built))
        #expect(found.count == 1)
        let line = try #require(found.first)
        #expect(line.name == "X-NAME" && line.group == "item")
        #expect(line.parameters.first?.values.map(\.text) == ["Zo\"e:\n^", "plain"])
        #expect(text(TextValue.unescape(line.value)).hasPrefix("one\nEND:VCARD\nxxx"))
        #expect(ContentLineReader(builder.line(value: Array("a\nb\rc".utf8))).map { text($0.value) } == ["abc"])
    }

    @Test
    func textIsDecodedAsUTF8OrWindows1252() {
        #expect(TextDecoding.text([0x5A, 0xC3, 0xA9]) == "Z\u{E9}")
        #expect(TextDecoding.text([0x5A, 0xE9, 0x80]) == "Z\u{E9}\u{20AC}")
        #expect(TextDecoding.text([0xC3, 0xA9], charset: "iso-8859-1") == "\u{C3}\u{A9}")
    }
}
