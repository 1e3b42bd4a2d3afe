internal import ContentLines
internal import ICalendar
internal import Items
internal import VCard

/// Mends what `readpst` (libpst 0.6.76) writes, so that each run over the same store, and over a later copy of it, gives
/// the same items.
///
/// It names events after the node of the file they lie in (`UID:0x1268`), which is another one in the next export, and
/// says the time of its run in DTSTAMP. Of an event, the time it was created at lasts, then its title and start.
struct OutlookItems {
    /// What each UID was given to, as the calendar and all the component says.
    private var given: [String: Fingerprint] = [:]

    /// An event or journal entry, as it stands in the file.
    private struct Component {
        var lines: [UInt8] = []
        var texts: [String: String] = [:]

        func text(_ name: String) -> String { texts[name] ?? "" }

        /// What it is known by, from what lasts longest to all it says.
        var keys: [String] {
            let created = text("CREATED")
            let shown = "\(text("SUMMARY"))\n\(text("DTSTART"))"
            return [
                created.isEmpty ? "\n\(shown)" : created, "\(created)\n\(shown)",
                String(decoding: lines, as: UTF8.self),
            ]
        }

        /// When it was last changed, else made; some time for the DTSTAMP that every event must have.
        var stamp: String {
            ["LAST-MODIFIED", "CREATED"].map { text($0) }.first { !$0.isEmpty } ?? "19700101T000000Z"
        }
    }

    /// A calendar file with lasting UIDs and times. A UID that stands for something else in a calendar of that name,
    /// from another folder or store, is made of all a component says.
    mutating func mendedCalendar(_ bytes: [UInt8], named name: String) -> [UInt8] {
        var components: [Component] = []
        var order: [(begin: [UInt8], component: Int?)] = []
        var depth = 0
        for line in ContentLineReader(bytes) where line.kind == .property {
            let isBegin = line.hasName("BEGIN")
            let name = String(decoding: ASCII.uppercased(ASCII.trimmed(line.value)), as: UTF8.self)
            if depth == 0, isBegin, name == "VEVENT" || name == "VJOURNAL" || name == "VTODO" {
                order.append((Array("BEGIN:\(name)\r\n".utf8), components.count))
                components.append(Component())
                depth = 1
            } else if depth == 0 {
                order.append((Self.terminated(line), nil))
            } else {
                if isBegin { depth += 1 }
                if line.hasName("END") { depth -= 1 }
                Self.add(line, to: &components[components.count - 1], isOwn: depth == 1 && !isBegin)
            }
        }
        let uids = StableIdentities.uids(of: "outlook", components.map(\.keys))
        var output: [UInt8] = []
        for (begin, index) in order {
            output += begin
            guard let index else { continue }
            let digest = Fingerprint(of: components[index].lines)
            let key = "\(name)\n\(uids[index])"
            let isTaken = given[key].map { $0 != digest } ?? false
            if !isTaken { given[key] = digest }
            let uid = isTaken ? ContentDigest(Array("outlook\n".utf8) + components[index].lines).uuid : uids[index]
            output += Array("UID:\(uid)\r\nDTSTAMP:\(components[index].stamp)\r\n".utf8)
            output += components[index].lines
        }
        return output
    }

    /// The cards of a file, those without UID with a lasting one.
    static func mendedCards(_ cards: [Card]) -> [Card] {
        let uids = StableIdentities.uids(
            of: "contact",
            cards.map { [$0.formattedName ?? "", String(decoding: $0.comparisonBytes, as: UTF8.self)] })
        return zip(cards, uids).map { card, uid in card.uid == nil ? card.settingUID(uid) : card }
    }

    private static func add(_ line: ContentLine, to component: inout Component, isOwn: Bool) {
        guard isOwn else {
            component.lines += terminated(line)
            return
        }
        if line.hasName("UID") || line.hasName("DTSTAMP") { return }
        // What Outlook calls "no colour".
        if line.hasName("CATEGORIES"), ASCII.uppercased(ASCII.trimmed(line.value)) == Array("NONE".utf8) { return }
        let value = String(decoding: line.value, as: UTF8.self)
        if line.hasName("LAST-MOD") {
            // An abbreviation no standard knows.
            component.texts["LAST-MODIFIED"] = value
            component.lines += ContentLineBuilder("LAST-MODIFIED").line(value: line.value)
            return
        }
        for name in ["CREATED", "LAST-MODIFIED", "SUMMARY", "DTSTART"] where line.name == PropertyName(name) {
            component.texts[name] = value
        }
        component.lines += terminated(line)
    }

    private static func terminated(_ line: ContentLine) -> [UInt8] {
        var folded: [UInt8] = []
        Folding.fold(line.unfolded, into: &folded)
        return folded
    }
}
