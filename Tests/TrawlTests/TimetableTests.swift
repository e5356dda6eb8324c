import Testing

@testable import Trawl

/// When devices are due; pure.
@Suite struct TimetableTests {
    @Test func `phases follow from the name, lie within the interval and are spread over it`() {
        let names = (1...1000).map { "leaf\($0)" }
        let phases = names.map { Timetable(device: $0, intervals: [.seconds(60)]).phase }
        #expect(phases == names.map { Timetable(device: $0, intervals: [.seconds(60)]).phase })
        #expect(phases.allSatisfy { $0 >= .zero && $0 < .seconds(60) })
        // A tenth of the interval has about a tenth of the devices.
        for tenth in 0..<10 {
            let count = phases.count { $0 >= .seconds(6 * tenth) && $0 < .seconds(6 * (tenth + 1)) }
            #expect((60...140).contains(count), "\(count) of 1000 in tenth \(tenth)")
        }
    }

    @Test(arguments: [0.0, 1_764_000_000, 1_764_000_059.999, -5])
    func `the first tick is the next one of the phase`(time: Double) {
        let timetable = Timetable(device: "leaf1", intervals: [.seconds(60)])
        let (number, wait) = timetable.firstTick(after: time)
        #expect(wait > .zero && wait <= .seconds(60))
        let tick = time + Double(wait.components.seconds) + Double(wait.components.attoseconds) / 1e18
        let phase = Double(timetable.phase.components.attoseconds) / 1e18 + Double(timetable.phase.components.seconds)
        #expect(abs(tick - (Double(number) * 60 + phase)) < 0.002)
    }

    @Test(arguments: [
        ([Duration.seconds(60), .seconds(300)], [1000, 200]),
        ([.seconds(60), .seconds(90), .seconds(3600)], [1000, 667, 17]),
        ([.seconds(1)], [1000]),
    ])
    func `each request is due as often as its interval says, on the device's own line of ticks`(
        intervals: [Duration],
        expected: [Int]
    ) {
        let timetable = Timetable(device: "spine1", intervals: intervals)
        var counts = intervals.map { _ in 0 }
        for tick in 29_000_000..<29_001_000 { for place in timetable.due(at: Int64(tick)) { counts[place] += 1 } }
        for (count, wanted) in zip(counts, expected) { #expect(abs(count - wanted) <= 1) }
    }

    @Test func `what is rarely due is due at other ticks on other devices`() {
        var ticks: [Int64: Int] = [:]
        for number in 0..<500 {
            let timetable = Timetable(device: "leaf\(number)", intervals: [.seconds(60), .seconds(300)])
            for tick in Int64(1000)..<1005 where timetable.due(at: tick).contains(1) { ticks[tick, default: 0] += 1 }
        }
        #expect(ticks.values.reduce(0, +) == 500)
        #expect(ticks.count == 5)
        #expect(ticks.values.allSatisfy { (60...140).contains($0) })
    }
}
