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
        let login = LoginKey(entry.device) == nil ? nil : login
        while true {
            if let login {
                if let refusal = await waitForStanding(of: call, login) { return refusal }
                if await !Self.sleep(run.takeLogin()) { return run.endError(of: entry.device) }
            }
            guard await host.enter() else { return run.endError(of: entry.device) }
            let isAwake = await Self.sleep(host.takeCall())
            // Others may have been rejected during the waits: the verdict that counts is the one at the start.
            let mayGo = login.map { standing(of: call, $0) == .go && rejectedBefore == nil } ?? true
            if isAwake, mayGo { return nil }
            host.leave()
            if !isAwake { return run.endError(of: entry.device) }
        }
    }

    /// Whether the call's login may go, without a wait.
    private func standing(of call: UInt64, _ login: LoginKind) -> CredentialGuard.Permission {
        guard let key = LoginKey(entry.device) else { return .go }
        return run.admission.ask {
            $0.logins.ask(key, device: index, call: call, isUnasked: login == .unasked)
        }
    }

    /// Waits until the call's login may go.
    ///
    /// - Returns: Why it never will.
    private func waitForStanding(of call: UInt64, _ login: LoginKind) async -> DeviceError? {
        guard let key = LoginKey(entry.device) else { return nil }
        if let rejectedBefore { return rejectedBefore }
        let permission = await run.admission.answer { admission in
            let permission = admission.logins.ask(
                key,
                device: index,
                call: call,
                isUnasked: login == .unasked
            )
            return permission == .wait ? nil : permission
        }
        guard let permission else { return run.endError(of: entry.device) }
        if let rejectedBefore { return rejectedBefore }
        guard permission == .stopped else { return nil }
        let detail = run.stoppedDetail(of: entry.device)
        return DeviceError(.credentialStopped, device: entry.device.name, operation: "login", detail: detail)
    }

    /// Why the device is not logged into any more in this run; `nil` where it did not reject its user.
    private var rejectedBefore: DeviceError? {
        guard wasRejected.withLock({ $0 }) else { return nil }
        let detail = "the device rejected user \(entry.device.credential?.username ?? "") earlier in the run"
        return DeviceError(.loginRejectedBefore, device: entry.device.name, operation: "login", detail: detail)
    }

    /// Lets another device prove the user, where this one was to and came to no verdict.
    ///
    /// - Parameter hangs: Whether it took the login and did not answer.
    func release(hangs: Bool = false) {
        guard let key = LoginKey(entry.device), run.admission.peek({ $0.logins.isProbe(index, of: key) }) else {
            return
        }
        run.admission.change { $0.logins.released(key, device: index, hangs: hangs) }
    }

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
