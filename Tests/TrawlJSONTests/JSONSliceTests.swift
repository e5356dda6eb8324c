import Testing
import TrawlJSON

@Suite(.timeLimit(.minutes(1)))
struct JSONSliceTests {
    @Test
    func `members, elements and scalars are found`() throws {
        let slice = try JSONSlice(parsing: Array(#" {"a": [1, -2.5, "x\ny"], "b": {"c": null}, "t": true} "#.utf8))
        #expect(slice.kind == .object)
        #expect(slice.count == 3)
        #expect(slice.members.map(\.key) == ["a", "b", "t"])
        #expect(slice["a"]?[0]?.int == 1)
        #expect(slice["a"]?[1]?.double == -2.5)
        #expect(slice["a"]?[2]?.string == "x\ny")
        #expect(slice["a"]?[3] == nil)
        #expect(slice["b"]?["c"]?.isNull == true)
        #expect(slice["t"]?.bool == true)
        var line: [UInt8] = []
        slice.write(to: &line)
        #expect(String(decoding: line, as: UTF8.self) == #"{"a":[1,-2.5,"x\ny"],"b":{"c":null},"t":true}"#)
    }
}
