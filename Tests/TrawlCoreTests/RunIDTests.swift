import FoundationEssentials
import Testing

@testable import TrawlCore

@Suite(.timeLimit(.minutes(1)))
struct RunIDTests {
    private let start = Date(timeIntervalSince1970: 1_795_208_400.123)

    private struct Constant: RandomNumberGenerator {
        let value: UInt64
        func next() -> UInt64 { value }
    }

    @Test func `a run id is when it began and six digits`() {
        var zero = Constant(value: 0)
        #expect(RunID.make(date: start, using: &zero) == "20261120T210000Z-000000")
        #expect(RunID.make(date: start).wholeMatch(of: /20261120T210000Z-[0-9a-f]{6}/) != nil)
    }

    @Test(arguments: [
        (1_795_208_400.123, "2026-11-20T21:00:00.123Z"), (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.000Z"), (1_709_251_199, "2024-02-29T23:59:59.000Z"),
        (946_684_799.9996, "2000-01-01T00:00:00.000Z"), (.infinity, "9999-12-31T23:59:59.999Z"),
        (-.infinity, "0000-01-01T00:00:00.000Z"), (.nan, "1970-01-01T00:00:00.000Z"),
    ])
    func `a moment is shown in UTC`(seconds: Double, expected: String) {
        #expect(UTCTimestamp(Date(timeIntervalSince1970: seconds)).extended == expected)
    }
}
