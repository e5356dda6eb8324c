import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct CredentialGuardTests {
    private let key: LoginKey

    init() throws {
        key = try #require(LoginKey(TestDevice.named("leaf1", user: "admin")))
    }

    @Test
    func `the first login goes alone, and all go once it was accepted`() {
        var logins = CredentialGuard(limit: 2)
        #expect(logins.ask(key, device: 0) == .go)
        #expect(logins.ask(key, device: 1) == .wait)
        #expect(logins.ask(key, device: 0) == .go)
        #expect(!logins.isProven(key))
        logins.accepted(key)
        #expect(logins.isProven(key))
        #expect(logins.ask(key, device: 1) == .go)
        #expect(logins.ask(key, device: 2) == .go)
    }

    @Test
    func `after a rejection logins go one at a time until one is accepted`() {
        var logins = CredentialGuard(limit: 3)
        logins.accepted(key)
        logins.rejected(key, device: 7)
        #expect(logins.ask(key, device: 1) == .go)
        #expect(logins.ask(key, device: 2) == .wait)
        logins.rejected(key, device: 1)
        #expect(logins.ask(key, device: 2) == .go)
        #expect(logins.ask(key, device: 3) == .wait)
        logins.accepted(key)
        #expect(logins.ask(key, device: 3) == .go)
        #expect(logins.ask(key, device: 4) == .go)
    }

    @Test
    func `an unasked login lets its kind go, and proves nothing to others`() {
        var logins = CredentialGuard(limit: 2)
        #expect(logins.ask(key, device: 0, isUnasked: true) == .go)
        #expect(logins.ask(key, device: 1, isUnasked: true) == .wait)
        logins.acceptedUnasked(key, device: 0)
        #expect(!logins.isProven(key))
        #expect(logins.ask(key, device: 1, isUnasked: true) == .go)
        #expect(logins.ask(key, device: 2, isUnasked: true) == .go)
        #expect(logins.ask(key, device: 3) == .go)
        #expect(logins.ask(key, device: 4) == .wait)
        logins.rejected(key, device: 3)
        // Nor does it take back a rejection.
        logins.acceptedUnasked(key, device: 2)
        #expect(!logins.isInGoodStanding(key))
        #expect(logins.ask(key, device: 5, isUnasked: true) == .go)
        logins.rejected(key, device: 5, isUnasked: true)
        #expect(logins.ask(key, device: 6, isUnasked: true) == .stopped)
    }

    @Test
    func `unasked logins of which one was rejected go alone like others`() {
        var logins = CredentialGuard(limit: 3)
        logins.acceptedUnasked(key, device: 0)
        logins.rejected(key, device: 1, isUnasked: true)
        logins.acceptedUnasked(key, device: 2)
        #expect(logins.ask(key, device: 3, isUnasked: true) == .go)
        #expect(logins.ask(key, device: 4, isUnasked: true) == .wait)
    }

    @Test
    func `a success of a login that went before a rejection proves nothing`() {
        var logins = CredentialGuard(limit: 2)
        logins.accepted(key)
        let before = logins.generation(key)
        logins.rejected(key, device: 0)
        logins.accepted(key, since: before)
        #expect(!logins.isInGoodStanding(key))
        #expect(logins.ask(key, device: 1) == .go)
        #expect(logins.ask(key, device: 2) == .wait)
        logins.accepted(key, since: logins.generation(key))
        #expect(logins.ask(key, device: 2) == .go)
    }

    @Test
    func `a success begins the count anew`() {
        var logins = CredentialGuard(limit: 2)
        for device in 0..<5 {
            logins.rejected(key, device: device)
            #expect(!logins.isStopped(key))
            logins.accepted(key)
        }
    }

    @Test(arguments: [1, 2, 5])
    func `after so many rejections in a row no login goes any more`(limit: Int) {
        var logins = CredentialGuard(limit: limit)
        for device in 0..<limit {
            #expect(logins.ask(key, device: device) == .go)
            logins.rejected(key, device: device)
        }
        #expect(logins.isStopped(key))
        #expect(logins.ask(key, device: 9) == .stopped)
    }

    @Test
    func `a success that was under way does not revive a stopped user`() {
        var logins = CredentialGuard(limit: 2)
        logins.accepted(key)
        logins.rejected(key, device: 1)
        logins.rejected(key, device: 2)
        logins.accepted(key)
        #expect(logins.isStopped(key))
        #expect(logins.ask(key, device: 3) == .stopped)
    }

    @Test
    func `a limit below one means one`() {
        var logins = CredentialGuard(limit: 0)
        #expect(logins.ask(key, device: 0) == .go)
        logins.rejected(key, device: 0)
        #expect(logins.isStopped(key))
    }

    @Test
    func `a probe without a verdict hands on, and only its own end does`() {
        var logins = CredentialGuard(limit: 2)
        #expect(logins.ask(key, device: 0) == .go)
        #expect(logins.isProbe(0, of: key))
        logins.released(key, device: 1)
        #expect(logins.ask(key, device: 1) == .wait)
        logins.released(key, device: 0)
        #expect(logins.ask(key, device: 1) == .go)
        #expect(logins.isProbe(1, of: key))
    }

    @Test
    func `of the calls that a probe makes side by side one goes`() {
        var logins = CredentialGuard(limit: 2)
        #expect(logins.ask(key, device: 0) == .go)
        #expect(logins.ask(key, device: 0, call: 11) == .go)
        #expect(logins.ask(key, device: 0, call: 12) == .wait)
        #expect(logins.ask(key, device: 0, call: 11) == .go)
        logins.rejected(key, device: 0)
        #expect(logins.ask(key, device: 0, call: 12) == .go)
        #expect(logins.ask(key, device: 1, call: 13) == .wait)
    }

    @Test
    func `users and AAA domains are counted apart`() throws {
        let emea = try #require(LoginKey(TestDevice.named("leaf2", user: "admin", domain: "emea")))
        let other = try #require(LoginKey(TestDevice.named("leaf3", user: "backup")))
        var logins = CredentialGuard(limit: 1)
        logins.rejected(key, device: 0)
        #expect(logins.ask(key, device: 1) == .stopped)
        #expect(logins.ask(emea, device: 2) == .go)
        #expect(logins.ask(other, device: 3) == .go)
    }

    @Test
    func `the same user under two credential names is one account`() {
        var device = TestDevice.named("leaf4", user: "admin")
        device.credential?.name = "another"
        device.credential?.password = Secret("another")
        #expect(LoginKey(device) == key)
        device.credential = nil
        #expect(LoginKey(device) == nil)
    }
}
