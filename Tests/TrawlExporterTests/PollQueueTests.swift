import Testing
import Trawl

@testable import TrawlExporter

/// What starts when; pure.
@Suite struct PollQueueTests {
    private let start = ContinuousClock.now

    private func queue(_ names: [String], every interval: Duration) -> PollQueue {
        var queue = PollQueue()
        let tables = names.map { ($0, Timetable(device: $0, intervals: [interval])) }
        queue.schedule(Dictionary(uniqueKeysWithValues: tables), at: start, wall: 1_764_000_000)
        return queue
    }

    @Test func `the start of many devices is spread over the interval`() {
        var queue = queue((1...200).map { "leaf\($0)" }, every: .seconds(60))
        var perSecond: [Int] = []
        for second in 1...60 { perSecond.append(queue.take(at: start + .seconds(second)).jobs.count) }
        #expect(perSecond.reduce(0, +) == 200)
        #expect(perSecond.allSatisfy { $0 <= 12 })
    }

    @Test func `a device that is slower than the interval is polled every second time, and skips are counted`() throws {
        var queue = queue(["leaf1"], every: .seconds(1))
        let first = try #require(queue.next)
        var jobs = 0
        var skips = 0
        for second in 0..<10 {
            let (started, skipped) = queue.take(at: first + .seconds(second))
            jobs += started.count
            skips += skipped.count
            // Each poll takes a second and a half.
            if skipped.count == 1 { queue.ended("leaf1") }
        }
        #expect(jobs == 5)
        #expect(skips == 5)
    }

    @Test func `what was slept through is skipped, and the phase stays`() throws {
        var queue = queue((1...100).map { "leaf\($0)" }, every: .seconds(10))
        let before = try #require(queue.upcoming(1).first)
        let (jobs, skips) = queue.take(at: start + .seconds(60))
        // Those that were due just now start; every other tick is lost.
        #expect(jobs.count < 30)
        #expect(skips.reduce(0) { $0 + ($1.ticks[0] ?? 0) } + jobs.count == 600)
        #expect(Set(skips.map(\.device)).count == skips.count)
        #expect(Set(jobs.map(\.device)).count == jobs.count)
        let after = try #require(queue.upcoming(100).first { $0.device == before.device })
        let steps = before.due.duration(to: after.due) / .seconds(10)
        #expect(abs(steps - steps.rounded()) < 1e-6)
    }

    @Test func `a reload keeps the place of devices whose rhythm stays`() throws {
        var queue = queue(["leaf1", "leaf2"], every: .seconds(10))
        let before = Dictionary(uniqueKeysWithValues: queue.upcoming(2).map { ($0.device, $0.due) })
        let tables = ["leaf2", "leaf3"].map { ($0, Timetable(device: $0, intervals: [.seconds(10)])) }
        queue.schedule(Dictionary(uniqueKeysWithValues: tables), at: start + .seconds(1), wall: 1_764_003_600)
        let after = Dictionary(uniqueKeysWithValues: queue.upcoming(3).map { ($0.device, $0.due) })
        #expect(Set(after.keys) == ["leaf2", "leaf3"])
        #expect(after["leaf2"] == before["leaf2"])
    }

    @Test func `what an hour's schedule finds is asked for within the first minute, and then at its time`() throws {
        var queue = queue((1...100).map { "leaf\($0)" }, every: .seconds(3600))
        let soon = queue.take(at: start + .seconds(60))
        // What is noticed late is not made up for; here everything is noticed at once.
        #expect(soon.skips.isEmpty)
        #expect(Set(soon.jobs.map(\.device)).count == soon.jobs.count)
        #expect(soon.jobs.count > 95)
        for job in soon.jobs { queue.ended(job.device) }
        let next = try #require(queue.next)
        #expect(next > start + .seconds(60))
        var jobs = 0
        for second in 61...3660 {
            let taken = queue.take(at: start + .seconds(second)).jobs
            jobs += taken.count
            for job in taken { queue.ended(job.device) }
        }
        #expect((90...110).contains(jobs))
    }

    @Test func `what failed is asked again at the next tick`() throws {
        var queue = PollQueue()
        let table = Timetable(device: "leaf1", intervals: [.seconds(10), .seconds(3600)])
        queue.schedule(["leaf1": table], at: start, wall: 1_764_000_000)
        let first = try #require(queue.next)
        let all = queue.take(at: first).jobs.map(\.items)
        #expect(all == [[0, 1]])
        queue.ended("leaf1")
        queue.askAgain("leaf1", [1])
        let again = queue.take(at: first + .seconds(10)).jobs.map(\.items)
        #expect(again == [[0, 1]])
        queue.ended("leaf1")
        let third = queue.take(at: first + .seconds(20)).jobs.map(\.items)
        #expect(third == [[0]])
    }

    @Test func `a device that is taken out while it is polled is let go at its end`() throws {
        var queue = queue(["leaf1"], every: .seconds(1))
        let due = try #require(queue.next)
        let jobs = queue.take(at: due).jobs
        #expect(jobs.count == 1)
        queue.schedule([:], at: due, wall: 1_764_000_001)
        #expect(queue.underWay == 1)
        queue.ended("leaf1")
        #expect(queue.underWay == 0)
        #expect(queue.next == nil)
    }

    @Test func `a device that is back before its poll ended is not polled twice at once`() throws {
        var queue = queue(["leaf1"], every: .seconds(1))
        let due = try #require(queue.next)
        let first = queue.take(at: due).jobs
        #expect(first.count == 1)
        queue.schedule([:], at: due, wall: 1_764_000_001)
        queue.schedule(
            ["leaf1": Timetable(device: "leaf1", intervals: [.seconds(1)])],
            at: due,
            wall: 1_764_000_001
        )
        let next = try #require(queue.next)
        let second = queue.take(at: next).jobs
        #expect(second.isEmpty)
        let isClaimed = queue.claim("leaf1")
        #expect(!isClaimed)
        queue.ended("leaf1")
        #expect(queue.underWay == 0)
        let third = queue.take(at: next + .seconds(1)).jobs
        #expect(third.count == 1)
    }

    @Test func `what is not on a device's schedule is not asked again`() throws {
        var queue = queue(["leaf1"], every: .seconds(1))
        let due = try #require(queue.next)
        _ = queue.take(at: due)
        queue.ended("leaf1")
        queue.askAgain("leaf1", [0, 7])
        let again = queue.take(at: due + .seconds(1)).jobs.map(\.items)
        #expect(again == [[0]])
    }
}
