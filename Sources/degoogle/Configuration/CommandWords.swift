/// Cuts a command line into words as a POSIX shell does (XCU section 2.2), and runs no shell for it.
///
/// Quotes and backslashes mean what they mean there. What a shell would expand or act upon is refused, for nothing here
/// would do it: silence would store a command that does something else than it says.
enum CommandWords {
    /// Why a text is no command.
    struct Fault: Error, Hashable, CustomStringConvertible {
        /// The sentence for the person.
        let description: String
    }

    /// The words.
    static func split(_ text: String) throws(Fault) -> [String] {
        var words: [String] = []
        var word: String?
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case " ", "\t":
                if let whole = word { words.append(whole) }
                word = nil
            case "'":
                guard let end = rest.firstIndex(of: "'") else {
                    throw Fault(description: "a ' has no other at its end")
                }
                word = (word ?? "") + String(rest[..<end])
                rest = rest[end...].dropFirst()
            case "\"": word = (word ?? "") + (try quoted(&rest))
            case "\\":
                guard let next = rest.popFirst(), next != "\n" else {
                    throw Fault(description: "a \\ stands before the end of a line")
                }
                word = (word ?? "") + String(next)
            case "$", "`", "|", "&", ";", "<", ">", "(", ")", "*", "?", "[", "\n": throw meaningless(scalar)
            case "~", "#":
                if word == nil { throw meaningless(scalar) }
                word?.unicodeScalars.append(scalar)
            default: word = (word ?? "") + String(scalar)
            }
        }
        if let whole = word { words.append(whole) }
        guard words.first?.isEmpty == false else { throw Fault(description: "it names no program") }
        return words
    }

    /// What stands between double quotes; the first of them is read.
    private static func quoted(_ rest: inout Substring.UnicodeScalarView) throws(Fault) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(text)
            case "$", "`": throw meaningless(scalar)
            case "\\":
                guard let next = rest.first else { break }
                if ["$", "`", "\"", "\\"].contains(next) {
                    text.append(rest.removeFirst())
                } else {
                    text.append(scalar)
                }
            default: text.append(scalar)
            }
        }
        throw Fault(description: "a \" has no other at its end")
    }

    private static func meaningless(_ scalar: Unicode.Scalar) -> Fault {
        let shown = scalar == "\n" ? "a line break" : "\(scalar)"
        return Fault(
            description:
                "no shell reads it, so \(shown) has no meaning; put it between ' and ' where it stands for itself, "
                + "or the whole into a script")
    }
}
