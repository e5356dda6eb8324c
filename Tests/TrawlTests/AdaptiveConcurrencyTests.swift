import Testing

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct AdaptiveConcurrencyTests {
    /// One round: as many calls as may go, all ending alike.
    private func round(_ concurrency: inout AdaptiveConcurrency, _ end: AdaptiveConcurrency.End) {
        let count = concurrency.allowed
        for _ in 0..<count { _ = concurrency.enter() }
        for _ in 0..<count { concurrency.leave(end) }
    }

    private func grown(to count: Int) -> AdaptiveConcurrency {
        var concurrency = AdaptiveConcurrency(ceiling: 16)
        while concurrency.allowed < count { round(&concurrency, .answered(.milliseconds(100))) }
        return concurrency
    }

    @Test
    func `it begins with one call at a time`() {
        var concurrency = AdaptiveConcurrency(ceiling: 16)
        let places = (0..<3).map { _ in concurrency.enter() }
        #expect(places == [true, false, false])
        concurrency.leave(.other)
        let isFree = concurrency.enter()
        #expect(isFree)
    }

    @Test
    func `it grows by one with each round of flat answers, up to its ceiling`() {
        var concurrency = AdaptiveConcurrency(ceiling: 4)
        var steps: [Int] = []
        for _ in 0..<6 {
            round(&concurrency, .answered(.milliseconds(100)))
            steps.append(concurrency.allowed)
        }
        #expect(steps == [2, 3, 4, 4, 4, 4])
    }

    @Test(arguments: [(150, 5), (160, 5), (161, 4), (500, 4)])
    func `it grows only while answers take no longer`(milliseconds: Int, allowed: Int) {
        var concurrency = grown(to: 4)
        round(&concurrency, .answered(.milliseconds(milliseconds)))
        #expect(concurrency.allowed == allowed)
    }

    @Test
    func `a busy device halves it, down to one`() {
        var concurrency = grown(to: 9)
        var steps: [Int] = []
        for _ in 0..<5 {
            _ = concurrency.enter()
            concurrency.leave(.overloaded)
            steps.append(concurrency.allowed)
        }
        #expect(steps == [4, 2, 1, 1, 1])
    }

    @Test
    func `it grows again after a fall, and other failures tell it nothing`() {
        var concurrency = grown(to: 4)
        round(&concurrency, .other)
        #expect(concurrency.allowed == 4)
        _ = concurrency.enter()
        concurrency.leave(.overloaded)
        round(&concurrency, .answered(.milliseconds(100)))
        #expect(concurrency.allowed == 3)
    }

    @Test
    func `calls beyond a halved limit end before another begins`() {
        var concurrency = grown(to: 4)
        for _ in 0..<4 { _ = concurrency.enter() }
        concurrency.leave(.overloaded)
        #expect(concurrency.allowed == 2)
        #expect(concurrency.inFlight == 3)
        for _ in 0..<2 {
            let isIn = concurrency.enter()
            #expect(!isIn || concurrency.inFlight <= 2)
            concurrency.leave(.other)
        }
        let isIn = concurrency.enter()
        #expect(isIn)
    }
}
