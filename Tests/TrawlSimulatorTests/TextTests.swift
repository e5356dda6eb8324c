import Testing

@testable import TrawlSimulator

@Suite(.timeLimit(.minutes(1)))
struct TextTests {
    @Test(arguments: [
        (0.0, "Thu Jan  1 00:00:00 1970"), (951_782_400, "Tue Feb 29 00:00:00 2000"),
        (1_795_208_400, "Fri Nov 20 21:00:00 2026"), (4_102_444_799, "Thu Dec 31 23:59:59 2099"),
    ])
    func `dates are those of the calendar`(unix: Double, text: String) {
        #expect(CalendarText(unix: unix).line == text)
    }

    @Test(arguments: [(9, "00:00:09"), (86_399, "23:59:59"), (226_800, "2d15h"), (13_975_200, "23w0d")])
    func `lengths of time are short`(seconds: Int, text: String) {
        #expect(DurationText.short(seconds) == text)
    }

    @Test(arguments: [(0.05, 1, "0.1"), (99.999, 2, "100.00"), (3.0, 0, "3"), (-1.25, 1, "-1.3")])
    func `decimals are rounded`(number: Double, count: Int, text: String) {
        #expect(number.decimals(count) == text)
    }

    @Test(arguments: [
        ("show run | include b", "b1\nb2\n"), ("show run | exclude b", "a\nc\n  c1\nd\n"),
        ("show run | section c", "c\n  c1\n"), ("show run | begin c | include c", "c\n  c1\n"),
        ("show run", "a\nb1\nb2\nc\n  c1\nd\n"),
    ])
    func `filters work as on the command line`(line: String, expected: String) {
        #expect(OutputFilter(line).apply(to: "a\nb1\nb2\nc\n  c1\nd\n") == expected)
    }

    @Test(arguments: ["1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.", "+1.2.3.4", "a.b.c.d", ""])
    func `what is no IPv4 address is none`(text: String) {
        #expect(IPv4(text) == nil)
    }

    @Test
    func `JSON is written as it was read`() throws {
        let text = #"{"a":[1,-2,18446744073709551615,1.5,true,null],"b":{"c":"\"\\\n"}}"#
        let value = try JSONValue(text)
        #expect(value.at("a", 2)?.bytes == Array("18446744073709551615".utf8))
        #expect(try JSONValue(parsing: value.bytes).at("b", "c")?.text == "\"\\\n")
    }
}
