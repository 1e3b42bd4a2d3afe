import JSON

/// Feeds texts to the mending of mojibake and checks what must hold for any text at all.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMeta(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: bytes, as: UTF8.self)
    checkRule(text)
    checkRule(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
    // What was garbled is mended, whatever it was.
    let garbled = String(String.UnicodeScalarView(text.utf8.map { Unicode.Scalar($0) }))
    check(isSame(Mojibake.mended(garbled), text), "a garbled text is not mended")
    checkRecords(bytes)
    return 0
}

/// The rule as it is worded, scalar by scalar.
private func checkRule(_ text: String) {
    let scalars = text.unicodeScalars
    var expected = text
    if scalars.allSatisfy({ $0.value < 0x100 }), scalars.contains(where: { $0.value >= 0x80 }) {
        let bytes = scalars.map { UInt8($0.value) }
        expected = String(validating: bytes, as: UTF8.self) ?? text
    }
    check(isSame(Mojibake.mended(text), expected), "a text is mended by another rule")
}

/// Any JSON is a message and a post of some kind.
private func checkRecords(_ bytes: [UInt8]) {
    guard let value = try? JSONValue.parse(bytes) else { return }
    let mended = Mojibake.mended(value)
    let links = MediaLinks { $0.isEmpty ? nil : "../\($0)" }
    for record in [MessageConversion.record(of: mended, links), PostConversion.record(of: mended, links)] {
        check(!record.text.isEmpty, "a record is empty")
        _ = record.year
    }
    _ = EventConversion(mended, calendar: "a").calendar
    _ = AddressBookConversion(mended).cards
}

private func isSame(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
