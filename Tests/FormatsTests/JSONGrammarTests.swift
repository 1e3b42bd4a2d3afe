import JSON
import Testing

/// The grammar of RFC 8259: what is taken, and with which words the rest is refused.
@Suite struct JSONGrammarTests {
    @Test(arguments: [
        "[]", "{}", " [ ] ", "\t{\r\n} ", "0", "-0", "1", "-1", "10", "1.5", "-0.0", "1e5", "1E+5", "1e-5", "0e0",
        "1.25e+10", "\"\"", "\"a\"", "true", "false", "null", "[1,2]", "[[],{}]", "[1 , 2]", "{\"a\":1}",
        "{\"a\" : 1 , \"b\" : [ ] }", "{\"a\":1,\"a\":2}", "{\"\":0}", "[null]", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        "\"\\u00e9\"", "\"\\u00E9\"", "\"\\ud83d\\ude42\"", "\"\\ud83d\"", "\"\\ude42\"", "\"\\ud83d\\ud83d\\ude42\"",
        "\"\\u0000\"", "\"\u{7F}\"", "\"é😀\"", "\u{FEFF}[]", "[\"\u{2028}\"]", "123456789012345678901234567890",
        "[1e400]", "\"\\\\u00e9\"", "\"/\"", "[[[[[[[[]]]]]]]]", "[-0]", "{\"a\\u0062\":1}", "\n\n1\n\n",
    ]) func accepted(_ text: String) throws {
        let bytes = Array(text.utf8)
        _ = try JSONValue.parse(bytes)
        #expect(JSONEvents.all(of: bytes, cutAt: []).problem == nil)
    }

    @Test(arguments: [
        ("", JSONProblem.Code.unexpectedEnd), (" ", .unexpectedEnd), ("[", .unexpectedEnd), ("{", .unexpectedEnd),
        ("[1", .unexpectedEnd), ("[1,", .unexpectedEnd), ("{\"a\"", .unexpectedEnd), ("{\"a\":", .unexpectedEnd),
        ("\"", .unexpectedEnd), ("\"a", .unexpectedEnd), ("\"\\", .unexpectedEnd), ("\"\\u12", .unexpectedEnd),
        ("tru", .unexpectedEnd), ("\u{FEFF}", .unexpectedEnd), ("]", .unexpectedByte), ("}", .unexpectedByte),
        ("[1,]", .unexpectedByte), ("[,1]", .unexpectedByte), ("[,]", .unexpectedByte), ("[1 2]", .unexpectedByte),
        ("[1;2]", .unexpectedByte), ("{1:2}", .unexpectedByte), ("{a:1}", .unexpectedByte),
        ("{'a':1}", .unexpectedByte),
        ("{\"a\":1,}", .unexpectedByte), ("{,}", .unexpectedByte), ("{\"a\" 1}", .unexpectedByte),
        ("{\"a\":}", .unexpectedByte), ("{\"a\":1 \"b\":2}", .unexpectedByte), ("{\"a\"::1}", .unexpectedByte),
        ("[}", .unexpectedByte), ("{]", .unexpectedByte), ("[1}", .unexpectedByte), ("{\"a\":1]", .unexpectedByte),
        ("{\"a\":1,,\"b\":2}", .unexpectedByte), ("truE", .unexpectedByte), ("nul1", .unexpectedByte),
        ("True", .unexpectedByte), ("NaN", .unexpectedByte), ("Infinity", .unexpectedByte), ("'a'", .unexpectedByte),
        ("+1", .unexpectedByte), (".5", .unexpectedByte), ("[+1]", .unexpectedByte), ("/* */1", .unexpectedByte),
        ("[1,//\n2]", .unexpectedByte), ("\u{0B}1", .unexpectedByte), ("\u{A0}1", .unexpectedByte),
        ("[\u{0C}]", .unexpectedByte), ("\u{FEFF}\u{FEFF}1", .unexpectedByte), ("[\u{FEFF}]", .unexpectedByte),
        ("\u{0}", .unexpectedByte), ("[truefalse]", .unexpectedByte), ("[\"a\" \"b\"]", .unexpectedByte),
        ("01", .invalidNumber), ("-", .invalidNumber), ("-01", .invalidNumber), ("1.", .invalidNumber),
        ("1.e1", .invalidNumber), ("1e", .invalidNumber), ("1e+", .invalidNumber), ("1e1.5", .invalidNumber),
        ("--1", .invalidNumber), ("1-1", .invalidNumber), ("-.5", .invalidNumber), ("1e1e1", .invalidNumber),
        ("00", .invalidNumber), ("[1.2.3]", .invalidNumber), ("1eE2", .invalidNumber),
        ("\"\\a\"", .invalidEscape), ("\"\\u00g0\"", .invalidEscape), ("\"\\u12\"", .invalidEscape),
        ("\"\\x00\"", .invalidEscape), ("\"\\U0000\"", .invalidEscape), ("\"\\'\"", .invalidEscape),
        ("\"\\\u{E9}\"", .invalidEscape), ("\"\n\"", .controlCharacter), ("\"\t\"", .controlCharacter),
        ("\"\u{0}\"", .controlCharacter), ("\"12345678\u{1F}\"", .controlCharacter), ("{\"\n\":1}", .controlCharacter),
        ("1 1", .trailingContent), ("[] []", .trailingContent), ("{}}", .trailingContent), ("[]]", .trailingContent),
        ("[],", .trailingContent), ("true false", .trailingContent), ("\"a\"b", .trailingContent),
        ("[] //", .trailingContent), ("1\u{0}", .trailingContent), ("0x1", .trailingContent),
    ]) func refused(_ text: String, _ code: JSONProblem.Code) {
        let bytes = Array(text.utf8)
        #expect { try JSONValue.parse(bytes) } throws: { ($0 as? JSONProblem)?.code == code }
        #expect(JSONEvents.all(of: bytes, cutAt: []).problem?.code == code)
    }

