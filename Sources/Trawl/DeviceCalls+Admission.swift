import Synchronization
import TrawlCore
import TrawlTransfer

/// What a call waits for before it goes: its user's standing, the run's logins, and the host's own limits.
extension DeviceCalls {
    /// Waits until a call may go.
    ///
    /// Nothing that others need is held while a verdict is waited for.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - login: How it carries user and password; `nil` where it does not.
    /// - Returns: Why it never may; `nil` where it goes now, and leaves the host's limiter afterwards.
    func admit(_ call: UInt64, login: LoginKind? = nil) async -> DeviceError? {
        let login = loginKey == nil ? nil : login
        while true {
            if let login {
                if let refusal = await waitForStanding(of: call, login) { return refusal }
                let turn = "turn for a login (`limits.logins`)"
                guard let wait = run.takeLogin(within: scheduleLeft) else { return noTurn(turn) }
                if await !Self.sleep(wait) { return endError(ofWaitFor: turn) }
            }
            guard await host.enter() else { return endError }
            guard let wait = host.takeCall(within: scheduleLeft) else {
                host.leave()
                return noTurn("turn for a call (`limits.per_host.rate`)")
            }
            let isAwake = await Self.sleep(wait)
            // Others may have been rejected during the waits: the verdict that counts is the one at the start.
            let mayGo = login.map { standing(of: call, $0) == .go && rejectedBefore == nil } ?? true
            if isAwake, mayGo { return nil }
            host.leave()
            if !isAwake { return endError }
        }
    }

    /// Why a wait for others ended: where the schedule ended it, that says nothing about the device.
    func endError(ofWaitFor what: String) -> DeviceError {
        let error = endError
        return error.code == .pollDeadline ? noTurn(what) : error
    }

    private func noTurn(_ what: String) -> DeviceError {
        let detail = "there was no \(what) before the schedule's timeout"
        return DeviceError(.noTurn, device: entry.device.name, operation: "login", detail: detail)
    }

    /// What is left of the schedule's time; `nil` where there is no schedule.
    private var scheduleLeft: Duration? { deadline.map { ContinuousClock.now.duration(to: $0) } }

    /// Waits without holding one of the run's places, unless other calls of the device need it.
    ///
    /// - Returns: False where the run ended meanwhile.
    func rest(_ wait: Duration, holdsPlace: Bool) async -> Bool {
        guard wait > .zero, !holdsPlace else { return await Self.sleep(wait) }
        run.slots.release()
        _ = await Self.sleep(wait)
        if await run.slots.acquire() { return !Task.isCancelled }
        // The place is given back at the device's end whatever happens.
        run.slots.takeUnasked()
        return false
    }

    /// Sleeps; false where the task was cancelled.
    private static func sleep(_ wait: Duration) async -> Bool {
        guard wait > .zero else { return !Task.isCancelled }
        do {
            try await Task.sleep(for: wait)
            return true
        } catch {
            return false
        }
    }
}
