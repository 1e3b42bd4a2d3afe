import CSV
import TextEncoding

/// Feeds bytes to the reader and checks what must hold for any bytes at all. The first byte is the size of the chunks
/// and the limit of a record.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = bytes.first else { return 0 }
    let file = Array(bytes.dropFirst())
    let limit = first & 0x80 == 0 ? 1 << 20 : 16 + Int(first & 0x7F)
    let whole = records(of: file, chunk: file.count + 1, limit: limit)
    check(whole == records(of: file, chunk: 1 + Int(first & 0x0F), limit: limit), "chunks change the records")
    var line = 0
    for record in whole {
        check(record.line > line, "line numbers do not grow")
        line = record.line
    }
    // What was read and is written again reads the same.
    if isMistakable(whole) { return 0 }
    var writer = CSVWriter()
    for record in whole { writer.add(record.fields) }
    var reader = CSVReader(delimiter: UInt8(ascii: ","))
    reader.add(writer.bytes.span)
    reader.finish()
    var again: [[String]] = []
    while let record = reader.next() {
        check(record.problems.isEmpty, "a written file is damaged")
        again.append(record.fields)
    }
    let expected = whole.map(\.fields).filter { $0 != [""] }
    check(again == expected, "a written file reads otherwise")
    return 0
}

private func records(of file: [UInt8], chunk: Int, limit: Int) -> [CSVRecord] {
    var reader = CSVReader(recordLimit: limit)
    var records: [CSVRecord] = []
    for start in stride(from: 0, to: file.count, by: chunk) {
        reader.add(file[start..<min(start + chunk, file.count)].span)
        while let record = reader.next() { records.append(record) }
    }
    reader.finish()
    while let record = reader.next() { records.append(record) }
    return records
}

/// Whether a first line says `sep=`, or a file looks like UTF-16 or begins with a byte order mark.
private func isMistakable(_ records: [CSVRecord]) -> Bool {
    // A record of one empty field reads as an empty line, which is passed over.
    let text = records.lazy.map(\.fields).filter { $0 != [""] }.prefix(2).joined().joined(separator: ",")
    return text.hasPrefix("sep=") || text.unicodeScalars.prefix(4).contains { $0.value == 0xFEFF || $0.value == 0 }
}

private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
