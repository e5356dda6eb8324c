import Testing
import TrawlCore

@testable import Trawl

/// Whether a schedule can be kept at the pace that limits allow; pure.
@Suite struct ScheduleFitTests {
    private func fit(
        calls: Int,
        rate: Double,
        every: Duration = .seconds(60),
        timeout: Duration? = nil,
        logins: Double = 100,
        session: Device.SessionUse = .auto
    ) throws -> ScheduleFit {
        var device = TestDevice.named("leaf1", dialect: .http, user: "poller")
        device.session = session
        let requests = (0..<calls).map {
            Request(name: "r\($0)", commands: [.http: Command(.http(HTTPCommand(path: "/\($0)")))])
        }
        let limits = Limits(logins: Rate(perSecond: logins), perHost: HostLimits(rate: Rate(perSecond: rate)))
        let collection = RequestCollection(
            name: "c",
            limits: limits,
            requests: requests,
            schedule: Schedule(every: every, timeout: timeout ?? every)
        )
        return ScheduleFit(of: try Plan(collections: [collection], devices: [device]))
    }

    @Test func `calls that a host's rate allows fit, and say how much they need`() throws {
        let fit = try fit(calls: 30, rate: 1)
        #expect(fit.problems == [])
        #expect(abs(fit.needed - 0.5) < 0.001)
    }

    @Test func `more calls than the rate allows do not fit`() throws {
        let problem = try #require(try fit(calls: 71, rate: 1).problems.first)
        #expect(problem == "leaf1: needs 71 s of every 60 s: at rate 1/s a host, 71 calls take that long")
    }

    @Test func `a single call that the rate does not allow is told as one`() throws {
        let problem = try #require(try fit(calls: 1, rate: 0.01).problems.first)
        #expect(problem.hasSuffix(", 1 call takes that long"), "\(problem)")
    }

    @Test func `a poll that its own timeout ends does not fit`() throws {
        let problem = try #require(try fit(calls: 27, rate: 1, timeout: .seconds(20)).problems.first)
        #expect(problem.hasPrefix("leaf1: one poll needs 25 s for its 27 calls at rate 1/s, and `schedule.timeout`"))
    }

    @Test func `logins count where no session is kept`() throws {
        let problem = try #require(try fit(calls: 6, rate: 10, every: .seconds(1), logins: 4).problems.last)
        #expect(problem.hasPrefix("the logins need 90 s of every 60 s: 6 a second"))
    }
}
