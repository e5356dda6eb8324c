import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct QuantityTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("5s", .seconds(5)), ("2m", .seconds(120)), ("1h", .seconds(3600)),
        ("1.5s", .milliseconds(1500)), ("0.25s", .milliseconds(250)),
    ])
    func `a duration reads as it is written`(text: String, expected: Duration) {
        #expect(Duration(written: text) == expected)
    }

    @Test(arguments: [
        "", "5", "s", "5 s", "0s", "0.0s", "-5s", "5S", "5sec", "1.s", ".5s", "1.2.3s", "5d", "9999999999s", "٥s",
        "5s ",
    ])
    func `anything else is no duration`(text: String) {
        #expect(Duration(written: text) == nil)
    }

    @Test(arguments: [("5/s", 5.0), ("30/m", 0.5), ("2.5/s", 2.5), ("3600/h", 1)])
    func `a rate is events a second`(text: String, expected: Double) {
        #expect(Rate(written: text)?.perSecond == expected)
    }

    @Test(arguments: ["", "5", "/s", "0/s", "5/d", "5 /s", "5/S", "-1/s"])
    func `anything else is no rate`(text: String) {
        #expect(Rate(written: text) == nil)
    }

    @Test(arguments: [("512B", 512), ("64KiB", 65_536), ("10MiB", 10 << 20), ("1GiB", 1 << 30)])
    func `a size is bytes`(text: String, expected: Int) {
        #expect(ByteCount.written(text) == expected)
    }

    @Test(arguments: ["", "10", "10MB", "10mib", "0KiB", "1.5KiB", "-1B"])
    func `anything else is no size`(text: String) {
        #expect(ByteCount.written(text) == nil)
    }

    @Test(arguments: [
        ("500ms..10s", Duration.milliseconds(500)...(.seconds(10))), ("1s..1s", .seconds(1)...(.seconds(1))),
    ])
    func `a range of durations has both ends`(text: String, expected: ClosedRange<Duration>) {
        #expect(Duration.range(written: text) == expected)
    }

    @Test(arguments: ["10s..500ms", "10s", "10s..", "..10s", "1s..2s..3s", "1s-2s"])
    func `anything else is no range of durations`(text: String) {
        #expect(Duration.range(written: text) == nil)
    }
}
