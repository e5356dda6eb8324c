import Testing
import TrawlMetrics

@Suite struct MetricValueTests {
    @Test(arguments: [
        (MetricValue.integer(-3), -3), (.unsigned(.max), 18_446_744_073_709_551_616), (.real(0.5), 0.5),
    ])
    func `a value is told as receivers keep it`(value: MetricValue, expected: Double) {
        #expect(value.double == expected)
    }
}
