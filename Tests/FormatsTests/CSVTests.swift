import Testing
import TextEncoding

@testable import CSV

struct CSVTests {
    private func fields(_ text: String) -> [[String]] { CSVReader.records(of: Array(text.utf8)).map(\.fields) }

    @Test(arguments: [
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("a;b\nc;d,e\n", [["a", "b"], ["c", "d,e"]]),
        ("a\tb\nc\td\n", [["a", "b"], ["c", "d"]]),
        ("sep=;\r\na,b;c\r\n", [["a,b", "c"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\"a,1\";\"b\"\n", [["a,1", "b"]]),
        ("a,\"two\r\nlines\",c\n", [["a", "two\r\nlines", "c"]]),
        ("\"say \"\"hi\"\"\",\"\"\n", [["say \"hi\"", ""]]),
        ("a, \"b, c\" ,d\n", [["a", "b, c", "d"]]),
        ("a,  b ,\n", [["a", "  b ", ""]]),
        ("a\n\n\nb\n", [["a"], ["b"]]),
        ("5\" disk,b\n", [["5\" disk", "b"]]),
        ("", []), ("\n\r\n", []), (",", [["", ""]]),
    ])
    func readsAsWritten(_ text: String, _ expected: [[String]]) {
        #expect(fields(text) == expected)
    }

    @Test func everySplitIntoChunksGivesTheSame() {
        let file = Array("\u{FEFF}Name;Note\r\n\"Zoé\";\"a\r\n\"\"b\"\" ;c\"\r\n\r\nx;y\r\"open;z\nnext;1\n".utf8)
        let whole = CSVReader.records(of: file)
        #expect(whole.count == 5)
        for size in 1...file.count {
            var reader = CSVReader()
            var records: [CSVRecord] = []
            for start in stride(from: 0, to: file.count, by: size) {
                reader.add(file[start..<min(start + size, file.count)].span)
                while let record = reader.next() { records.append(record) }
            }
            reader.finish()
            while let record = reader.next() { records.append(record) }
            #expect(records == whole)
        }
    }

    @Test func anOpenQuoteCostsItsLineOnly() {
        let records = CSVReader.records(of: Array("a,b\n1,\"open\n2,x\n3,y\n".utf8))
        #expect(records.map(\.fields) == [["a", "b"], ["1", "open"], ["2", "x"], ["3", "y"]])
        #expect(records[1].problems == [CSVProblem(code: .unterminatedQuote, line: 2)])
        #expect(records[2].problems.isEmpty && records[3].line == 4)
    }

    @Test func aStrayQuoteIsACharacterAndIsSaidWithItsLine() {
        let records = CSVReader.records(of: Array("a,b\n\"x\ny \"z\" w\",c\n".utf8))
        #expect(records[1].fields == ["x\ny \"z\" w", "c"])
        #expect(records[1].problems.first == CSVProblem(code: .strayQuote, line: 3))
    }

    @Test func aRecordBeyondTheLimitIsCutAtItsLine() {
        let file = "a,b\n" + String(repeating: "x", count: 200) + ",y\nc,d\n"
        var reader = CSVReader(recordLimit: 100)
        reader.add(Array(file.utf8).span)
        reader.finish()
        var records: [CSVRecord] = []
        while let record = reader.next() { records.append(record) }
        #expect(records.map(\.count) == [2, 1, 2])
        #expect(records[1].problems == [CSVProblem(code: .recordTooLong, line: 2)])
        #expect(records[1][0] == String(repeating: "x", count: 100) && records[2].fields == ["c", "d"])
    }

    @Test func whatIsPassedOverIsNotKept() {
        var scan = CSVScan()
        let bytes = [UInt8](repeating: 0x78, count: 200)
        #expect(scan.next(in: bytes.span, 0x2C, limit: 100, isFinished: false) == nil)
        #expect(scan.start == 200)
    }

    @Test(.timeLimit(.minutes(1))) func manyOpenQuotesStayLinear() {
        var file = Array("a,b\n".utf8)
        for _ in 0..<400_000 { file += "\"a\n".utf8 }
        let records = CSVReader.records(of: file)
        #expect(records.count > 200_000)
    }

    @Test(arguments: [[0xFF, 0xFE], []] as [[UInt8]])
    func utf16IsReadWithOrWithoutMark(_ mark: [UInt8]) {
        let text = mark.isEmpty ? "Ne;Ω😀\n1;2\n" : "Né;Ω😀\n1;2\n"
        let file: [UInt8] = mark + text.utf16.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        #expect(CSVReader.records(of: file).map { $0[1] } == ["Ω😀", "2"])
    }

    @Test func bigEndianIsReadToo() {
        let file: [UInt8] = [0xFE, 0xFF] + "é,b\n".utf16.flatMap { unit in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        #expect(CSVReader.records(of: file).map(\.fields) == [["é", "b"]])
    }

    @Test func whatIsNotUTF8IsWindows1252() {
        let file: [UInt8] = [0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72, 0x3B, 0x80, 0x0A]
        #expect(CSVReader.records(of: file).map(\.fields) == [["Müller", "€"]])
    }

    @Test func headersAreFoundWithoutCaseAndBlanks() {
        let header = CSVHeader(["Title", " Created On", "title"])
        #expect(header.column("created on") == 1 && header.column("TITLE") == 0 && header.column("x") == nil)
    }

    @Test func whatIsWrittenReadsTheSame() {
        let records = [["a", "b,c", "say \"x\""], ["", " pad ", "two\r\nlines"], [""], ["é;", "\t", "z"]]
        var writer = CSVWriter()
        for record in records { writer.add(record) }
        #expect(CSVReader.records(of: writer.bytes).map(\.fields) == records.filter { $0 != [""] })
        #expect(String(decoding: writer.bytes, as: UTF8.self).hasPrefix("a,\"b,c\",\"say \"\"x\"\"\"\r\n"))
    }
}
