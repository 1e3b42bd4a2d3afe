import ContentLines
import ICalendar
import Testing
import VCard

/// Splits the sample files of other projects and has an independent judge count the content lines.
///
/// Well-formed means: every line has a colon or is a fold, BEGIN and END pair up, nothing stands outside of a VCALENDAR
/// or VCARD, and each VCALENDAR has a component to keep. Broken files must survive too; only what they keep is not counted here.
struct CorpusTests {
    struct Count: CustomStringConvertible {
        var total = 0
        /// Files of which the resources hold every line, unaltered.
        var lossless = 0
        /// Files of which every line is in a resource or in the range of a component or calendar reported as left out,
        /// but for UIDs that had to be changed and are reported too.
        var accounted = 0
        var lossy: [String] = []
        var silent: [String] = []
        var description: String {
            func share(_ part: Int) -> Double { Double(part * 10_000 / max(total, 1)) / 100 }
            return "\(total) well-formed, \(lossless) with every line in the result (\(share(lossless)) %), "
                + "\(accounted) with every line accounted for (\(share(accounted)) %), "
                + "\(lossy.count) with a reported loss \(lossy), \(silent.count) silent \(silent)"
        }
    }

    @Test(.enabled(if: Corpus.exists("ics")))
    func calendarFilesKeepEveryLine() throws {
        let files = try Corpus.files("ics", holding: "BEGIN:VCALENDAR")
        #expect(files.count > 0)
        for (index, kind) in ["LF", "CRLF"].enumerated() {
            var count = Count()
            for file in files {
                judge(file.name, Corpus.variants(file.bytes)[index], &count)
            }
            print("ics \(kind): \(files.count) files, \(count)")
            #expect(count.total > 0)
            #expect(count.silent.isEmpty)
            #expect(count.accounted * 1000 >= count.total * 995)
            #expect(count.lossless * 1000 >= count.total * 970)
        }
    }

    @Test(.enabled(if: Corpus.exists("vcf")))
    func cardFilesKeepEveryLine() throws {
        let files = try Corpus.files("vcf", holding: "BEGIN:VCARD")
        #expect(files.count > 0)
        for (index, kind) in ["LF", "CRLF"].enumerated() {
            var count = Count()
            for file in files {
                judgeCards(file.name, Corpus.variants(file.bytes)[index], &count)
            }
            print("vcf \(kind): \(files.count) files, \(count)")
            #expect(count.total > 0)
            #expect(count.silent.isEmpty)
            #expect(count.accounted * 1000 >= count.total * 995)
            #expect(count.lossless * 1000 >= count.total * 970)
        }
    }

