import Bookmarks
import GPX
import ICalendar
import Items
import JSON
import MarkdownNotes

@testable import GoogleTakeout

/// Feeds bytes to one of the readers of Takeout's files, which the first byte chooses, and checks what must hold for any
/// bytes at all.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTakeout(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let all = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = all.first else { return 0 }
    let bytes = Array(all.dropFirst())
    switch first % 7 {
    case 0: checkBookmarks(bytes)
    case 1: checkTasks(bytes)
    case 2: checkNote(bytes)
    case 3: checkLocations(bytes)
    case 4: checkMessage(bytes)
    case 5: checkPlaces(bytes)
    default: checkMarkdown(String(decoding: bytes, as: UTF8.self))
    }
    return 0
}

/// What was read and written reads the same from then on.
private func checkBookmarks(_ bytes: [UInt8]) {
    guard let nodes = BookmarkFile.read(Array("<!DOCTYPE NETSCAPE-Bookmark-file-1>".utf8) + bytes) else { return }
    let once = BookmarkFile.read(BookmarkFile.write(nodes, title: "")) ?? []
    let twice = BookmarkFile.read(BookmarkFile.write(once, title: "")) ?? []
    check(once == twice, "writing changes bookmarks each time")
}

/// Every task is one calendar object of its UID.
private func checkTasks(_ bytes: [UInt8]) {
    guard let conversion = TasksConversion(bytes, source: EntryReference(part: 0, entry: 0)) else { return }
    for item in conversion.items {
        guard case .bytes(let object) = item.content else { continue }
        let summary = CalendarResourceSummary.read(object)
        check(summary?.componentName == "VTODO", "a task is no to-do")
    }
}

private func checkNote(_ bytes: [UInt8]) {
    guard let note = KeepNote(bytes) else { return }
    let text = note.markdown { $0.name.isEmpty ? nil : "attachments/\($0.name)" }
    check(String(validating: text, as: UTF8.self) != nil, "a note is no text")
    check(!text.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }, "a note holds control characters")
}

/// However a file is cut, the same events are in it, and all of them are on earth.
private func checkLocations(_ bytes: [UInt8]) {
    let whole = events(bytes, chunk: bytes.count + 1)
    check(whole == events(bytes, chunk: 3), "chunks change the events")
}

private func events(_ bytes: [UInt8], chunk: Int) -> [String] {
    var file = LocationFile(JSONSource(ChunkReader(bytes, chunk: chunk)))
    var months = PeriodFiles<LocationMonth>(limit: 4096)
    var found: [String] = []
    do {
        while let event = try file.next() {
            if let done = months.change(event.month, { $0.add(event) }) { found.append(done.name) }
        }
    } catch { found.append("broken") }
    for done in months.finish() {
        check(String(validating: done.bytes, as: UTF8.self) != nil, "a track is no text")
        found.append(done.name)
    }
    return found
}

private func checkMessage(_ bytes: [UInt8]) {
    var limits = JSONLimits()
    limits.depth = 64
    guard let value = try? JSONValue.parse(bytes, limits: limits) else { return }
    var year = ChatYear(period: "x")
    year.add(ChatMessage(value), title: "t", people: [])
    check(!year.finished().contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }, "a chat holds control characters")
}

private func checkPlaces(_ bytes: [UInt8]) {
    let places = (SavedPlaces.geoJSON(bytes)?.places ?? []) + SavedPlaces.csv(bytes)
    var file = GPXFile(name: "x")
    for place in places { file.add(place) }
    check(file.count == places.count, "a place is lost")
}

/// No line of a text can become markup by where it stands: a line of the result begins as markup only if escaped.
private func checkMarkdown(_ text: String) {
    let markdown = Markdown.text(text)
    for line in markdown.split(separator: "\n") {
        check(
            !line.hasPrefix("# ") && !line.hasPrefix("> ") && !line.hasPrefix("- ") && !line.hasPrefix("* "), "\(line)")
        check(!line.hasPrefix("    ") && !line.hasPrefix("\t") && !line.hasPrefix("```"), "\(line)")
    }
    var front = FrontMatter()
    front.add(text, text)
    check(front.text.split(separator: "\n").count == 3, "front matter breaks its line")
    _ = Markdown.checkItem(text, isChecked: true, depth: 3) + Markdown.link(text, to: text)
    check(!Markdown.fileStem(text, orElse: "x").utf8.contains(UInt8(ascii: "/")), "a name holds a slash")
}

/// Gives bytes a few at a time.
private final class ChunkReader: ContentReader {
    private var rest: ArraySlice<UInt8>
    private let chunk: Int

    init(_ bytes: [UInt8], chunk: Int) {
        rest = bytes[...]
        self.chunk = chunk
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ContentError) -> Int {
        let piece = rest.prefix(min(chunk, buffer.count))
        piece.withUnsafeBytes { buffer.copyMemory(from: $0) }
        rest = rest.dropFirst(piece.count)
        return piece.count
    }
}

private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
