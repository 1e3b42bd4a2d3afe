/// One contact of a sample export, as a vCard 3.0 (RFC 2426) in Google's manner: no UID, no REV.
struct SampleCard {
    let export: SampleExport
    let index: Int

    /// Where the photo of a contact is.
    enum Photo {
        case none, inline, file, deadAddress
    }

    var photo: Photo {
        guard export.contactPhotos, displayName != nil else { return .none }
        return switch index % 10 {
        case 0, 5: .inline
        case 2: .file
        case 4: .deadAddress
        default: .none
        }
    }

    /// The display name, or nil for the contacts that are only an address or a number.
    var displayName: String? {
        let name = export.words.person(index)
        return switch index % 7 {
        case 4: nil
        default: "\(name.first) \(name.last)"
        }
    }

    /// The labels of the contact: two of Google's own, and the person's.
    var labels: [Int] {
        let own = export.personalLabels
        var labels: [Int] = []
        if export.labels > 0, index % 5 != 4 { labels.append(0) }
        if export.labels > 1, index % 9 == 0 { labels.append(1) }
        if own > 0, (index / own) % 2 == 0 { labels.append(2 + index % own) }
        return labels
    }

    var picture: [UInt8] {
        var random = SampleRandom(export.seed, "portrait", index)
        return SampleJPEG.portrait(&random)
    }

    func write(to lines: inout SampleContentLines) {
        var random = SampleRandom(export.seed, "contact", index)
        var group = 0
        lines.add(["BEGIN:VCARD", "VERSION:3.0"])
        writeName(to: &lines)
        writeReach(to: &lines, &random, &group)
        writeAddress(to: &lines, &random)
        writeDates(to: &lines, &random, &group)
        writeRest(to: &lines, &random, &group)
        lines.add("END:VCARD")
    }

    private func writeName(to lines: inout SampleContentLines) {
        guard let displayName else { return }
        let name = export.words.person(index)
        lines.add("FN:\(text(displayName))")
        lines.add("N:\(text(name.last));\(text(name.first));;;")
        if index % 12 == 1 { lines.add("X-PHONETIC-FIRST-NAME:\(text(name.first))") }
        if index % 13 == 2 { lines.add("NICKNAME:\(text(String(name.first.prefix(2))))") }
    }

    private func writeReach(
        to lines: inout SampleContentLines, _ random: inout SampleRandom, _ group: inout Int
    ) {
        let address = "contact\(index)@example.net"
        let number = "+33 6 \(10 + random.below(90)) \(10 + random.below(90)) \(10 + random.below(90)) 00"
        switch index % 6 {
        case 0: lines.add("EMAIL;TYPE=INTERNET;TYPE=HOME:\(address)")
        case 1:
            group += 1
            lines.add(["item\(group).EMAIL;TYPE=INTERNET:\(address)", "item\(group).X-ABLabel:\(text("Vélo, été"))"])
        default: lines.add("EMAIL;TYPE=INTERNET:\(address)")
        }
        switch index % 5 {
        case 0: lines.add("TEL;TYPE=CELL:\(number)")
        case 1: lines.add("TEL:\(number)")
        case 2:
            lines.add(["TEL;TYPE=HOME;TYPE=FAX:\(number)", "TEL;TYPE=WORK:0\(200_000_000 + random.below(99_999_999))"])
        case 3:
            group += 1
            lines.add(["item\(group).TEL:\(number)", "item\(group).X-ABLabel:GRAND_CENTRAL"])
        default: break
        }
        if index % 17 == 3 { lines.add("X-SKYPE:skype.\(index)") }
        if index % 19 == 4 { lines.add("IMPP;X-SERVICE-TYPE=Jabber;TYPE=OTHER:xmpp:c\(index)@example.net") }
    }

    private func writeAddress(to lines: inout SampleContentLines, _ random: inout SampleRandom) {
        let words = export.words
        let street = "\(1 + random.below(120)) \(random.pick(words.streets))"
        let city = random.pick(words.cities)
        switch index % 4 {
        case 0:
            let parts = city.split(separator: " ", maxSplits: 1).map(String.init)
            let town = text(parts.last ?? city)
            let code = parts.count > 1 ? text(parts[0]) : ""
            lines.add("ADR;TYPE=HOME:;;\(text(street + "\nBât. C, 2ᵉ étage"));\(town);;\(code);\(words.country)")
        case 1:
            // Only the formatted text is known: it goes whole into the second field.
            lines.add("ADR:;\(text("\(street)\n\(city)\n\(words.country)"));;;;;")
        default: break
        }
    }

    private func writeDates(
        to lines: inout SampleContentLines, _ random: inout SampleRandom, _ group: inout Int
    ) {
        let day = SampleDay(year: 1940 + random.below(70), month: 1 + random.below(12), day: 1 + random.below(28))
        switch index % 8 {
        case 0: lines.add("BDAY:\(day.extended)")
        case 2: lines.add("BDAY:\(day.basic)")
        case 4: lines.add("BDAY:-\(day.extended.dropFirst(4))")
        case 6: lines.add("BDAY:--\(day.basic.dropFirst(4))")
        default: break
        }
        if index % 11 == 5 {
            group += 1
            lines.add([
                "item\(group).X-ABDATE:\((day + 9000).extended)", "item\(group).X-ABLabel:_$!<Anniversary>!$_",
            ])
        }
    }

    private func writeRest(
        to lines: inout SampleContentLines, _ random: inout SampleRandom, _ group: inout Int
    ) {
        let words = export.words
        if index % 3 == 0 {
            lines.add(["ORG:\(text(random.pick(words.organisations)))", "TITLE:\(text(random.pick(words.titles)))"])
        }
        if index % 14 == 6 {
            group += 1
            let relative = words.person(index + 1)
            lines.add([
                "item\(group).X-ABRELATEDNAMES:\(text("\(relative.first) \(relative.last)"))",
                "item\(group).X-ABLabel:\(words.relation)",
            ])
        }
        if index % 10 == 3 { lines.add("URL:http\\://www.example.org/~c\(index)") }
        if index % 4 == 2 {
            lines.add("NOTE:\(text("\(random.pick(words.sentences))\n\(random.pick(words.sentences))"))")
        }
        switch photo {
        case .inline: lines.add("PHOTO;ENCODING=b;TYPE=JPEG:\(SampleBase64.encoded(picture))")
        case .deadAddress:
            lines.add("PHOTO:https://lh3.googleusercontent.com/contacts/\(random.identifier(43))")
        case .file, .none: break
        }
        let labels = labels.map { $0 == 0 ? "myContacts" : $0 == 1 ? "starred" : text(export.labelName($0)) }
        if !labels.isEmpty { lines.add("CATEGORIES:\(labels.joined(separator: ","))") }
    }

    private func text(_ value: String) -> String {
        SampleContentLines.escaped(value)
    }
}
