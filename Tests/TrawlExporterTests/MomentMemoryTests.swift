import Testing
import TrawlMetrics

@testable import TrawlExporter

struct MomentMemoryTests {
    private static let now = 1_795_000_000.0

    private static let cases: [(ages: [Double], told: [Double])] = [
        // Seconds: a poll takes its time.
        ([600, 601.4, 599.2], [600, 600, 600]),
        // A port that goes down and up again.
        ([600, 0], [600, 0]),
        ([0.5, 61, 0.5], [0.5, 61, 0.5]),
        // `1d02h`: the same words for an hour.
        ([172_800, 171_000, 169_201], [172_800, 172_800, 172_800]),
        ([172_800, 169_100], [172_800, 169_100]),
        // `10week(s) 4day(s)`, and over a year.
        ([6_393_600, 6_315_840], [6_393_600, 6_393_600]),
        ([43_200_000, 42_681_600], [43_200_000, 43_200_000]),
        // What is exact and long ago, and changes now.
        ([6_393_600, 3], [6_393_600, 3]),
    ]

    @Test(arguments: cases)
    func `a moment stands while a new estimate may mean the same`(ages: [Double], told: [Double]) {
        var memory = MomentMemory()
        let labels = [MetricLabel("interface", "Ethernet1/1")]
        let moments = ages.map { age in
            memory.hold([SampleRow(labels, .real(Self.now - age))], at: Self.now)[0].value.double
        }
        #expect(moments == told.map { Self.now - $0 })
    }

    @Test func `what is gone is forgotten`() {
        var memory = MomentMemory()
        let row = SampleRow([MetricLabel("interface", "Ethernet1/1")], .real(Self.now - 600))
        _ = memory.hold([row], at: Self.now)
        #expect(memory.hold([], at: Self.now).isEmpty)
        let later = SampleRow(row.labels, .real(Self.now - 598))
        #expect(memory.hold([later], at: Self.now) == [later])
    }
}
