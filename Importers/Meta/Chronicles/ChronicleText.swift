internal import MarkdownNotes
internal import Timestamps

/// A piece of a chronicle as a text in Markdown: its days in order, and in each what was written.
struct ChronicleText {
    /// `2023.md`, or `2023-2.md` where a year is large.
    let fileName: String
    /// What a person would call it.
    let title: String
    /// The text in UTF-8.
    let bytes: [UInt8]
    /// When the last of it was written, seconds since 1970.
    let modified: Int64?

    init(_ chronicle: Chronicle, _ piece: ChronicleCutting.Piece, number: Int) {
        let year = piece.year.map { String($0) } ?? "undated"
        fileName = number == 1 ? "\(year).md" : "\(year)-\(number).md"
        title = "\(chronicle.name), \(year)" + (number == 1 ? "" : " (\(number))")
        let read = chronicle.isNewestFirst ? piece.records.reversed() : piece.records
        // Records of one time stay in the order in which they were written.
        let order = read.indices.sorted { (read[$0].time, $0) < (read[$1].time, $1) }
        var text = Markdown.heading(1, title) + "\n\n"
        let people = chronicle.participants.prefix(Self.shownParticipants)
        if !people.isEmpty { text += Markdown.inline(people.joined(separator: ", ")) + "  \n" }
        text += "All times are UTC.\n"
        var day = ""
        for index in order {
            if piece.year != nil {
                let next = UTCTime.day(of: read[index].time.seconds)
                if next != day { text += "\n## \(next)\n" }
                day = next
            }
            text += "\n" + read[index].text
        }
        bytes = Array(text.utf8)
        modified = piece.year == nil ? nil : order.last.map { read[$0].time.seconds }
    }

    private static let shownParticipants = 50
}
