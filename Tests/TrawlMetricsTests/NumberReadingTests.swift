import Testing
import TrawlJSON

@testable import TrawlMetrics

@Suite(.timeLimit(.minutes(1)))
struct NumberReadingTests {
    @Test(arguments: [
        ("23.4 C", MetricValue.real(23.4)), ("1,234", .integer(1234)), ("1,234,567 bytes", .integer(1_234_567)),
        ("12%", .integer(12)), ("-40.00 dBm", .real(-40)), ("+3", .integer(3)), ("  7  ", .integer(7)),
        ("10Gb/s", .integer(10)), ("35.2 °C", .real(35.2)), ("1e3", .real(1000)), ("5 E", .integer(5)),
        ("18446744073709551615", .unsigned(.max)), ("-9223372036854775808", .integer(.min)),
        ("18446744073709551616", .real(18_446_744_073_709_551_616)), ("true", .integer(1)), ("False", .integer(0)),
        ("2026-11-20T21:00:00.500Z", .real(1_795_208_400.5)), ("2026-11-20T23:00:00+02:00", .real(1_795_208_400)),
        ("2000-02-29T00:00:00Z", .real(951_782_400)), ("5 (max)", .integer(5)),
    ])
    func `a number is read out of a text`(text: String, value: MetricValue) {
        #expect(NumberReading(text) == .number(value))
    }

    @Test(arguments: ["", "N/A", "n/a", "--", "-", "none", "  ", "never"])
    func `a device's word for nothing is nothing`(text: String) {
        #expect(NumberReading(text) == .absent)
    }

    @Test(arguments: [
        "up", "10.0.0.1", "1/1", "4.33.1F", "2026-11-20", "3 days 4 hours", "00:1c:73", "0x1F", "1,5", "12,34,567",
        "nan",
        "inf", "1-2", "ten", "2026-13-01T00:00:00Z",
    ])
    func `what only begins like a number is none`(text: String) {
        #expect(NumberReading(text) == .unreadable)
    }

    @Test(arguments: [
        ("18446744073709551615", NumberReading.number(.unsigned(.max))), ("1.0", .number(.integer(1))),
        ("1.5", .number(.real(1.5))), ("true", .number(.integer(1))), ("null", .absent), ("1e400", .unreadable),
        ("[\"7 W\"]", .number(.integer(7))), ("[1,2]", .unreadable), ("{}", .unreadable),
    ])
    func `a JSON value is read exactly`(json: String, reading: NumberReading) throws {
        #expect(NumberReading(try JSONSlice(parsing: Array(json.utf8))) == reading)
    }

    @Test func `a factor rounds as dividing by its inverse does`() {
        #expect(MetricScale(0.01).applied(to: .integer(35)) == .real(0.35))
        #expect(MetricScale(0.1).applied(to: .integer(3)) == .real(0.3))
        #expect(MetricScale(1000).applied(to: .unsigned(.max)).double == 1.8446744073709552e22)
        #expect(MetricScale(0.125).applied(to: .integer(25_000_000_000)) == .integer(3_125_000_000))
        #expect(MetricScale(8).applied(to: .integer(2)) == .integer(16))
        #expect(MetricScale(-1).applied(to: .unsigned(.max)) == .real(-18_446_744_073_709_551_616))
    }
}
