import Testing
import TrawlJSON

/// What a value says of its kind, so that nobody has to try.
@Suite struct JSONKindDecoderTests {
    /// Whether each kind may be there.
    private struct Kinds: Decodable {
        var found: [Bool]

        init(from decoder: any Decoder) throws {
            found = [
                decoder.mayBe(.object), decoder.mayBe(.array), decoder.mayBe(.string), decoder.mayBe(.number),
                decoder.mayBe(.bool), decoder.mayBe(.null), decoder.mayBe(.number, .string),
            ]
        }
    }

    @Test(arguments: [
        (#"{"a":{}}"#, 0), (#"{"a":[]}"#, 1), (#"{"a":"1"}"#, 2), (#"{"a":1}"#, 3), (#"{"a":true}"#, 4),
        // NX-OS repeats keys: such a value is read as a list.
        (#"{"a":1,"a":2}"#, 1),
    ])
    func `a value is of one kind, and a repeated one is a list`(text: String, place: Int) throws {
        let kinds = try JSONSlice(parsing: Array(text.utf8)).decode([String: Kinds].self)["a"]
        let found = try #require(kinds?.found)
        #expect(found.prefix(6).enumerated().filter(\.element).map(\.offset) == [place])
        #expect(found.last == (place == 2 || place == 3))
    }
}
