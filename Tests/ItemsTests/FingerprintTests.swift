import Items
import Testing

@Suite struct FingerprintTests {
    @Test func textAndBytesReadBackAsTheSameFingerprint() {
        let fingerprint = Fingerprint(of: "Zoé")
        #expect(Fingerprint(hexadecimal: fingerprint.description) == fingerprint)
        #expect(Fingerprint(bytes: fingerprint.bytes) == fingerprint)
    }

    @Test(arguments: ["", "00", String(repeating: "g", count: 64), String(repeating: "0", count: 63)])
    func whatIsNoDigestIsRefused(_ text: String) {
        #expect(Fingerprint(hexadecimal: text) == nil)
    }

    @Test func aBodyHashesLikeItsBytes() throws {
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        #expect(try BytesBody(bytes).fingerprint() == Fingerprint(of: bytes))
    }

    @Test func aBodyLargerThanTheLimitIsRefused() {
        #expect(throws: ContentError.self) { try BytesBody([1, 2, 3]).readAll(limit: 2) }
    }
}

@Suite struct ExactTextTests {
    @Test func canonicallyEquivalentTextsAreTwo() {
        let (composed, decomposed) = (ExactText("\u{E9}"), ExactText("e\u{301}"))
        #expect(composed.text == decomposed.text)
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test(arguments: [("", "a"), ("a", "aa"), ("B", "a"), ("e\u{301}", "\u{E9}"), ("z", "é")])
    func theOrderIsThatOfTheBytes(_ pair: (String, String)) {
        #expect(pair.0.precedesInBytes(pair.1))
        #expect(!pair.1.precedesInBytes(pair.0))
        #expect(!pair.0.precedesInBytes(pair.0))
    }
}
