internal import Applying
internal import Foundation

/// Turns SIGINT and SIGTERM into a wish to stop: the change at hand is ended, the journal is written, exit status 130.
/// A second signal ends the process at once; that is as safe, and the next run tidies up.
struct Signals {
    private let sources: [any DispatchSourceSignal]

    /// Listens until the value goes away.
    init(_ cancellation: Cancellation) {
        let queue = DispatchQueue(label: "signals")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if cancellation.isRequested { _exit(ExitStatus.interrupted.rawValue) }
                cancellation.request()
                Terminal.say("Stopping. Press Ctrl-C again to stop at once; the next run goes on either way.")
            }
            source.resume()
            return source
        }
        // A reader that goes away (`| head`) must not kill a run that is storing things.
        signal(SIGPIPE, SIG_IGN)
        // A limit on file sizes is to be met as an error of one file, not as the end of the run.
        signal(SIGXFSZ, SIG_IGN)
    }

    /// Stops listening.
    func end() { for source in sources { source.cancel() } }
}
