internal import Foundation
internal import Reporting

/// The only place that prints. The answer goes to stdout, the talk to stderr; sentences start with a small letter after
/// the program's name and end with a full stop; text from archives and hosts is escaped.
enum Terminal {
    /// When to use colours.
    enum Color: String, CaseIterable {
        case auto, always, never
    }

    /// Whether a file descriptor is a terminal.
    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// Whether the answer is shown in colours (https://no-color.org).
    static func usesColor(_ choice: Color) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto:
            isTerminal(STDOUT_FILENO) && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
                && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        }
    }

    /// Writes the answer.
    static func answer(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Says something beside the answer.
    static func say(_ sentence: String) { write(DisplayText.safe(sentence) + "\n", to: STDERR_FILENO) }

    /// Says why a run ends.
    static func complain(_ stop: Stop) {
        say("degoogle: \(stop.sentence)")
        for detail in stop.details { say("  \(detail)") }
    }

    /// Asks a question that is answered by y or n; nothing typed means no.
    static func confirm(_ question: String) -> Bool {
        write(DisplayText.safe(question) + " [y/N] ", to: STDERR_FILENO)
        guard let line = readLine() else { return false }
        return ["y", "yes", "o", "oui", "j", "ja"].contains(line.trimmingCharacters(in: .whitespaces).lowercased())
    }

    /// Asks for something that is not shown while it is typed; `nil` where nobody can be asked.
    static func askSecret(_ question: String) -> String? {
        guard isTerminal(STDIN_FILENO) else { return nil }
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            write("\n", to: STDERR_FILENO)
        }
        // Only now: what is typed before would be shown, and thrown away.
        write(DisplayText.safe(question), to: STDERR_FILENO)
        return readLine()
    }

    /// Rewrites the line the cursor is on.
    static func rewriteLine(_ text: String) { write("\r\u{1B}[K" + DisplayText.safe(text), to: STDERR_FILENO) }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            // A closed pipe (`| head`) is the reader's choice and no error of the run.
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
