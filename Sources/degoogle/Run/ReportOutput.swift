internal import ArgumentParser
internal import Items
internal import Reporting

/// Shows reports in the form the person asked for.
enum ReportOutput {
    /// Prints one.
    static func show(_ report: Report, _ options: OutputOptions, place: (EntryReference) -> String) {
        if options.json {
            do {
                Terminal.answer(try JSONReport.render(report, withChanges: options.verbose))
            } catch {
                Terminal.say("degoogle: the report cannot be written as JSON: \(error)")
            }
        } else {
            Terminal.answer(
                TextReport.render(
                    report, colored: Terminal.usesColor(options.color), isVerbose: options.verbose, place: place))
        }
    }
}

extension ExitStatus {
    /// The form in which ArgumentParser ends a run without a message.
    var exitCode: ExitCode { ExitCode(rawValue) }
}