    private func judge(_ name: String, _ bytes: [UInt8], _ count: inout Count) {
        let split = CalendarSplitter.split(bytes)
        for resource in split.resources { expectStable(resource, name) }
        guard let outers = LineJudge.tree(bytes, outer: "VCALENDAR"), !outers.isEmpty else { return }
        let kept = outers.flatMap(\.components).filter { $0.name != "VTIMEZONE" }
        guard outers.allSatisfy({ $0.components.contains { $0.name != "VTIMEZONE" } }) else { return }
        count.total += 1
        let zones = outers.flatMap(\.components).filter { $0.name == "VTIMEZONE" }
        let frames = outers.map { $0.lines.filter { !isMethod($0) } }
        var isSound = true
        var usedFrames: Set<[[UInt8]]> = []
        var found: [LineJudge.Component] = []
        var dropped: [LineJudge.Component] = []
        var mended: [LineJudge.Component] = []
        for resource in split.resources {
            guard let tree = LineJudge.tree(resource.bytes, outer: "VCALENDAR"), tree.count == 1 else {
                isSound = false
                continue
            }
            var components = tree[0].components.filter { $0.name != "VTIMEZONE" }
            isSound = isSound && frames.contains(tree[0].lines)
            usedFrames.insert(tree[0].lines)
            isSound = isSound && Set(components.map(\.name)) == [resource.componentName]
            isSound = isSound && Set(components.map { LineJudge.value(of: "UID", in: $0)?.trimmed }) == [resource.uid]
            let ownZones = tree[0].components.filter { $0.name == "VTIMEZONE" }
            isSound = isSound && ownZones.allSatisfy(zones.contains)
            let wanted = components.reduce(into: Set<String>()) { $0.formUnion(LineJudge.zones(in: $1)) }
            let defined = Set(zones.compactMap { LineJudge.value(of: "TZID", in: $0)?.trimmed })
            let present = ownZones.compactMap { LineJudge.value(of: "TZID", in: $0)?.trimmed }
            isSound = isSound && present.sorted() == wanted.intersection(defined).sorted()
            if resource.problems.contains(where: { $0.code == .missingUID }) {
                let made = Array("\0UID:\(resource.uid)".utf8)
                for index in components.indices { components[index].lines.removeAll { $0 == made } }
            }
            if resource.problems.contains(where: { $0.code == .reusedUID }) {
                mended += components.map(LineJudge.withoutUID)
            } else {
                found += components
            }
            dropped += resource.dropped.flatMap { range in
                let wrapped = Array("BEGIN:X\n".utf8) + split.source[range] + Array("\nEND:X\n".utf8)
                return LineJudge.tree(wrapped, outer: "X")?.first?.components ?? []
            }
        }
        let problems = split.problems + split.resources.flatMap(\.problems)
        let codes = Set(problems.map(\.code))
        // The second of two identical components is merged into the first: no line is lost with it.
        let isMerged = codes.contains(.identicalComponent)
        let isLossless =
            isSound && frames.allSatisfy(usedFrames.contains)
            && (isMerged ? Set(found) == Set(kept) : counted(found) == counted(kept))
        let areFramesKept = frames.allSatisfy(usedFrames.contains) || codes.contains(.mergedCalendars)
        let isAccounted =
            isSound && areFramesKept
            && counted((found + dropped).map(LineJudge.withoutUID) + mended) == counted(kept.map(LineJudge.withoutUID))
        record(name, isLossless, isAccounted, codes.map(\.rawValue), &count)
    }

    private func judgeCards(_ name: String, _ bytes: [UInt8], _ count: inout Count) {
        let split = CardSplitter.split(bytes)
        for card in split.cards {
            let again = CardSplitter.split(card.bytes)
            #expect(again.cards.map(\.bytes) == [card.bytes], "\(name)")
        }
        guard let cards = LineJudge.tree(bytes, outer: "VCARD"), !cards.isEmpty else { return }
        count.total += 1
        let found = split.cards.map { LineJudge.tree($0.bytes, outer: "VCARD") }
        let isEqual =
            found.map { $0?.first?.lines } == cards.map(\.lines)
            && found.map { $0?.first?.components } == cards.map(\.components)
        let problems = split.problems + split.cards.flatMap(\.problems)
        record(name, isEqual, isEqual, problems.map(\.code.rawValue), &count)
    }

    private func expectStable(_ resource: CalendarObjectResource, _ name: String) {
        let again = CalendarSplitter.split(resource.bytes)
        #expect(again.resources.map(\.bytes) == [resource.bytes], "\(name)")
        #expect(again.resources.map(\.uid) == [resource.uid], "\(name)")
    }

    private func record(
        _ name: String, _ isLossless: Bool, _ isAccounted: Bool, _ problems: [String], _ count: inout Count
    ) {
        if isLossless {
            count.lossless += 1
            count.accounted += 1
        } else if problems.isEmpty {
            count.silent.append(name)
        } else if isAccounted {
            count.accounted += 1
        } else {
            count.lossy.append("\(name): \(problems.sorted().joined(separator: " "))")
        }
    }

    private func isMethod(_ line: [UInt8]) -> Bool {
        String(decoding: line, as: UTF8.self).uppercased().hasPrefix("METHOD:")
    }

    private func counted(_ components: [LineJudge.Component]) -> [LineJudge.Component: Int] {
        components.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
}
