import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONSliceTests {
    @Test
    func `members, elements and scalars are found`() throws {
        let slice = try JSONSlice(#" {"a": [1, -2.5, "x\ny"], "b": {"c": null}, "t": true, "f": false} "#)
        #expect(slice.kind == .object)
        #expect(slice.count == 4)
        #expect(slice.members.map(\.key) == ["a", "b", "t", "f"])
        #expect(slice["a"]?.elements.map(\.kind) == [.number, .number, .string])
        #expect(slice["a"]?[0]?.int == 1)
        #expect(slice["a"]?[1]?.double == -2.5)
        #expect(slice["a"]?[2]?.string == "x\ny")
        #expect(slice["b"]?["c"]?.isNull == true)
        #expect(slice["b"]?["c"]?.kind == .null)
        #expect(slice["t"]?.bool == true)
        #expect(slice["f"]?.bool == false)
    }

    @Test(arguments: ["{}", "[]", "1", #""1""#, "true", "null"])
    func `what a value is not is absent`(text: String) throws {
        let slice = try JSONSlice(text)
        #expect(slice[""] == nil)
        #expect(slice[0] == nil)
        #expect(slice[-1] == nil)
        #expect(slice.count == 0)
        #expect(slice.members.isEmpty)
        #expect(slice.elements.isEmpty)
        #expect((slice.string != nil) == (slice.kind == .string))
        #expect((slice.numberText != nil) == (slice.kind == .number))
        #expect((slice.int != nil) == (slice.kind == .number))
        #expect((slice.uint64 != nil) == (slice.kind == .number))
        #expect((slice.double != nil) == (slice.kind == .number))
        #expect((slice.bool != nil) == (slice.kind == .bool))
        #expect(slice.isNull == (slice.kind == .null))
    }

    @Test
    func `equal keys are kept, and the first is found`() throws {
        let slice = try JSONSlice(#"{"a":1,"b":2,"\u0061":3}"#)
        #expect(slice.members.map(\.key) == ["a", "b", "a"])
        #expect(slice["a"]?.int == 1)
        #expect(slice.line == #"{"a":1,"b":2,"\u0061":3}"#)
    }

    @Test
    func `keys are found by what their escapes mean`() throws {
        let slice = try JSONSlice(#"{"a\/b":1,"\u00e9":2,"\"":3,"":4}"#)
        #expect(slice["a/b"]?.int == 1)
        #expect(slice["é"]?.int == 2)
        #expect(slice["\""]?.int == 3)
        #expect(slice[""]?.int == 4)
        // The same letter in two scalars: other UTF-8, so another key.
        #expect(slice["e\u{301}"] == nil)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0000\u0041\u00e9\u20AC""#, "\u{0}Aé€"),
        (#""\ud83d\ude00!""#, "😀!"),
        (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
        (#""é€😀 as they are""#, "é€😀 as they are"),
    ])
    func `a string reads as its escapes mean`(text: String, string: String) throws {
        let slice = try JSONSlice(text)
        #expect(slice.string == string)
        #expect(slice.replacedSequences == 0)
        #expect(slice.line == text)
    }

    @Test(arguments: [
        (#""\ud800""#, "\u{FFFD}", #""\ufffd""#, 1),
        (#""\udc00x""#, "\u{FFFD}x", #""\ufffdx""#, 1),
        (#""\ud800\n""#, "\u{FFFD}\n", #""\ufffd\n""#, 1),
        (#""\ud800\u0041""#, "\u{FFFD}A", #""\ufffd\u0041""#, 1),
        (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀", #""\ufffd\ud83d\ude00""#, 1),
        (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}", #""\ufffd\ufffd""#, 2),
    ])
    func `half a surrogate pair is replaced and counted`(text: String, string: String, line: String, count: Int) throws
    {
        let slice = try JSONSlice(text)
        #expect(slice.string == string)
        #expect(slice.line == line)
        #expect(slice.replacedSequences == count)
    }

    static let invalid: [[UInt8]] = [
        [0x80], [0xBF, 0xBF], [0xC0, 0xAF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xE2, 0x82, 0x41],
        [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80],
        [0xFF],
        [0xFE, 0xFF], [0xE2, 0x82, 0xE2, 0x82, 0xAC], [0xF1, 0x80, 0x80, 0xC3, 0xA9],
    ]

    @Test(arguments: invalid)
    func `invalid UTF-8 is replaced and counted, as String replaces it`(bytes: [UInt8]) throws {
        for escape in ["", #"\n"#] {
            let content = Array("before ".utf8) + bytes + Array(escape.utf8) + Array(" and after".utf8)
            let text = Array(#"["plain","#.utf8) + [UInt8(ascii: "\"")] + content + Array(#"",{"k":1}]"#.utf8)
            let slice = try JSONSlice(parsing: text)
            let expected = String(decoding: content, as: UTF8.self)
            #expect(slice.replacedSequences == expected.unicodeScalars.count { $0 == "\u{FFFD}" })
            #expect(
                slice[1]?.string
                    == (escape.isEmpty ? expected : expected.split(separator: escape).joined(separator: "\n"))
            )
            #expect(String(validating: slice.written, as: UTF8.self) == #"["plain",""# + expected + #"",{"k":1}]"#)
            #expect(slice[2]?.line == #"{"k":1}"#)
        }
    }

    @Test
    func `a key with invalid UTF-8 is found by its repaired text`() throws {
        let slice = try JSONSlice(parsing: Array(#"{"a":1,""#.utf8) + [0xFF] + Array(#"":2}"#.utf8))
        #expect(slice["\u{FFFD}"]?.int == 2)
        #expect(slice.members.map(\.key) == ["a", "\u{FFFD}"])
    }

    @Test(arguments: [
        (" 1 ", "1"), ("[ ]", "[]"), ("{ \n}", "{}"), (#"{ "a b" : [ 1 , "c  d" , { } ] }"#, #"{"a b":[1,"c  d",{}]}"#),
        (#"[{"a": 1},{"b":2}, 1.50e+03 ]"#, #"[{"a":1},{"b":2},1.50e+03]"#),
        (#"[18446744073709551616,-0,0.10]"#, #"[18446744073709551616,-0,0.10]"#),
        ("[\r\n\ttrue,\tfalse\n,null\n]", "[true,false,null]"),
    ])
    func `a value is written as it came, without the whitespace between tokens`(text: String, line: String) throws {
        let slice = try JSONSlice(text)
        #expect(slice.line == line)
        #expect(try JSONSlice(line).line == line)
    }

    @Test
    func `a part is written and given back by itself`() throws {
        let slice = try JSONSlice(#"{"a": {"b" : [1, 2]}, "s": "x", "n": -1.0}"#)
        #expect(slice["a"]?.line == #"{"b":[1,2]}"#)
        #expect(slice["a"]?["b"]?[1]?.line == "2")
        #expect(slice["s"]?.line == #""x""#)
        #expect(slice["n"]?.numberText == "-1.0")
        #expect(slice["a"].map { String(decoding: $0.bytes, as: UTF8.self) } == #"{"b" : [1, 2]}"#)
        #expect(slice["s"].map { String(decoding: $0.bytes, as: UTF8.self) } == #""x""#)
    }
}
