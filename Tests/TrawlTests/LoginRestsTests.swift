import Testing
import TrawlCore

@testable import Trawl

/// Which logins are tried again, and when; pure.
@Suite struct LoginRestsTests {
    private let device = TestDevice.named("leaf1", user: "poller")
    private let start = ContinuousClock.now

    @Test func `a device that rejects a login is left alone, longer each time, until the credential changes`() throws {
        var rests = LoginRests()
        var now = start
        var lengths: [Duration] = []
        for _ in 0..<7 {
            rests.rejected(device, isStopped: false, at: now)
            let until = try #require(rests.rest(of: device, at: now))
            lengths.append(now.duration(to: until))
            #expect(rests.rest(of: device, at: until) == nil)
            now = until
        }
        #expect(lengths.map(\.seconds) == [900, 1800, 3600, 7200, 14_400, 14_400, 14_400])
        var changed = device
        changed.credential?.password = Secret("another")
        rests.rejected(device, isStopped: false, at: now)
        #expect(rests.rest(of: device, at: now) != nil)
        #expect(rests.rest(of: changed, at: now) == nil)
    }

    @Test func `one rejection after a success is tried once more at the next poll`() {
        var rests = LoginRests()
        rests.accepted(device)
        rests.rejected(device, isStopped: false, at: start)
        #expect(rests.rest(of: device, at: start) == nil)
        rests.rejected(device, isStopped: false, at: start)
        #expect(rests.rest(of: device, at: start) != nil)
        rests.accepted(device)
        #expect(rests.rest(of: device, at: start) == nil)
    }

    @Test func `a stopped user gets one trial after each rest`() throws {
        let key = try #require(LoginKey(device))
        var rests = LoginRests()
        rests.rejected(device, isStopped: true, at: start)
        let until = try #require(rests.rest(of: key, at: start))
        #expect(rests.restingUsers(at: start) == [key])
        let trials = [start, until, until].map { rests.takeTrial(of: key, at: $0) }
        #expect(trials == [false, true, false])
        rests.rejected(device, isStopped: true, at: until)
        let next = try #require(rests.rest(of: key, at: until))
        #expect(until.duration(to: next) == .seconds(1800))
    }

    @Test func `another configuration keeps a user stopped while its password is the same`() throws {
        let key = try #require(LoginKey(device))
        var rests = LoginRests()
        rests.rejected(device, isStopped: true, at: start)
        let still = rests.resting(among: [device])
        #expect(still == [key])
        var changed = device
        changed.credential?.password = Secret("another")
        let none = rests.resting(among: [changed])
        #expect(none.isEmpty)
        #expect(rests.rest(of: key, at: start) == nil)
    }
}
