import Conversions
import FilesImporter
import Foundation
import GoogleTakeout
import Items
import Planning
import TestKit
import Testing
import VCard

/// What another program reads in the cards.
private struct ReadCard: Codable, Equatable {
    var name: String
    var given: String
    var family: String
    var emails: [String]
    var phones: [String]
    var addresses: [[String]]
    var birthday: String
    var note: String
    var organization: String

    init(_ person: SampleContactList.Person) {
        let (year, month, day) = person.birth
        name = "\(person.given) \(person.family)"
        given = person.given
        family = person.family
        emails = person.emails.filter { !$0.isEmpty }.sorted()
        phones = person.phones.filter { !$0.isEmpty }.sorted()
        addresses = [person.home]
        birthday = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
        note = person.note
        organization = person.organization
    }
}

struct ContactListTests {
    private func cards(_ text: String) -> [String] {
        ContactListConversion(Array(text.utf8), place: "a.csv").cards.map { card in
            String(decoding: card.bytes, as: UTF8.self).replacing("\r\n ", with: "")
        }
    }

    /// Python's `vobject` reads the same names, numbers and addresses that the generator wrote into each dialect.
    @Test(arguments: SampleContactList.all)
    func anIndependentReaderReadsWhatTheListSaid(_ list: SampleContactList) async throws {
        let conversion = ContactListConversion(list.bytes, place: list.description)
        let read = try await withDirectory { directory in
            try Data(conversion.cards.flatMap(\.bytes)).write(to: URL(fileURLWithPath: "\(directory)/all.vcf"))
            try Data(Self.reader.utf8).write(to: URL(fileURLWithPath: "\(directory)/read.py"))
            let folder = ProcessInfo.processInfo.environment["DEGOOGLE_TEST_PYTHON"]
            let python = try Program.find(folder.map { $0 + "/python" } ?? "python3", package: "python3")
            try Program.run([python, "\(directory)/read.py", directory], log: "\(directory)/log")
            return try JSONDecoder().decode(
                [ReadCard].self, from: Data(contentsOf: URL(fileURLWithPath: "\(directory)/read.json")))
        }
        let people = SampleContactList.people.filter { person in
            // Windows-1252 cannot name everybody.
            let isWritable = (person.given + person.family).unicodeScalars.allSatisfy { $0.value < 256 }
            return isWritable || String(validating: list.bytes, as: UTF8.self) != nil
        }
        let expected = people.map { person in
            var card = ReadCard(person)
            if list.description.hasPrefix("outlook") {
                card.note += "\n\(hobby[list.description] ?? "Hobby"): Voile"
            }
            return card
        }
        #expect(read == expected)
        #expect(people.count >= 9)
    }

    private let hobby = ["outlook-fr": "Passe-temps", "outlook-es": "Aficiones"]

    private static let reader = """
        import json, sys, vobject
        cards = []
        for card in vobject.readComponents(open(sys.argv[1] + "/all.vcf", newline="", encoding="utf-8")):
            def values(name):
                return sorted(line.value for line in card.contents.get(name, []))
            cards.append({
                "name": card.fn.value, "given": card.n.value.given, "family": card.n.value.family,
                "emails": values("email"), "phones": values("tel"),
                "addresses": [
                    [a.value.street, a.value.city, a.value.region, a.value.code, a.value.country]
                    for a in card.contents.get("adr", [])
                ],
                "birthday": card.bday.value, "note": card.note.value,
                "organization": card.org.value[0] if "org" in card.contents else "",
            })
        json.dump(cards, open(sys.argv[1] + "/read.json", "w"))
        """

    @Test func everyDialectGivesTheSameContactTheSameUID() {
        let uids = SampleContactList.all.map { list in
            Set(ContactListConversion(list.bytes, place: "").cards.compactMap(\.uid))
        }
        let all = uids.reduce(Set()) { $0.union($1) }
        #expect(all.count == SampleContactList.people.count)
    }

    @Test func aChangedNumberKeepsTheUIDAndTwoOfANameAreTwo() {
        let header = "First Name,Last Name,E-mail Address,Home Phone\n"
        let first = ContactListConversion(Array((header + "Zoé,Martin,z@x.org,1\n").utf8), place: "").cards
        let later = ContactListConversion(Array((header + "Zoé,Martin,z@x.org,2\n").utf8), place: "").cards
        #expect(first[0].uid == later[0].uid && first[0].uid != nil)
        let twins = header + "Zoé,Martin,a@x.org,1\nZoé,Martin,b@x.org,1\nZoé,Martin,b@x.org,1\n"
        let conversion = ContactListConversion(Array(twins.utf8), place: "")
        #expect(Set(conversion.cards.compactMap(\.uid)).count == 2 && conversion.cards.count == 2)
        #expect(conversion.findings.map(\.code) == ["repeated-card"])
    }

    @Test func labelsOfOnesOwnAreKeptInGroups() {
        let card = cards(
            "Name,Given Name,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Event 1 - Type,"
                + "Event 1 - Value,Custom Field 1 - Type,Custom Field 1 - Value,Relation 1 - Type,Relation 1 - Value\n"
                + "Zoé,Zoé,* Chorale,z@x.org ::: y@x.org,Fax privat,123,Fête,2020-05-06,Taille,38,Sœur,Noémie\n")[0]
        for line in [
            "item1.EMAIL;TYPE=INTERNET,PREF:z@x.org", "item1.X-ABLABEL:Chorale",
            "item2.EMAIL;TYPE=INTERNET,PREF:y@x.org",
            "TEL;TYPE=HOME,FAX:123", "item3.X-ABDATE:2020-05-06", "item3.X-ABLABEL:Fête", "item4.X-CUSTOM:38",
            "item4.X-ABLABEL:Taille", "item5.X-ABRELATEDNAMES:Noémie", "item5.X-ABLABEL:Sœur",
        ] {
            #expect(card.contains("\r\n\(line)\r\n"), "\(line) is missing in \(card)")
        }
    }

