import JSON
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test func aTextBecomesAValue() throws {
        let value = try parse(#"{"a":[1,"x",true,null,{"b":{}}],"c":-2.50}"#)
        #expect(value["a"]?.elements.map(\.integer) == [1, nil, nil, nil, nil])
        #expect(value["a"]?.elements[1].string == "x")
        #expect(value["a"]?.elements[2].bool == true)
        #expect(value["a"]?.elements[3] == .null)
        #expect(value["a"]?.elements[4] == .object([JSONValue.Member("b", .object([]))]))
        #expect(value["c"]?.number?.text == "-2.50")
        #expect(value["c"]?.double == -2.5)
        #expect(value["none"] == nil && value["a"]?["b"] == nil)
    }

    @Test func ofANameThatStandsTwiceTheLastCountsAndBothStay() throws {
        let value = try parse(#"{"a":1,"a":2}"#)
        #expect(value["a"]?.integer == 2)
        #expect(value.members.map(\.value.integer) == [1, 2])
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", 1), ("1.50", nil), ("15e-1", nil),
            ("150e-1", 15), ("1e3", 1000), ("1E+3", 1000), ("1.25e2", 125), ("1.25e1", nil), ("0.0e99999", 0),
            ("1e18", 1_000_000_000_000_000_000), ("1e19", nil), ("1e999999999999999999999", nil), ("-1.2e1", -12),
            ("1e-9223372036854775808", nil), ("1e9223372036854775807", nil),
            ("9007199254740993", 9_007_199_254_740_993),
        ] as [(String, Int64?)]) func integersAreExactOrNone(_ text: String, _ expected: Int64?) throws
    {
        #expect(try parse(text).integer == expected)
        var reader = JSONReader(Array(text.utf8))
        #expect(try reader.next() == .number)
        #expect(reader.integer == expected)
    }

    @Test func numbersBeyondADoubleAreNone() throws {
        #expect(try parse("1e400").double == nil)
        #expect(try parse("0.1").double == 0.1)
        #expect(JSONNumber("01") == nil && JSONNumber("1x") == nil && JSONNumber("1e2")?.integer == 100)
    }

    @Test(arguments: 1...9) func elementsAreReadOneByOneWhateverTheirPieces(_ size: Int) throws {
        let bytes = Array(#"{"list":[{"a":[1,2]},"é\u00e9",[[[]]],{"big":"0123456789012345678901234567890"},5]}"#.utf8)
        var pieces = JSONEvents.pieces(of: bytes, cutAt: Array(stride(from: size, to: bytes.count, by: size)))[...]
        var reader = JSONReader()
        func more() { if let piece = pieces.popFirst() { reader.feed(piece) } else { reader.finish() } }
        var found: [JSONElement] = []
        while true {
            let token = try reader.next()
            if token == .needsBytes { more() }
            if token == .beginArray { break }
        }
        loop: while true {
            let element = try reader.readValue(limit: 30)
            switch element {
            case .needsBytes: more()
            case .end: break loop
            default: found.append(element)
            }
        }
        #expect(
            found == [
                .value(
                    .object([
                        JSONValue.Member("a", .array(["1", "2"].compactMap(JSONNumber.init).map(JSONValue.number)))
                    ])),
                .value(.string("éé")), .value(.array([.array([.array([])])])), .tooLarge,
                .value(.number(try #require(JSONNumber("5")))),
            ])
        while try reader.next() != .end { more() }
    }

    @Test func valuesBehindKeysAreReadWhole() throws {
        var reader = JSONReader(Array(#"{"a":{"x":1},"b":[2]}"#.utf8))
        #expect(try reader.next() == .beginObject)
        #expect(try reader.next() == .key)
        #expect(try reader.readValue(limit: 100) == .value(try parse(#"{"x":1}"#)))
        #expect(try reader.next() == .key)
        #expect(try reader.readValue(limit: 100) == .value(try parse("[2]")))
        #expect(try reader.next() == .endObject)
        #expect(try reader.next() == .end)
    }
}
