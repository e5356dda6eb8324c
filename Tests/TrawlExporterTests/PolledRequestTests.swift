import Testing
import TrawlExporter
import TrawlMetrics

@Suite struct PolledRequestTests {
    @Test func `a group's rows are told apart by their labels`() {
        #expect(SampleRow([MetricLabel("a", "1")], .integer(1)) != SampleRow([MetricLabel("a", "2")], .integer(1)))
    }
}
