import Testing
import TrawlCore

@testable import Trawl

@Suite(.timeLimit(.minutes(1)))
struct AdmissionTests {
    private let admin: LoginKey
    private let backup: LoginKey

    init() throws {
        admin = try #require(LoginKey(TestDevice.named("a", user: "admin")))
        backup = try #require(LoginKey(TestDevice.named("b", user: "backup")))
    }

    /// Every step up to one that is not a start.
    private func starts(_ admission: inout Admission) -> (started: [Int], then: Admission.Step) {
        var started: [Int] = []
        while true {
            guard case .start(let index) = admission.step() else { break }
            started.append(index)
        }
        return (started, admission.step())
    }

    private func spares(_ admission: inout Admission) -> [Int] {
        var spared: [Int] = []
        while case .spare(let index) = admission.step() { spared.append(index) }
        return spared
    }

    @Test
    func `one device proves a user, and the others start in order once it has`() {
        var admission = Admission(keys: Array(repeating: admin, count: 5), authFailures: 2)
        #expect(starts(&admission) == ([0], .wait))
        admission.logins.accepted(admin)
        #expect(starts(&admission) == ([1, 2, 3, 4], .done))
    }

    @Test
    func `devices of other users and of none go on meanwhile`() {
        var admission = Admission(keys: [admin, admin, nil, backup, nil, backup], authFailures: 2)
        #expect(starts(&admission) == ([0, 2, 3, 4], .wait))
        admission.logins.accepted(backup)
        #expect(starts(&admission) == ([5], .wait))
        admission.logins.accepted(admin)
        #expect(starts(&admission) == ([1], .done))
    }

    @Test
    func `after one rejection devices start one at a time`() {
        var admission = Admission(keys: Array(repeating: admin, count: 4), authFailures: 3)
        #expect(starts(&admission) == ([0], .wait))
        admission.logins.rejected(admin, device: 0)
        #expect(starts(&admission) == ([1], .wait))
        admission.logins.rejected(admin, device: 1)
        #expect(starts(&admission) == ([2], .wait))
        admission.logins.accepted(admin)
        #expect(starts(&admission) == ([3], .done))
    }

    @Test
    func `two rejections stop a user and spare its devices, and nobody else's`() {
        var admission = Admission(keys: [admin, admin, admin, admin, backup], authFailures: 2)
        #expect(starts(&admission) == ([0, 4], .wait))
        admission.logins.rejected(admin, device: 0)
        #expect(starts(&admission) == ([1], .wait))
        admission.logins.rejected(admin, device: 1)
        #expect(spares(&admission) == [2, 3])
        #expect(admission.step() == .done)
    }

    @Test
    func `a canary that cannot be reached lets the others see whether they can be, one of which logs in`() {
        var admission = Admission(keys: Array(repeating: admin, count: 4), authFailures: 2)
        #expect(starts(&admission) == ([0], .wait))
        admission.logins.released(admin, device: 0)
        #expect(starts(&admission) == ([1, 2, 3], .done))
        let permissions = (1...3).map { admission.logins.ask(admin, device: $0) }
        #expect(permissions == [.go, .wait, .wait])
    }

    @Test
    func `a rejection in the middle of a large release holds the rest, without a deep stack`() {
        let count = 200_000
        var admission = Admission(keys: Array(repeating: admin, count: count), authFailures: 3)
        #expect(admission.step() == .start(0))
        #expect(admission.step() == .wait)
        admission.logins.accepted(admin)
        #expect(admission.step() == .start(1))
        #expect(admission.step() == .start(2))
        admission.logins.rejected(admin, device: 1)
        #expect(starts(&admission) == ([3], .wait))
        admission.logins.accepted(admin)
        let (started, then) = starts(&admission)
        #expect(started.count == count - 4)
        #expect(then == .done)
    }

    @Test
    func `a plan without devices is done`() {
        var admission = Admission(keys: [], authFailures: 2)
        #expect(admission.step() == .done)
    }
}
