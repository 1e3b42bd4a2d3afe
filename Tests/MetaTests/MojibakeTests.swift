import JSON
@testable import Meta
@testable import TestKit
import Testing

@Suite struct MojibakeTests {
    /// What Facebook makes of a text.
    static func garbled(_ text: String) -> String {
        String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar($0) }))
    }

    @Test(arguments: [
        "é", "Zoë", "ça va ?", "日本語", "🙂", "👩‍👩‍👧", "ligne\nœuvre", "Ã", "Ã©", "\u{80}", "\u{7FF}", "\u{FFFF}", "ÿ",
    ]) func whatWasGarbledIsMended(_ text: String) { #expect(Mojibake.mended(Self.garbled(text)) == text) }

    @Test(arguments: [
        "", "plain", "é", "café", "日本", "🙂", "Ã", "Â", "naïve é", "«»", "é🙂", "Ã© 🙂", "\u{80}", "Ã©é", "½", "ÿ",
        "\u{FFFD}", "e\u{301}",
    ]) func whatIsRightStays(_ text: String) {
        #expect(Array(Mojibake.mended(text).utf8) == Array(text.utf8))
    }

    @Test func mendingIsNeverDoneTwice() {
        let twice = Self.garbled(Self.garbled("é"))
        #expect(Mojibake.mended(twice) == Self.garbled("é"))
    }

    @Test func namesAreMendedToo() throws {
        let value = try JSONValue.parse(Array(SampleMetaTexts.garbled(#"{"Numéro":["à",{"é":"ü"}]}"#).utf8))
        let wanted = try JSONValue.parse(Array(#"{"Numéro":["à",{"é":"ü"}]}"#.utf8))
        #expect(value != wanted)
        #expect(Mojibake.mended(value) == wanted)
    }

    /// Of a large export with emoji, accents and texts that are right already, all that was garbled is mended, and
    /// nothing that was right is changed.
    @Test func aWholeExportIsMended() throws {
        let words = [
            "été", "Noël", "garçon", "œuf", "🙂", "❤️", "👩‍👩‍👧", "日本", "plain", "words", "ß", "Ωmega", "½", "\"", "\\", "\n",
            "«oui»", "Đặng", "ру́сский", "🇫🇷", "a", "1", "…", "\u{A0}!",
        ]
        var state: UInt64 = 7
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let texts = (0..<20_000).map { _ in
            (0...draw(6)).map { _ in words[draw(words.count)] }.joined(separator: " ")
        }
        var (mended, garbled, changed) = (0, 0, 0)
        for (number, text) in texts.enumerated() {
            let isRight = number.isMultiple(of: 3)
            let json = "[\(SampleMetaTexts.quoted(text))]"
            let written = isRight ? json : SampleMetaTexts.garbled(json)
            let value = Mojibake.mended(try JSONValue.parse(Array(written.utf8)))
            let result = try #require(value.elements.first?.string)
            let isSame = Array(result.utf8) == Array(text.utf8)
            if isRight {
                if !isSame { changed += 1 }
            } else {
                garbled += 1
                if isSame { mended += 1 }
            }
        }
        #expect(changed == 0)
        #expect(garbled == 13_333 && mended == garbled)
    }
}
