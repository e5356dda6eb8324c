import Testing

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct TokenBucketTests {
    /// Takes at moments after the start, and the waits that are expected, in milliseconds.
    struct Takes: Sendable {
        var rate: Double
        var burst: Int
        var moments: [Int]
        var waits: [Int]
    }

    @Test(arguments: [
        // Ten a second, one at once: takes are 100 ms apart.
        Takes(rate: 10, burst: 1, moments: [0, 0, 0, 150, 1000, 1000], waits: [0, 100, 200, 150, 0, 100]),
        // A burst of two: the second goes at once, and after a rest two go at once again.
        Takes(rate: 10, burst: 2, moments: [0, 0, 0, 1000, 1000, 1000], waits: [0, 0, 100, 0, 0, 100]),
        // Half a token saved is half a wait.
        Takes(rate: 10, burst: 2, moments: [0, 0, 50, 50], waits: [0, 0, 50, 150]),
        Takes(rate: 2, burst: 1, moments: [0, 499, 1500], waits: [0, 1, 0]),
        // A rest of any length saves no more than the burst.
        Takes(rate: 10, burst: 3, moments: [0, 60_000, 60_000, 60_000, 60_000], waits: [0, 0, 0, 0, 100]),
        // A burst below one means one.
        Takes(rate: 10, burst: 0, moments: [0, 0], waits: [0, 100]),
    ])
    func `takes wait as the rate and the burst say`(takes: Takes) {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: Rate(perSecond: takes.rate), burst: takes.burst)
        let waits = takes.moments.map { bucket.take(at: start + .milliseconds($0)) }
        #expect(waits == takes.waits.map { .milliseconds($0) })
    }

    @Test
    func `who has no time to wait takes nothing from others`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: Rate(perSecond: 1), burst: 1)
        let first = bucket.take(at: start, within: .seconds(2))
        #expect(first == .zero)
        let hurried = (0..<100).map { _ in bucket.take(at: start, within: .milliseconds(900)) }
        #expect(hurried.allSatisfy { $0 == nil })
        let patient = (0..<3).map { _ in bucket.take(at: start, within: .seconds(2)) }
        #expect(patient == [.seconds(1), .seconds(2), nil])
    }

    @Test
    func `a minute of takes at once is spread over the rate`() {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: Rate(perSecond: 100), burst: 25)
        let waits = (0..<6000).map { _ in bucket.take(at: start) }
        #expect(waits.filter { $0 == .zero }.count == 25)
        #expect(waits.last == .milliseconds(10 * (6000 - 25)))
    }
}