    @Test func aProblemNamesItsPlace() {
        #expect(throws: JSONProblem(.unexpectedByte, offset: 5)) { try JSONValue.parse(Array("[1, 2x]".utf8)) }
        #expect(throws: JSONProblem(.unexpectedEnd, offset: 3)) { try JSONValue.parse(Array("[1,".utf8)) }
        #expect(throws: JSONProblem(.controlCharacter, offset: 2)) { try JSONValue.parse(Array("\"a\n\"".utf8)) }
        #expect(throws: JSONProblem(.trailingContent, offset: 3)) { try JSONValue.parse(Array("{} x".utf8)) }
    }

    @Test func aProblemIsThrownAgain() throws {
        var reader = JSONReader(Array("[1,]".utf8))
        _ = try reader.next()
        _ = try reader.next()
        for _ in 0..<2 { #expect(throws: JSONProblem(.unexpectedByte, offset: 3)) { try reader.next() } }
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        _ = try JSONValue.parse(nested(512))
        #expect(throws: JSONProblem(.tooDeep, offset: 512)) { try JSONValue.parse(nested(513)) }
        #expect(throws: JSONProblem(.tooDeep, offset: 512)) { try JSONValue.parse(nested(1_000_000)) }
        let objects = Array(String(repeating: "{\"a\":", count: 100_000).utf8)
        #expect(throws: JSONProblem(.tooDeep, offset: 512 * 5)) { try JSONValue.parse(objects) }
    }

    @Test func stringsAndNumbersAreBounded() throws {
        let limits = JSONLimits(stringBytes: 10, numberBytes: 5)
        _ = try JSONValue.parse(Array("[\"1234567890\",12345]".utf8), limits: limits)
        for (text, problem) in [
            ("[\"12345678901\"]", JSONProblem(.stringTooLong, offset: 1)),
            ("{\"12345678901\":1}", JSONProblem(.stringTooLong, offset: 1)),
            ("[\"12345678901", JSONProblem(.stringTooLong, offset: 1)),
            ("[123456]", JSONProblem(.numberTooLong, offset: 1)),
        ] {
            #expect(throws: problem) { try JSONValue.parse(Array(text.utf8), limits: limits) }
        }
    }
}
