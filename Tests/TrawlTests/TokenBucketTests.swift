import Testing

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct TokenBucketTests {
    /// Each take is a moment after the start and the wait that is expected, in milliseconds.
    @Test(arguments: [
        // Ten a second, one at once: takes are 100 ms apart.
        (10.0, 1, [(0, 0), (0, 100), (0, 200), (150, 150), (1000, 0), (1000, 100)]),
        // A burst of two: the second goes at once, and after a rest two go at once again.
        (10.0, 2, [(0, 0), (0, 0), (0, 100), (1000, 0), (1000, 0), (1000, 100)]),
        // Half a token saved is half a wait.
        (10.0, 2, [(0, 0), (0, 0), (50, 50), (50, 150)]),
        (2.0, 1, [(0, 0), (499, 1), (1500, 0)]),
        // A rest of any length saves no more than the burst.
        (10.0, 3, [(0, 0), (60_000, 0), (60_000, 0), (60_000, 0), (60_000, 100)]),
        // A burst below one means one.
        (10.0, 0, [(0, 0), (0, 100)]),
    ])
    func `takes wait as the rate and the burst say`(perSecond: Double, burst: Int, takes: [(Int, Int)]) {
        let start = ContinuousClock.now
        var bucket = TokenBucket(rate: Rate(perSecond: perSecond), burst: burst)
        for (moment, wait) in takes {
            #expect(bucket.take(at: start + .milliseconds(moment)) == .milliseconds(wait))
        }
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
