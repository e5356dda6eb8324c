import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct RetryPolicyTests {
    private let policy = RetryPolicy(
        limits: RetryLimits(attempts: 3, backoffBase: .milliseconds(500), backoffCap: .seconds(10))
    )

    private func error(_ code: DeviceError.Code, retryAfter: Duration? = nil) -> DeviceError {
        DeviceError(code, device: "leaf1", operation: "show version", detail: "", retryAfter: retryAfter)
    }

    private func attempt(
        _ count: Int,
        reused: Bool = false,
        fresh: Bool = false,
        timeLeft: Duration? = nil
    ) -> RetryPolicy.Try {
        RetryPolicy.Try(count: count, wasReused: reused, wasFreshRetry: fresh, timeLeft: timeLeft)
    }

    @Test(arguments: [
        DeviceError.Code.connectionRefused, .connectTimeout, .connectionReset, .connectionClosed, .truncated,
        .requestTimeout, .handshakeTimeout, .httpServerError, .resolverTimeout,
    ])
    func `what may pass is tried again, up to the last try`(code: DeviceError.Code) {
        #expect(policy.action(after: error(code), attempt(1), random: 1) == .retry(after: .milliseconds(500)))
        #expect(policy.action(after: error(code), attempt(2), random: 1) == .retry(after: .seconds(1)))
        #expect(policy.action(after: error(code), attempt(3), random: 1) == .giveUp)
    }

    @Test(arguments: [
        DeviceError.Code.nameUnknown, .certificateExpired, .certificateUntrusted, .notTLS, .notHTTP, .httpStatus,
        .loginRejected, .notAllowed, .redirectRefused, .responseTooLarge, .notJSON, .commandRefused, .commandFailed,
        .credentialStopped, .interrupted, .runDeadline,
    ])
    func `what would only fail again is never tried again`(code: DeviceError.Code) {
        #expect(policy.action(after: error(code), attempt(1), random: 0) == .giveUp)
    }

    @Test(arguments: [
        (1, 0.0, Duration.zero), (1, 0.5, .milliseconds(250)), (1, 1.0, .milliseconds(500)), (2, 1.0, .seconds(1)),
        (3, 1.0, .seconds(2)), (5, 1.0, .seconds(8)), (6, 1.0, .seconds(10)), (60, 1.0, .seconds(10)),
    ])
    func `the wait is anything up to a ceiling that doubles to its cap`(count: Int, random: Double, wait: Duration) {
        let patient = RetryPolicy(
            limits: RetryLimits(attempts: 100, backoffBase: .milliseconds(500), backoffCap: .seconds(10))
        )
        let action = patient.action(after: error(.connectionReset), attempt(count), random: random)
        #expect(action == .retry(after: wait))
    }

    @Test(arguments: [
        (Duration.seconds(7), RetryPolicy.Action.retry(after: .seconds(7))),
        (.zero, .retry(after: .zero)),
        (.seconds(120), .retry(after: .seconds(120))),
        (.seconds(121), .giveUp),
    ])
    func `the rest that a device asks for is kept to, within reason`(rest: Duration, action: RetryPolicy.Action) {
        #expect(policy.action(after: error(.throttled, retryAfter: rest), attempt(1), random: 0.1) == action)
    }

    @Test
    func `a run with an end waits out any rest that is over before it`() {
        let busy = error(.throttled, retryAfter: .seconds(600))
        #expect(
            policy.action(after: busy, attempt(1, timeLeft: .seconds(601)), random: 0) == .retry(after: .seconds(600))
        )
        #expect(policy.action(after: busy, attempt(1, timeLeft: .seconds(600)), random: 0) == .giveUp)
    }

    @Test
    func `a busy device that names no time is left alone for a second at least`() {
        #expect(policy.action(after: error(.throttled), attempt(1), random: 0) == .retry(after: .seconds(1)))
    }

    @Test(arguments: [(Duration.milliseconds(500), false), (.milliseconds(501), true), (.zero, false)])
    func `a wait that passes the run's end is not begun`(left: Duration, isTried: Bool) {
        let action = policy.action(after: error(.connectionReset), attempt(1, timeLeft: left), random: 1)
        #expect(action == (isTried ? .retry(after: .milliseconds(500)) : .giveUp))
    }

    @Test(arguments: [
        (true, false, RetryPolicy.Action.retryOnFreshConnection), (true, true, .giveUp), (false, false, .giveUp),
        (false, true, .giveUp),
    ])
    func `another request's answer is asked for again once, where a kept connection may be to blame`(
        reused: Bool,
        fresh: Bool,
        action: RetryPolicy.Action
    ) {
        #expect(policy.action(after: error(.wrongID), attempt(1, reused: reused, fresh: fresh), random: 1) == action)
    }

    @Test
    func `retries are free before fifty calls, and a fifth of the calls from then on`() {
        var budget = RetryBudget()
        for _ in 0..<49 { budget.noteFirstAttempt() }
        let free = (0..<30).filter { _ in budget.takeRetry() }.count
        #expect(free == 30)
        budget.noteFirstAttempt()
        let isTaken = budget.takeRetry()
        #expect(!isTaken)
        for _ in 50..<200 { budget.noteFirstAttempt() }
        let taken = (0..<100).filter { _ in budget.takeRetry() }.count
        #expect(taken == 200 / 5 - 30)
    }

    @Test
    func `a small run may try all of its calls again`() {
        var budget = RetryBudget()
        budget.noteFirstAttempt()
        let taken = (0..<2).filter { _ in budget.takeRetry() }.count
        #expect(taken == 2)
    }
}
