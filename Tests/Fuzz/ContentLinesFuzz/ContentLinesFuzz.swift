import ContentLines
import ICalendar
import VCard

/// Feeds bytes to the reader and both splitters and checks what must hold for any bytes at all.
///
/// After a first byte of 1, each byte stands for a piece of a file: so the fuzzer reaches deep nesting and rivals soon.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzContentLines(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if bytes.first == 1 { bytes = bytes.dropFirst().prefix(300).flatMap { pieces[Int($0) % pieces.count] } }
    checkLines(bytes)
    checkCalendar(bytes)
    checkCards(bytes)
    return 0
}

/// The ranges of the lines cover the buffer once and in order, and a canonical line is one line.
private func checkLines(_ bytes: [UInt8]) {
    var end = 0
    var number = 0
    for line in ContentLineReader(bytes) {
        check(line.range.lowerBound == end && !line.range.isEmpty, "a gap or an overlap")
        check(line.number > number, "line numbers do not grow")
        check(!line.unfolded.contains(10) && !line.unfolded.contains(13), "a line end is left after unfolding")
        _ = (line.name, line.group, line.parameters.map { $0.values.map(\.text) }, line.value)
        var folded: [UInt8] = []
        Folding.fold(line.unfolded, into: &folded)
        for physical in folded.split(separator: 10) { check(physical.count <= 76, "a line longer than 75 octets") }
        end = line.range.upperBound
        number = line.number
    }
    check(end == bytes.count, "the end is not covered")
}

/// Splitting is repeatable, and a resource splits into itself.
private func checkCalendar(_ bytes: [UInt8]) {
    let split = CalendarSplitter.split(bytes)
    let again = CalendarSplitter.split(bytes)
    check(split.problems == again.problems && split.calendars == again.calendars, "two splits differ")
    check(split.resources.map(\.bytes) == again.resources.map(\.bytes), "two splits differ in resources")
    var keys: Set<String> = []
    for resource in split.resources {
        check(keys.insert(resource.componentName + "\n" + resource.uid).inserted, "two resources of one UID")
        let own = CalendarSplitter.split(resource.bytes)
        check(own.resources.count == 1, "a resource splits into \(own.resources.count)")
        check(own.resources[0].uid == resource.uid, "a resource changes its UID")
        check(own.resources[0].bytes == resource.bytes, "a resource changes its bytes")
        check(own.resources[0].hasMaster == resource.hasMaster, "a resource changes its master")
        check(own.resources[0].overrideCount == resource.overrideCount, "a resource changes its overrides")
        check(own.resources[0].comparisonBytes == resource.comparisonBytes, "a resource changes its meaning")
        check(own.resources[0].details == resource.details, "a resource changes its details")
        let mended: Set<CalendarProblemCode> = [
            .invalidLine, .joinedLine, .strayEnd, .unterminatedComponent, .missingCalendar, .missingUID,
            .identicalComponent, .supersededComponent, .reusedUID,
        ]
        for problem in own.resources[0].problems + own.problems {
            check(!mended.contains(problem.code), "a mended resource still has \(problem.code)")
        }
    }
}

/// The same for cards, and edits touch one line only.
private func checkCards(_ bytes: [UInt8]) {
    let split = CardSplitter.split(bytes)
    check(split.cards.map(\.bytes) == CardSplitter.split(bytes).cards.map(\.bytes), "two splits differ in cards")
    for card in split.cards {
        let own = CardSplitter.split(card.bytes)
        check(own.cards.count == 1, "a card splits into \(own.cards.count)")
        check(own.cards[0].bytes == card.bytes, "a card changes its bytes")
        check(own.cards[0].uid == card.uid, "a card changes its UID")
        check(own.cards[0].comparisonBytes == card.comparisonBytes, "a card changes its meaning")
        let identified = card.settingUID("made-uid")
        check(identified.uid == "made-uid", "the UID was not set")
        check(identified.contentKey == card.contentKey, "setting the UID changes the content")
        let labelled = card.addingCategories(["Family"])
        let expected = card.categories.contains("Family") ? card.categories : card.categories + ["Family"]
        check(labelled.categories.sorted() == expected.sorted(), "the category was not added")
        check(labelled.contentKey == card.contentKey, "adding a category changes the content")
        check(card.settingFormattedName("A Name").hasFormattedName, "the name was not set")
        check(card.addingPhoto([1, 2, 3], type: "jpeg").photo == .inline, "the photo was not added")
    }
}

private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}

private let pieces: [[UInt8]] = [
    "BEGIN:VCALENDAR\n", "END:VCALENDAR\n", "BEGIN:VEVENT\n", "END:VEVENT\n", "BEGIN:VTODO\n", "END:VTODO\n",
    "BEGIN:VTIMEZONE\n", "END:VTIMEZONE\n", "BEGIN:VALARM\n", "END:VALARM\n", "BEGIN:X\n", "END:X\n", "BEGIN:\n",
    "UID:1\n", "UID:2\r\n", "UID:\n", "TZID:A\n", "TZID:B\n", "DTSTART;TZID=A:1\n", "DTEND;TZID=\"B\":1\n",
    "RECURRENCE-ID:1\n", "RECURRENCE-ID;TZID=A:2\r", "SEQUENCE:1\n", "SEQUENCE:2\n", "LAST-MODIFIED:1\n", "DTSTAMP:1\n",
    "SUMMARY:a\n", "SUMMARY:b", "DESCRIPTION:c\r", "METHOD:PUBLISH\n", "X-WR-CALNAME:n\n", "NAME:m\r",
    "N;ENCODING=QUOTED-PRINTABLE:a=\n", "P;BASE64:QUJD\n", "QUJD\n", "no colon\n", "\n", "\r", "\r\n", "\r\r\n", " ",
    "\t", "\u{FEFF}", "=", ":", ";", "\"", ",", "\\", "x", "BEGIN:VCARD\n", "END:VCARD\n", "VERSION:2.1\n",
    "VERSION:3.0\r",
    "VERSION:4.0\n", "AGENT:\n", "AGENT:BEGIN:VCARD\n", "FN:a\n", "FN:\n", "N:A;B\n", "NOTE:a\n", "CATEGORIES:x,y\n",
    "CATEGORIES;ENCODING=QUOTED-PRINTABLE:x=\n", "PHOTO:http://x\n", "PHOTO;ENCODING=b:QUJD\n", "PHOTO:\n", "g.UID:3\n",
    "g.FN:b\n", "REV:1\n", "END:VEVENT", "BEGIN;X=1:VEVENT\n", "END:vevent \n",
].map { Array($0.utf8) }
