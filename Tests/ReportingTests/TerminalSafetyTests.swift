import Foundation
import Items
import Testing

@testable import Reporting

@Suite struct TerminalSafetyTests {
    @Test(arguments: UInt64(1)...60)
    func noNameHarmsATerminal(_ seed: UInt64) throws {
        var names = HostileNames(seed: seed)
        let run = SampleRun { names.decorated($0) }
        for mode in SampleRun.modes {
            for verbose in [false, true] {
                #expect(harmfulScalars(in: run.text(mode, verbose: verbose)) == [])
                #expect(harmfulScalars(in: try run.json(mode, withChanges: verbose)) == [])
            }
        }
    }

    @Test(arguments: UInt64(1)...20)
    func noNameForgesALine(_ seed: UInt64) {
        var names = HostileNames(seed: seed)
        // Only the names of entries, which decide nothing but how they are shown.
        let plain = SampleRun()
        let texts = (0..<14).map { names.decorated("entry \($0)") }
        let forged = TextReport.render(plain.report(.applied), colored: false, isVerbose: true) { texts[Int($0.entry)] }
        let lines = forged.split(separator: "\n", omittingEmptySubsequences: false).count
        let expected = plain.text(.applied, verbose: true).split(separator: "\n", omittingEmptySubsequences: false)
            .count
        #expect(lines == expected)
    }

    @Test func withColoursOnlyTheReportItselfWritesEscapes() {
        let run = SampleRun { "\u{1B}[5m" + $0 }
        let text = run.text(.applied, verbose: true, colored: true)
        let sequences = text.split(separator: "\u{1B}").dropFirst().map { $0.prefix { $0 != "m" } + "m" }
        #expect(Set(sequences).isSubset(of: ["[0m", "[1m", "[2m", "[1;31m", "[1;33m"]))
    }

    static let shown: [(String, String)] = [
        ("plain", "plain"), ("é 👩‍👩‍👧‍👦 שלום", "é 👩‍👩‍👧‍👦 שלום"), ("\u{1B}[31m", "\\u{1b}[31m"), ("a\nb", "a\\u{a}b"),
        ("\u{202E}gpj", "\\u{202e}gpj"), ("\u{9B}", "\\u{9b}"), ("a\u{2028}b", "a\\u{2028}b"), ("\u{0}", "\\u{0}"),
        ("\u{7F}", "\\u{7f}"), ("C:\\users", "C:\\users"), ("\\u{1b}", "\\\\u{1b}"), ("\\\u{1B}", "\\\\\\u{1b}"),
    ]

    @Test(arguments: shown) func theNameIsShownEscaped(_ name: String, as text: String) {
        #expect(DisplayText.safe(name) == text)
    }

    @Test func twoNamesAreNeverShownAlike() {
        let names = ["\u{1B}", "\\u{1b}", "\\\u{1B}", "\\\\u{1b}", "\\\\\u{1B}", "u{1b}", "\\u", "\\"]
        #expect(Set(names.map(DisplayText.safe)).count == names.count)
    }
}
