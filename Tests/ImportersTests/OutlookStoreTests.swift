import Conversions
import Foundation
import Importing
import Items
import Testing

/// A mailbox is read by a program that stands in for `readpst` and writes what it writes: no generator of mailboxes
/// exists, and none is copied from others.
@Suite struct OutlookStoreTests {
    private final class Sink: ImportSink {
        var items: [Item] = []
        var findings: [Finding] = []
        func take(_ item: Item) { items.append(item) }
        func note(_ finding: Finding) { findings.append(finding) }
        func record(_ outcome: EntryOutcome, of entry: EntryReference) {}
    }

    /// Two events of one second, numbered after nodes of the file, with the time of the run.
    private static func script(node: String, stamp: String) -> String {
        """
        for last; do :; done
        while [ $# -gt 1 ]; do if [ "$1" = -o ]; then out=$2; fi; shift; done
        cmp -s "$last" "$last" && head -c 4 "$last" | grep -q '!BDN' || { echo 'Error opening File'; exit 1; }
        mkdir -p "$out/Boîte/Calendrier" "$out/Boîte/Contacts"
        cat > "$out/Boîte/Calendrier/calendar" <<END
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:LibPST v0.6.76
        BEGIN:VEVENT
        UID:0x\(node)1
        DTSTAMP:\(stamp)
        CREATED:20200101T000000Z
        LAST-MOD:20200102T000000Z
        SUMMARY:Réunion
        DTSTART;VALUE=DATE-TIME:20200105T100000Z
        CATEGORIES:NONE
        BEGIN:VALARM
        ACTION:DISPLAY
        DESCRIPTION:Réunion
        TRIGGER;VALUE=DURATION:-PT15M
        END:VALARM
        END:VEVENT
        BEGIN:VEVENT
        UID:0x\(node)2
        DTSTAMP:\(stamp)
        CREATED:20200101T000000Z
        SUMMARY:Piscine
        DTSTART;VALUE=DATE-TIME:20200106T100000Z
        END:VEVENT
        END:VCALENDAR
        END
        cat > "$out/Boîte/Contacts/contacts" <<END
        BEGIN:VCARD
        VERSION:3.0
        FN:Zoé Martin
        N:Martin;Zoé;;;
        TEL;TYPE=home,voice:\(node)
        END:VCARD
        END
        """
    }

    private func convert(
        _ script: String?, _ store: String = "!BDN store"
    ) async throws -> (outcome: OutlookStoreConversion.Outcome, sink: Sink) {
        try await withDirectory { directory in
            let path = "\(directory)/readpst"
            if let script {
                try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
            }
            let sink = Sink()
            var conversion = OutlookStoreConversion(
                into: sink, by: ConverterProgram(named: "readpst", in: "/nowhere:\(directory)"))
            let outcome = try await conversion.convert(
                BytesBody(Array(store.utf8)).open(), of: EntryReference(part: 0, entry: 0), place: "a.pst")
            return (outcome, sink)
        }
    }

