import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONWriterTests {
    @Test
    func `pieces become one text, with commas between them`() throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("a")
        writer.number(UInt64.max)
        writer.key("b")
        writer.beginArray()
        writer.beginObject()
        writer.endObject()
        writer.beginArray()
        writer.endArray()
        writer.string("x")
        writer.bool(true)
        writer.bool(false)
        writer.null()
        writer.raw("1.0")
        writer.slice(try JSONSlice(#"[ 1, {"k" : 2} ]"#))
        writer.endArray()
        writer.key("c")
        writer.number(-1)
        writer.endObject()
        let text = String(decoding: writer.bytes, as: UTF8.self)
        #expect(text == #"{"a":18446744073709551615,"b":[{},[],"x",true,false,null,1.0,[1,{"k":2}]],"c":-1}"#)
        #expect(try JSONSlice(text).line == text)
    }

    @Test
    func `every character comes back from its escape`() throws {
        let text = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "\u{2028}😀\u{10FFFF}"
        var writer = JSONWriter()
        writer.string(text)
        #expect(!writer.bytes.contains { $0 < 0x20 || $0 == 0x7F })
        #expect(try JSONSlice(parsing: writer.bytes).string == text)
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
        ("\u{0}\u{1B}[31m\u{7F}", #""\u0000\u001b[31m\u007f""#), ("é€", #""é€""#),
    ])
    func `controls are escaped, and other text stays as it is`(text: String, literal: String) {
        var writer = JSONWriter()
        writer.string(text)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == literal)
    }
}
