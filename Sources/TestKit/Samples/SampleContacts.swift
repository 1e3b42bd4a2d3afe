extension SampleExport {
    /// The number of labels the person made, beside Google's own two; none of them is empty.
    var personalLabels: Int { min(max(labels - 2, 0), contacts) }

    func labelName(_ index: Int) -> String {
        switch index {
        case 0: words.myContacts
        case 1: words.starred
        case 2..<(2 + words.labels.count): words.labels[index - 2]
        default: "\(words.label) \(index)"
        }
    }

    var contactSections: [SampleSection] {
        guard contacts > 0 else { return [] }
        let all = words.allContacts
        let photos = contactsWithPhotoFile
        return [
            SampleSection(.contacts, count: 1) { _ in
                SampleEntry(
                    path(.contacts, "\(all)/\(all).vcf"), .bytes(cards(0..<contacts) { _ in true }), .imported)
            },
            SampleSection(.contacts, count: min(labels, personalLabels + 2)) { label in
                let name = fileName(labelName(label))
                let bytes = cards(0..<contacts) { $0.labels.contains(label) }
                return SampleEntry(path(.contacts, "\(name)/\(name).vcf"), .bytes(bytes), .merged)
            },
            SampleSection(.contacts, count: photos.count) { index in
                let card = SampleCard(export: self, index: photos[index])
                let name = fileName(card.displayName ?? "", suffix: ".jpg")
                return SampleEntry(path(.contacts, "\(all)/\(name)"), .bytes(card.picture), .merged)
            },
        ]
    }

    /// The number of contacts that carry each label, under the name of its file.
    var labelSizes: [String: Int] {
        var sizes: [String: Int] = [:]
        for index in 0..<contacts {
            for label in SampleCard(export: self, index: index).labels { sizes[labelName(label), default: 0] += 1 }
        }
        return sizes
    }

    private var contactsWithPhotoFile: [Int] {
        (0..<contacts).filter { SampleCard(export: self, index: $0).photo == .file }
    }

    private func cards(_ range: Range<Int>, where belongs: (SampleCard) -> Bool) -> [UInt8] {
        var lines = SampleContentLines()
        for index in range {
            let card = SampleCard(export: self, index: index)
            if belongs(card) { card.write(to: &lines) }
        }
        return lines.bytes
    }
}
