internal import Reporting

/// Text in lines of a terminal, for answers that people read and programs do not.
enum Paragraph {
    /// The most columns of a line.
    static let width = 80

    /// Fills lines with the words of a text, made safe to show.
    ///
    /// - Parameters:
    ///   - first: what stands before the first line.
    ///   - indent: how many spaces stand before the others.
    /// - Returns: at least one line; only a word that is longer than a line exceeds the width.
    static func lines(_ text: String, first: String = "", indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines = [DisplayText.safe(first)]
        var isEmpty = true
        for word in DisplayText.safe(text).split(separator: " ") {
            if !isEmpty, lines[lines.count - 1].count + 1 + word.count > width {
                lines.append(margin)
                isEmpty = true
            }
            lines[lines.count - 1] += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        return lines
    }

    /// A text with spaces behind it, up to a number of columns.
    static func padded(_ text: String, to columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}
