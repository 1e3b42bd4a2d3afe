import Testing

@testable import TestKit

@Suite struct SamplesContactsTests {
    private func cards(_ bytes: [UInt8]) throws -> [[String]] {
        var cards: [[String]] = []
        for line in try sampleLines(bytes) {
            if line == "BEGIN:VCARD" { cards.append([]) }
            try #require(!cards.isEmpty)
            cards[cards.count - 1].append(line)
        }
        return cards
    }

    @Test(arguments: SampleExport.Language.allCases)
    func labelFilesRepeatCardsOfTheFileOfAllContacts(_ language: SampleExport.Language) throws {
        var export = SampleExport.demo
        export.language = language
        let folder = export.path(.contacts, "")
        let all = try cards(
            try export.bytes(at: "\(folder)\(export.words.allContacts)/\(export.words.allContacts).vcf"))
        #expect(all.count == 200 && Set(all).count == 200)
        #expect(all.allSatisfy { card in !card.contains { $0.hasPrefix("UID") || $0.hasPrefix("REV") } })
        let labels = export.expected().labels
        #expect(labels.count == 5)
        for (label, size) in labels {
            let name = export.fileName(label)
            let labelled = try cards(try export.bytes(at: "\(folder)\(name)/\(name).vcf"))
            #expect(labelled.count == size && size > 0)
            #expect(Set(labelled).isSubset(of: Set(all)))
        }
    }

    @Test func photosBesideCardsCarryTheNameOfOneCard() throws {
        let export = SampleExport.demo
        let folder = export.path(.contacts, export.words.allContacts)
        let names = try cards(try export.bytes(at: "\(folder)/\(export.words.allContacts).vcf")).compactMap { card in
            card.first { $0.hasPrefix("FN:") }.map { export.fileName(String($0.dropFirst(3)), suffix: ".jpg") }
        }
        let photos = export.entries().map(\.path).filter { $0.hasPrefix(folder + "/") && $0.hasSuffix(".jpg") }
        #expect(!photos.isEmpty)
        for photo in photos { #expect(names.count { "\(folder)/\($0)" == photo } == 1, "\(photo)") }
    }

    @Test func noTwoPersonsShareAName() {
        for language in SampleExport.Language.allCases {
            let people = (0..<20_000).map { language.words.person($0) }
            #expect(Set(people.map { "\($0.first) \($0.last)" }).count == people.count)
        }
    }

    /// Walks the segments of T.81 annex B up to the scan, and the scan up to its end.
    @Test func picturesAreCompleteBaselineJPEGs() throws {
        let pictures = SampleExport.demo.entries().filter { $0.path.hasSuffix(".jpg") }.map(\.content.all)
        #expect(pictures.count > 20)
        for bytes in pictures {
            #expect(bytes.starts(with: [0xFF, 0xD8]) && bytes.suffix(2) == [0xFF, 0xD9])
            var offset = 2
            var markers: [UInt8] = []
            while markers.last != 0xDA {
                try #require(offset + 4 < bytes.count && bytes[offset] == 0xFF)
                markers.append(bytes[offset + 1])
                offset += 2 + Int(bytes[offset + 2]) << 8 + Int(bytes[offset + 3])
            }
            #expect(markers == [0xE0, 0xDB, 0xC0, 0xC4, 0xC4, 0xDA])
            for index in offset..<(bytes.count - 2) where bytes[index] == 0xFF { #expect(bytes[index + 1] == 0) }
        }
    }
}
