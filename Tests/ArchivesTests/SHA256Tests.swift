import Testing

@testable import Archives

@Suite struct SHA256Tests {
    /// FIPS 180-4 example values (NIST CSRC, "Cryptographic Standards and Guidelines: Example Values").
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func publishedExamplesAreReproduced(_ text: String, _ expected: String) {
        var digest = SHA256()
        digest.update(Array(text.utf8))
        #expect(digest.finish() == hexadecimal(expected))
    }

    @Test func aMillionLettersInUnevenPiecesAreReproduced() {
        var digest = SHA256()
        var left = 1_000_000
        var piece = 1
        while left > 0 {
            digest.update([UInt8](repeating: UInt8(ascii: "a"), count: min(piece, left)))
            left -= min(piece, left)
            piece = piece % 201 + 1
        }
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(digest.finish() == hexadecimal(expected))
    }

    private func hexadecimal(_ text: String) -> [UInt8] {
        stride(from: 0, to: text.count, by: 2).compactMap { UInt8(text.dropFirst($0).prefix(2), radix: 16) }
    }
}
