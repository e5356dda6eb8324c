import Testing

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct RateTests {
    @Test(arguments: [
        (10.0, Duration.milliseconds(100)), (0.5, .seconds(2)), (1e6, .microseconds(1)), (1e12, .zero),
        (.infinity, .zero),
    ])
    func `the interval is the inverse of the rate`(perSecond: Double, interval: Duration) {
        #expect(Rate(perSecond: perSecond).interval == interval)
    }

    @Test(arguments: [0, -1, .nan, 1e-300, -.infinity])
    func `a rate that makes no sense is next to never, and ends nobody's process`(perSecond: Double) {
        #expect(Rate(perSecond: perSecond).interval >= .seconds(86_400))
    }

    @Test
    func `the strictest of two limits holds key by key`() {
        let gentle = HostLimits(
            concurrency: 1,
            rate: Rate(perSecond: 5),
            burst: 4,
            connectTimeout: .seconds(9),
            requestTimeout: .seconds(10),
            responseSize: 100
        )
        let hard = HostLimits(
            concurrency: 3,
            rate: Rate(perSecond: 50),
            burst: 1,
            connectTimeout: .seconds(2),
            requestTimeout: .seconds(60),
            responseSize: 10
        )
        let expected = HostLimits(
            concurrency: 1,
            rate: Rate(perSecond: 5),
            burst: 1,
            connectTimeout: .seconds(2),
            requestTimeout: .seconds(10),
            responseSize: 10
        )
        #expect(gentle.strictest(hard) == expected)
        #expect(hard.strictest(gentle) == expected)
    }
}
