import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct BreakerTests {
    private let start = ContinuousClock.now
    private func after(_ seconds: Int) -> ContinuousClock.Instant { start + .seconds(seconds) }

    private func opened() -> Breaker {
        var breaker = Breaker()
        for _ in 0..<3 { breaker.failed(with: .requestTimeout, wasProbe: false, at: start) }
        return breaker
    }

    @Test
    func `a device rests after three failed calls in a row`() {
        var breaker = Breaker()
        for _ in 0..<2 {
            breaker.failed(with: .requestTimeout, wasProbe: false, at: start)
            #expect(breaker.ask(at: start) == .go)
        }
        breaker.failed(with: .connectTimeout, wasProbe: false, at: start)
        #expect(breaker.ask(at: start) == .rest(.seconds(5)))
        #expect(breaker.ask(at: after(4)) == .rest(.seconds(1)))
        #expect(breaker.lastFailure == .connectTimeout)
    }

    @Test
    func `after the rest one call probes, and the others wait for it`() {
        var breaker = opened()
        #expect(breaker.ask(at: after(5)) == .probe)
        #expect(breaker.ask(at: after(5)) == .wait)
        breaker.probeEnded()
        #expect(breaker.ask(at: after(6)) == .probe)
    }

    @Test
    func `each failed probe doubles the rest, up to a minute`() {
        var breaker = opened()
        var now = start
        for rest in [5, 10, 20, 40, 60, 60] {
            #expect(breaker.ask(at: now) == .rest(.seconds(rest)))
            now += .seconds(rest)
            #expect(breaker.ask(at: now) == .probe)
            breaker.failed(with: .requestTimeout, wasProbe: true, at: now)
        }
    }

    @Test
    func `calls that were under way when the rest began do not prolong it`() {
        var breaker = opened()
        breaker.failed(with: .requestTimeout, wasProbe: false, at: after(4))
        #expect(breaker.ask(at: after(5)) == .probe)
        breaker.failed(with: .requestTimeout, wasProbe: false, at: after(5))
        #expect(breaker.ask(at: after(5)) == .wait)
    }

    @Test
    func `an answer ends it, and the count begins anew`() {
        let device = TestDevice.named("a")
        var breakers = Breakers()
        for _ in 0..<3 { breakers.failed(device, with: .connectionReset, wasProbe: false, at: start) }
        #expect(breakers.ask(device, at: start) == .rest(.seconds(5)))
        #expect(breakers.ask(TestDevice.named("b"), at: start) == .go)
        breakers.answered(device)
        #expect(breakers.isEmpty)
        breakers.failed(device, with: .connectionReset, wasProbe: false, at: start)
        #expect(breakers.ask(device, at: start) == .go)
        #expect(breakers.reason(device) == "1 calls failed in a row, the last with connection-reset")
    }

    @Test
    func `a device at another address is another device`() {
        var breakers = Breakers()
        for _ in 0..<3 { breakers.failed(TestDevice.named("a"), with: .noRoute, wasProbe: false, at: start) }
        #expect(breakers.ask(TestDevice.named("a", address: "192.0.2.9"), at: start) == .go)
    }

    @Test(arguments: [
        (DeviceError.Code.connectionRefused, Breaker.Sign.trouble), (.requestTimeout, .trouble),
        (.connectionReset, .trouble), (.httpServerError, .trouble), (.commandRefused, .life), (.loginRejected, .life),
        (.throttled, .life), (.notJSON, .life), (.certificateExpired, .life), (.interrupted, .none),
        (.runDeadline, .none), (.credentialStopped, .none), (.localResources, .none), (.nameUnknown, .none),
    ])
    func `only what looks like a device in trouble counts`(code: DeviceError.Code, sign: Breaker.Sign) {
        #expect(Breaker.sign(of: code) == sign)
    }
}
