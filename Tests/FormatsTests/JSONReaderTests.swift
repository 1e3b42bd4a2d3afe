import JSON
import Testing

@Suite struct JSONReaderTests {
    private static let samples = [
        #"{"participants":[{"name":"Zo\u00c3\u00ab"}],"messages":[{"sender_name":"Zo\u00c3\u00ab","timestamp_ms":"#
            + #"1600000000123,"content":"\u00f0\u009f\u0099\u0082 \"oui\" \\ \/","x":[true,false,null,-1.5e-3]},{}]}"#,
        "\u{FEFF} [ \"é😀\" , \"\\ud83d\\ude42\", \"\\ud83d\" ,\"\\\\\", 12.5E+3 , { } ] ",
        "[1,2", "[\"a\\", "[\"\\u00", "[tru", "[1.]", "[\"\u{1}\"]", "12345", "\"abc", "{\"a\":tru}",
        "[\"\\ud83dx\\ude42\"]",
        "\"" + String(repeating: "x", count: 40) + "\"", "[123456789012]", "[\"12345678901\\q\"]",
        "[\"123456789\\u0041\"]",
    ]

    @Test(arguments: samples, [JSONLimits(), JSONLimits(depth: 2, stringBytes: 10, numberBytes: 6)])
    func whereTheTextIsCutChangesNothing(_ text: String, _ limits: JSONLimits) {
        let bytes = Array(text.utf8)
        let whole = JSONEvents.all(of: bytes, cutAt: [], limits: limits)
        for cut in 0...bytes.count {
            #expect(JSONEvents.all(of: bytes, cutAt: [cut], limits: limits) == whole, "cut at \(cut)")
        }
        for size in [1, 2, 3, 7] {
            let cuts = Array(stride(from: size, to: bytes.count, by: size))
            #expect(JSONEvents.all(of: bytes, cutAt: cuts, limits: limits) == whole, "cut every \(size)")
        }
    }

    @Test func randomTextsCutAnywhereGiveTheSame() {
        var random = SeededRandom(state: 20260416)
        let alphabet = Array("[]{}\",:\\u0e9dD8tfnrul12.-+eE \n\u{E9}é".utf8)
        for _ in 0..<3000 {
            let bytes: [UInt8] =
                Bool.random(using: &random)
                ? Self.text(depth: 4, &random)
                : (0..<Int.random(in: 0..<24, using: &random)).map { _ in
                    alphabet.randomElement(using: &random) ?? 0
                }
            let cuts = (0..<Int.random(in: 0..<6, using: &random)).map { _ in
                Int.random(in: 0...bytes.count, using: &random)
            }.sorted()
            let whole = JSONEvents.all(of: bytes, cutAt: [])
            let cut = JSONEvents.all(of: bytes, cutAt: cuts)
            #expect(cut == whole, "\(String(decoding: bytes, as: UTF8.self)) cut at \(cuts)")
        }
    }

    @Test func textsAreUnescapedAndDamageIsCounted() throws {
        var reader = JSONReader(
            Array(#"["\u00e9\n\"\\\/\b\f\r\t","\ud83d\ude42","\ud83d-\ude42","plain"]"#.utf8) + [])
        _ = try reader.next()
        var texts: [String] = []
        while try reader.next() == .string { texts.append(reader.text()) }
        #expect(texts == ["é\n\"\\/\u{8}\u{C}\r\t", "🙂", "\u{FFFD}-\u{FFFD}", "plain"])
        #expect(reader.damagedTexts == 1)
    }

    @Test func bytesThatAreNoUTF8AreReachable() throws {
        var reader = JSONReader([0x22, 0x61, 0xE9, 0x62, 0x22])
        #expect(try reader.next() == .string)
        #expect(reader.text() == "a\u{FFFD}b")
        #expect(reader.damagedTexts == 1)
        #expect(reader.withRawBytes { span in span.withUnsafeBufferPointer { Array($0) } } == [0x61, 0xE9, 0x62])
    }

    @Test func namesAreComparedWithoutEscapes() throws {
        var reader = JSONReader(Array(#"{"na\u006De":1,"name":2,"names":3}"#.utf8))
        _ = try reader.next()
        var found: [Bool] = []
        while try reader.next() == .key {
            found.append(reader.textEquals("name"))
            #expect(try reader.skip())
        }
        #expect(found == [true, true, false])
    }

    @Test(arguments: 1...12) func skippingPassesOverWholeValues(_ size: Int) throws {
        let bytes = Array(#"{"a":{"b":[1,{"c":"]}"}]},"d":"x","e":[[],[]],"f":7}"#.utf8)
        var pieces = JSONEvents.pieces(of: bytes, cutAt: Array(stride(from: size, to: bytes.count, by: size)))[...]
        var reader = JSONReader()
        func more() { if let piece = pieces.popFirst() { reader.feed(piece) } else { reader.finish() } }
        var names: [String] = []
        loop: while true {
            switch try reader.next() {
            case .needsBytes: more()
            case .key:
                names.append(reader.text())
                while try !reader.skip() { more() }
            case .end: break loop
            default: break
            }
        }
        #expect(names == ["a", "d", "e", "f"])
    }

    @Test func theRestOfAnArrayIsSkippedFromItsBeginning() throws {
        var reader = JSONReader(Array("[[1,2,[3]],4]".utf8))
        #expect(try reader.next() == .beginArray)
        #expect(try reader.next() == .beginArray)
        #expect(try reader.skip())
        #expect(try reader.next() == .number)
        #expect(reader.integer == 4)
    }

    @Test func aSourceThatFillsIsReadToItsEnd() throws {
        let bytes = Array(#"{"a":[1,2,3],"b":"text"}"#.utf8)
        var rest = bytes[...]
        var reader = JSONReader()
        var count = 0
        while true {
            let token = try reader.next()
            if token == .end { break }
            guard token == .needsBytes else {
                count += 1
                continue
            }
            reader.fill(atMost: 5) { buffer in
                let piece = rest.prefix(buffer.count)
                buffer.copyBytes(from: piece)
                rest = rest.dropFirst(piece.count)
                return piece.count
            }
        }
        #expect(count == 10)
    }

    private static func text(depth: Int, _ random: inout SeededRandom) -> [UInt8] {
        switch Int.random(in: 0..<(depth > 0 ? 6 : 4), using: &random) {
        case 0: return Array(["true", "false", "null"].randomElement(using: &random).map(\.utf8) ?? "null".utf8)
        case 1: return Array("\(Int.random(in: -9999...9999, using: &random))".utf8)
        case 2: return Array("\(Double.random(in: -1...1, using: &random))".utf8)
        case 3:
            let parts = ["a", "é", "\\u00e9", "\\ud83d\\ude42", "\\n", "\\\\", "\\\"", " ", "\\ud83d", "xxxxxxxxxx"]
            let count = Int.random(in: 0..<6, using: &random)
            let text = (0..<count).compactMap { _ in parts.randomElement(using: &random) }.joined()
            return Array("\"\(text)\"".utf8)
        case 4:
            let elements = (0..<Int.random(in: 0..<4, using: &random)).map { _ in
                Self.text(depth: depth - 1, &random)
            }
            return [0x5B] + Array(elements.joined(separator: Array(" , ".utf8))) + [0x5D]
        default:
            let members = (0..<Int.random(in: 0..<4, using: &random)).map { number in
                Array("\"k\(number)\" : ".utf8) + Self.text(depth: depth - 1, &random)
            }
            return [0x7B] + Array(members.joined(separator: [0x2C])) + [0x7D]
        }
    }
}

/// SplitMix64: the same numbers on every run.
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
