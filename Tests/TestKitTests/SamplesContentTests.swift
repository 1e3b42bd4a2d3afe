import Testing

@testable import TestKit

@Suite struct SamplesContentTests {
    @Test func checksumMatchesThePublishedCheckValue() {
        #expect(SampleChecksum.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(SampleChecksum.of([]) == 0)
        var pieces = SampleChecksum()
        for piece in ["12345", "", "6789"] { Array(piece.utf8).withUnsafeBytes { pieces.update($0) } }
        #expect(pieces.value == 0xCBF4_3926)
    }

    @Test(arguments: [0, 1, 7, 8, 9, (1 << 20) - 1, 1 << 20, (1 << 20) + 3, 3 << 20] as [UInt64])
    func generatedContentIsThePrefixOfALongerOne(_ size: UInt64) {
        let longer = SampleContent.generated(size: size + 21, seed: 5).all
        #expect(SampleContent.generated(size: size, seed: 5).all == Array(longer.prefix(Int(size))))
        #expect(SampleContent.generated(size: size + 21, seed: 6).all != longer)
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func base64MatchesTheVectorsOfRFC4648(_ plain: String, _ encoded: String) {
        #expect(SampleBase64.encoded(Array(plain.utf8)) == encoded)
    }

    @Test func bothNormalFormsOfOneNameAreThere() {
        let names = SampleExport.demo.entries().map { Array($0.path.utf8) }
        for name in ["R\u{E9}sum\u{E9}.txt", "Re\u{301}sume\u{301}.txt"] {
            #expect(names.contains(Array("Takeout/Drive/\(name)".utf8)))
        }
    }

    @Test func documentsInDriveAreSoundZipFiles() throws {
        let documents = SampleExport.demo.entries().filter { $0.path.hasSuffix(".docx") || $0.path.hasSuffix(".zip") }
        #expect(documents.count > 5)
        let folder = SampleExport.demo
        try withSampleDirectory { directory in
            let root = try #require(folder.write(to: directory, as: SamplePacking(.folder)).first)
            for document in documents { _ = try sampleOutput("unzip", "-tq", "\(root)/\(document.path)") }
        }
    }

    @Test func stampGivesItsTime() {
        var export = SampleExport()
        #expect(export.stampTime == 1_776_298_058)
        export.stamp = "yesterday"
        #expect(export.stampTime == 0)
    }

    @Test func namesAreWrittenAsTakeoutWritesThem() {
        let export = SampleExport()
        #expect(
            export.fileName("Club d'escalade & rando: 50 %?", suffix: ".ics") == "Club d_escalade _ rando_ 50 __.ics")
        #expect(export.fileName(String(repeating: "é", count: 60)) == String(repeating: "é", count: 50))
        #expect(export.fileName("# ! @ $ ^ ( ) + ~ { } [ ] , ; `") == "# ! @ $ ^ ( ) + ~ { } [ ] , ; `")
    }
}
