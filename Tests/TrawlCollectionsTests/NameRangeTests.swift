import Testing

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct NameRangeTests {
    @Test(arguments: [
        ("leaf1", ["leaf1"]),
        ("leaf[1-3]", ["leaf1", "leaf2", "leaf3"]),
        ("leaf[08-11]", ["leaf08", "leaf09", "leaf10", "leaf11"]),
        ("leaf[1-3,7]", ["leaf1", "leaf2", "leaf3", "leaf7"]),
        ("leaf[002,10]x", ["leaf002x", "leaf10x"]),
        ("r[1-2]-sw[01-02]", ["r1-sw01", "r1-sw02", "r2-sw01", "r2-sw02"]),
        ("[2001:db8::1]", ["[2001:db8::1]"]),
        ("leaf[5]", ["leaf5"]),
        ("leaf[9-11]", ["leaf9", "leaf10", "leaf11"]),
        ("", [""]),
    ])
    func `a range stands for its names in order`(text: String, expected: [String]) throws {
        let range = try NameRange(text)
        #expect(range.names == expected)
        #expect(range.count == expected.count)
    }

    @Test(arguments: [
        "a[", "a]", "a[]", "a[1", "a]1[", "a[2-1]", "a[x]", "a[1-]", "a[-1]", "a[1,,2]", "a[1-2-3]", "a[[1]]", "a[ 1]",
        "a[0-999999]", "a[1-500][1-500]", "a[1-1000000000000]", "a[1]]",
    ])
    func `anything else in brackets is refused`(text: String) {
        #expect(throws: NameRange.Objection.self) { try NameRange(text) }
    }
}