    @Test(arguments: [
        ("--03-05", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-05"), ("1990-03-05", "BDAY:1990-03-05"),
        ("3/5/1990", "BDAY:1990-03-05"), ("25/3/1990", "BDAY:1990-03-25"), ("5.3.1990", "BDAY:1990-03-05"),
        ("1990/03/05", "BDAY:1990-03-05"), ("3/5/90", "NOTE:Birthday: 3/5/90"), ("soon", "NOTE:Birthday: soon"),
    ])
    func birthdays(_ written: String, _ line: String) {
        let card = cards("First Name,Last Name,E-mail Address,Birthday\nZ,M,z@x.org,\(written)\n")[0]
        #expect(card.contains("\r\n\(line)\r\n"), "\(card)")
    }

    @Test(arguments: [
        ("SMTP", "Normal", "Zoé Martin (z@x.org)", true), ("X400", "Normal", "z@x.org", false),
        ("SMTP", "High", "z@x.org", false), ("SMTP", "Normal", "Mamie (z@x.org)", false),
    ])
    func whatOutlookFillsInIsNoNote(_ kind: String, _ priority: String, _ shown: String, _ isFilling: Bool) {
        let card = cards(
            "First Name,Last Name,E-mail Address,E-mail Type,E-mail Display Name,Priority\n"
                + "Zoé,Martin,z@x.org,\(kind),\(shown),\(priority)\n")[0]
        #expect(card.contains("NOTE") != isFilling, "\(card)")
    }

    @Test func anEmptyDateOfOutlookIsNoBirthday() {
        let card = cards("First Name,Last Name,E-mail Address,Birthday\nZ,M,z@x.org,0/0/00\n")[0]
        #expect(!card.contains("BDAY") && !card.contains("NOTE"))
    }

    @Test func twoAddressesOfOneLabelAreTwo() {
        let card = cards(
            "First Name,Phone 1 - Label,Phone 1 - Value,E-mail 1 - Value,Address 1 - Label,Address 1 - Street,"
                + "Address 1 - City,Address 1 - Country\nZ,,,z@x.org,Home,A 1 ::: B 2,Rennes ::: Lyon,::: France\n")[0]
        #expect(
            card.contains("ADR;TYPE=HOME:;;A 1;Rennes;;;\r\n") && card.contains("ADR;TYPE=HOME:;;B 2;Lyon;;;France"))
    }

    @Test func whatNoCardHasAPlaceForIsInTheNoteAndSaid() {
        let conversion = ContactListConversion(
            Array("First Name,Last Name,E-mail Address,Shoe Size\nZ,M,z@x.org,38,extra\n".utf8), place: "a")
        #expect(String(decoding: conversion.cards[0].bytes, as: UTF8.self).contains("Shoe Size: 38\\nColumn 5: extra"))
        #expect(conversion.findings.first?.code == "column-in-note")
        #expect(conversion.findings.first?.detail == "Column 5, Shoe Size")
    }

    @Test(arguments: ["Title,URL\na,b\n", "First Name,Score\nZ,3\n", "a;b;c\n1;2;3\n", "", "\"open"])
    func whatIsNoContactListStaysAFile(_ text: String) async throws {
        #expect(!ContactListConversion(Array(text.utf8), place: "a").isContactList)
        let recording = try await imported(["a.csv": text], with: [LooseFilesImporter()])
        #expect(recording.paths.count == 1 && recording.items.count == 1 && recording.findings.isEmpty)
    }

    @Test func aLooseContactListIsAnAddressBook() async throws {
        let recording = try await imported(["Carnet.csv": SampleContactList.all[0].bytes], with: [LooseFilesImporter()])
        #expect(recording.facts(of: .contact).count == SampleContactList.people.count)
        #expect(recording.facts(of: .contact)[0].collection == "address-book Carnet" && recording.paths == [])
        #expect(recording.count("photo-by-address") == 1)
    }

    @Test func listsOfTakeoutAreReadOnceAndNotBesideCards() async throws {
        let all = SampleContactList.all[0].bytes
        let lines = String(decoding: all, as: UTF8.self).split(separator: "\r\n")
        let label = Array(lines.prefix(3).joined(separator: "\r\n").utf8)
        let lists = [
            "Takeout/Contacts/All Contacts/All Contacts.csv": all, "Takeout/Contacts/Chorale/Chorale.csv": label,
        ]
        let alone = try await imported(lists, with: [TakeoutImporter()])
        #expect(alone.facts(of: .contact).count == SampleContactList.people.count)
        #expect(alone.outcome(ofPath: "Takeout/Contacts/Chorale/Chorale.csv") == .merged)
        let cards = Array(card("Zoé Martin", "UID:z").utf8)
        let beside = try await imported(
            lists.merging(["Takeout/Contacts/All Contacts/All Contacts.vcf": cards]) { $1 }, with: [TakeoutImporter()])
        #expect(beside.facts(of: .contact).count == 1 && beside.paths.count == 2)
    }

    @Test func damageIsSaidWithItsLine() {
        let text = "First Name,Last Name,E-mail Address\nZ,\"M,z@x.org\nA,B,a@x.org\n"
        let conversion = ContactListConversion(Array(text.utf8), place: "a")
        #expect(conversion.cards.count == 2)
        #expect(conversion.findings.map(\.code) == ["unterminated-quote"] && conversion.findings[0].detail == "line 2")
    }
}
