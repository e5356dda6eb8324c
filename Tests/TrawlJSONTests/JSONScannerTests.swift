import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONScannerTests {
    @Test(arguments: [
        "{}", "[]", "[[]]", "[{}]", #"{"":0}"#, "0", "-0", "-1", "10", "1.5", "0.0", "1e3", "1E+3", "1e-3", "-0.1e0",
        "true", "false", "null", #""""#, #""a""#, " \t\r\n1\n", "[1,2 , 3]", #"{"a":1,"a":2}"#, #""\"\\\/\b\f\n\r\t""#,
        #""\u0000\u00e9\uD83D\uDE00""#, "\"\u{7F}\"", "\"é\u{2028}\u{10FFFF}\"", #"[1,"two",null,{"three":[4]}]"#,
        "123456789012345678901234567890", #""a string of more than eight bytes, and \"quoted\"""#,
    ])
    func `a text of RFC 8259 is read`(text: String) throws {
        #expect(try JSONSlice(text).replacedSequences == 0)
    }

    static let mistakes: [(text: String, offset: Int, reason: String)] = [
        ("", 0, "not JSON: the text is empty"),
        ("  ", 2, "expected a value, found the end of the text"),
        ("<html>", 0, "expected a value, found `<`"),
        ("[1,]", 3, "expected a value, found `]`"),
        (#"{"a":1,}"#, 7, "expected a key, found `}`"),
        ("{,}", 1, "expected a key or `}`, found `,`"),
        ("[,1]", 1, "expected a value, found `,`"),
        ("[1 2]", 3, "expected `,` or `]`, found `2`"),
        (#"{"a":1 "b":2}"#, 7, "expected `,` or `}`, found `\"`"),
        (#"{"a" 1}"#, 5, "expected `:`, found `1`"),
        (#"{"a":}"#, 5, "expected a value, found `}`"),
        ("{a:1}", 1, "expected a key or `}`, found `a`"),
        ("{'a':1}", 1, "expected a key or `}`, found `'`"),
        ("{1:1}", 1, "expected a key or `}`, found `1`"),
        ("'a'", 0, "expected a value, found `'`"),
        ("[1}", 2, "expected `,` or `]`, found `}`"),
        (#"{"a":1]"#, 6, "expected `,` or `}`, found `]`"),
        ("[", 1, "expected a value, found the end of the text"),
        ("{", 1, "expected a key or `}`, found the end of the text"),
        ("[1", 2, "expected `,` or `]`, found the end of the text"),
        ("1 2", 2, "expected the end of the text, found `2`"),
        ("{}}", 2, "expected the end of the text, found `}`"),
        ("[]//", 2, "expected the end of the text, found `/`"),
        ("01", 0, "number with a leading zero"),
        ("[-012]", 1, "number with a leading zero"),
        ("-", 1, "expected a digit, found the end of the text"),
        ("+1", 0, "expected a value, found `+`"),
        (".5", 0, "expected a value, found `.`"),
        ("1.", 2, "expected a digit, found the end of the text"),
        ("1.e1", 2, "expected a digit, found `e`"),
        ("1e", 2, "expected a digit, found the end of the text"),
        ("1e+", 3, "expected a digit, found the end of the text"),
        ("0x10", 1, "expected the end of the text, found `x`"),
        ("NaN", 0, "expected a value, found `N`"),
        ("-Infinity", 1, "expected a digit, found `I`"),
        ("nul", 3, "expected `null`, found the end of the text"),
        ("trUe", 2, "expected `true`, found `U`"),
        ("nulls", 4, "expected the end of the text, found `s`"),
        ("True", 0, "expected a value, found `T`"),
        (#""abc"#, 0, "unterminated string"),
        (#"["abc\"]"#, 1, "unterminated string"),
        (#"["abc\"#, 5, "unterminated string"),
        ("\"tab\there\"", 4, "control character 0x09 in a string"),
        ("\"a line\nof text\"", 7, "control character 0x0a in a string"),
        ("\"\u{0}\"", 0, "not JSON: the text looks like UTF-16, and JSON is UTF-8"),
        ("[\"a\u{0}\"]", 3, "control character 0x00 in a string"),
        (#""\x41""#, 1, "invalid escape in a string"),
        (#""\u12g4""#, 1, #"`\u` without four hexadecimal digits"#),
        (#""\u12""#, 1, #"`\u` without four hexadecimal digits"#),
        (#""\ud800\u12""#, 7, #"`\u` without four hexadecimal digits"#),
        ("[\u{A0}1]", 1, "expected a value, found byte 0xC2"),
        ("[1,\u{0B}2]", 3, "expected a value, found byte 0xB"),
    ]

    @Test(arguments: mistakes)
    func `a mistake is named with its offset`(text: String, offset: Int, reason: String) {
        let error = #expect(throws: JSONError.self) { try JSONSlice(text) }
        #expect(error == JSONError(offset: offset, reason: reason))
    }

    @Test
    func `every cut of a text is an error at or before its end`() throws {
        let text = Array(
            #"{"a": [1, -2.5e3, "x\ny é \ud83d\ude00"], "b": {"c": null, "d": true}, "e": "plain text"}"#.utf8
        )
        #expect(throws: Never.self) { try JSONSlice(parsing: text) }
        for length in 0..<text.count {
            let error = #expect(throws: JSONError.self) { try JSONSlice(parsing: Array(text[..<length])) }
            #expect((error?.offset ?? .max) <= length)
        }
    }

    @Test
    func `a control character is found at every place of a string`() {
        for length in 0..<40 {
            for place in 0..<length {
                var text = [UInt8](repeating: UInt8(ascii: "a"), count: length)
                text[place] = 0x1F
                let quoted = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
                let error = #expect(throws: JSONError.self) { try JSONSlice(parsing: quoted) }
                #expect(error?.offset == place + 1)
            }
        }
    }

    @Test
    func `a byte order mark is skipped, and bytes count from the text's start`() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(try JSONSlice(parsing: mark + Array("[1]".utf8)).line == "[1]")
        let error = #expect(throws: JSONError.self) { try JSONSlice(parsing: mark + Array("[x]".utf8)) }
        #expect(error?.offset == 4)
        #expect(throws: JSONError.self) { try JSONSlice(parsing: mark) }
        #expect(throws: JSONError.self) { try JSONSlice(parsing: mark + mark + Array("1".utf8)) }
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x31, 0x00], [0xFE, 0xFF, 0x00, 0x31], [0x31, 0x00], [0x00, 0x31], [0xFF, 0xFE, 0, 0], [0],
        ] as [[UInt8]]
    )
    func `UTF-16 is not JSON`(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONSlice(parsing: bytes) }
        #expect(error?.offset == 0)
        #expect(error?.reason.hasPrefix("not JSON: the text looks like UTF-16") == true)
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func `depth ends where it is said to`(opening: String, closing: String) throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONSlice(parsing: nested(64)) }
        let error = #expect(throws: JSONError.self) { try JSONSlice(parsing: nested(65)) }
        #expect(error?.isTooDeep == true)
        #expect(error?.offset == 64 * opening.utf8.count)
        #expect(error?.reason == "nested deeper than 64 levels")
        #expect(throws: Never.self) { try JSONSlice(parsing: nested(3), maximumDepth: 3) }
        #expect(throws: JSONError.self) { try JSONSlice(parsing: nested(3), maximumDepth: 2) }
        #expect(try JSONSlice(parsing: Array("1".utf8), maximumDepth: 0).int == 1)
    }

    @Test
    func `siblings are not depth`() throws {
        let text = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
        #expect(try JSONSlice(parsing: Array(text.utf8), maximumDepth: 3).count == 1000)
    }

    @Test(arguments: [10, 1_000, 100_000])
    func `a text of more tokens than were expected is read whole`(count: Int) throws {
        let slice = try JSONSlice("[" + Array(repeating: "1", count: count).joined(separator: ",") + "]")
        #expect(slice.elements.compactMap(\.int).count == count)
        let long = try JSONSlice("[\"" + String(repeating: "x", count: count) + "\",2]")
        #expect(long[0]?.string?.utf8.count == count)
        #expect(long[1]?.int == 2)
    }
}