    @Test func laterNumbersAndRunsGiveTheSameItems() async throws {
        let first = try await convert(Self.script(node: "126", stamp: "20240101T000000Z"))
        let later = try await convert(Self.script(node: "999", stamp: "20260101T000000Z"))
        #expect(first.outcome == .converted && later.outcome == .converted)
        let uids = first.sink.items.map(\.identity)
        #expect(uids == later.sink.items.map(\.identity) && Set(uids).count == 3)
        #expect(uids.allSatisfy { $0.utf8.count == 36 })
        let events = first.sink.items.filter { $0.kind == .event }
        #expect(events.map(\.fingerprint) == later.sink.items.filter { $0.kind == .event }.map(\.fingerprint))
        #expect(events.map(\.collection.name) == ["Calendrier", "Calendrier"])
        guard case .bytes(let bytes) = events[0].content else { return #expect(Bool(false)) }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("DTSTAMP:20200102T000000Z") && text.contains("LAST-MODIFIED:20200102T000000Z"))
        #expect(!text.contains("CATEGORIES") && text.contains("TRIGGER;VALUE=DURATION:-PT15M"))
        #expect(first.sink.findings.map(\.code) == ["outlook-kept-beside"])
    }

    @Test func whatTwoStoresHoldUnderOneNameIsTwo() async throws {
        try await withDirectory { directory in
            let sink = Sink()
            let script = Self.script(node: "126", stamp: "20240101T000000Z")
            // The second store has another number for Zoé and another alarm for the first event.
            let other = Self.script(node: "999", stamp: "20240101T000000Z").replacing("-PT15M", with: "-PT30M")
            var known: OutlookStoreConversion?
            for (number, script) in [script, other, script].enumerated() {
                let path = "\(directory)/readpst"
                try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
                var conversion =
                    known ?? OutlookStoreConversion(into: sink, by: ConverterProgram(named: "readpst", in: directory))
                let outcome = try await conversion.convert(
                    BytesBody(Array("!BDN store".utf8)).open(), of: EntryReference(part: 0, entry: Int32(number)),
                    place: "\(number).pst")
                #expect(outcome == .converted)
                known = conversion
            }
            #expect(sink.items.count == 9)
            #expect(Set(sink.items.filter { $0.kind == .contact }.map(\.identity)).count == 2)
            #expect(Set(sink.items.filter { $0.kind == .event }.map(\.identity)).count == 3)
            #expect(known?.findings.map(\.code) == ["reused-uid"])
        }
    }

    @Test func withoutTheProgramItIsSaidHowToGetIt() async throws {
        let (outcome, sink) = try await convert(nil)
        #expect(outcome == .notConverted && sink.findings.map(\.code) == ["readpst-missing"] && sink.items.isEmpty)
        #expect(sink.findings[0].message.contains("apt install pst-utils"))
    }

    @Test(arguments: [("exit 3", "status 3"), ("kill -SEGV $$", "status 139")])
    func aCrashIsAFindingAndNothingElse(_ script: String, _ words: String) async throws {
        let (outcome, sink) = try await convert(script)
        #expect(outcome == .notConverted && sink.findings.map(\.code) == ["outlook-file-not-read"])
        #expect(sink.findings.first?.detail?.contains(words) == true)
    }

    @Test func whatIsNoMailboxIsKept() async throws {
        let (outcome, sink) = try await convert(Self.script(node: "1", stamp: "20240101T000000Z"), "nothing")
        #expect(outcome == .notConverted && sink.findings.first?.detail?.contains("Error opening File") == true)
    }

    /// The program sees no environment of ours but the path, and works in a folder that is gone afterwards.
    @Test func theProgramSeesNothingOfOurs() async throws {
        try await withDirectory { directory in
            let script = "#!/bin/sh\nenv > '\(directory)/env'\nls /proc/self/fd > '\(directory)/fd'\n"
            try Data(script.utf8).write(to: URL(fileURLWithPath: "\(directory)/readpst"))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(directory)/readpst")
            let program = try #require(ConverterProgram(named: "readpst", in: directory))
            var path = ""
            do {
                let folder = try PrivateFolder()
                path = folder.path
                try folder.makeFolder("deep")
                try folder.write("deep/file", from: BytesBody([1, 2]).open(), limit: 10)
                #expect(folder.byteCount >= 2)
                try program.run([], in: folder)
            }
            #expect(!FileManager.default.fileExists(atPath: path))
            let names = try String(contentsOfFile: "\(directory)/env", encoding: .utf8).split(separator: "\n")
                .compactMap { $0.split(separator: "=").first.map(String.init) }
            #expect(Set(names).subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == ["PATH", "LC_ALL", "TZ"])
        }
    }

    @Test func timeMessagesAndFilesAreBounded() async throws {
        try await withDirectory { directory in
            func run(_ script: String, _ change: (inout ConverterProgram.Limits) -> Void) throws -> String {
                let path = "\(directory)/readpst"
                try Data("#!/bin/sh\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
                let program = try #require(ConverterProgram(named: "readpst", in: directory))
                var limits = ConverterProgram.Limits()
                change(&limits)
                let folder = try PrivateFolder()
                do throws(ContentError) {
                    try program.run([folder.path], in: folder, limits: limits)
                    return "it ended well"
                } catch {
                    return error.description
                }
            }
            let slow = try run("exec sleep 600") { $0.time = .seconds(1) }
            #expect(slow.contains("took longer than 1 seconds"))
            let telling = try run("yes") { $0.messageBytes = 1000 }
            #expect(telling.contains("did not stop telling"))
            let filling = try run("head -c 100000 /dev/zero > \"$1/big\"; exec sleep 600") { $0.folderBytes = 50_000 }
            #expect(filling.contains("wrote too much"))
            let well = try run("exit 0") { _ in }
            #expect(well == "it ended well")
        }
    }
}
