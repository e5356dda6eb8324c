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
    ///   - isLogin: Whether it carries user and password.
    /// - Returns: Why it never may; `nil` where it goes now, and leaves the host's limiter afterwards.
    func admit(_ call: UInt64, isLogin: Bool) async -> DeviceError? {
        let isLogin = isLogin && LoginKey(entry.device) != nil
        while true {
            if isLogin {
                if let refusal = await waitForStanding(of: call) { return refusal }
                if await !Self.sleep(run.takeLogin()) { return run.endError(of: entry.device) }
            }
            guard await host.enter() else { return run.endError(of: entry.device) }
            let isAwake = await Self.sleep(host.takeCall())
            // Others may have been rejected during the waits: the verdict that counts is the one at the start.
            if isAwake, !isLogin || (standing(of: call) == .go && rejectedBefore == nil) { return nil }
            host.leave()
            if !isAwake { return run.endError(of: entry.device) }
        }
    }

    /// Finds out whether the device can be reached at all while its user is not proven and another device kept the
    /// verdict from coming: a site that is down would otherwise be tried one device after the other.
    ///
    /// Nothing is sent, so no login is at stake.
    ///
    /// - Returns: Why the device cannot be reached; `nil` where it can, or where the verdict is not waited for.
    func scout(within limits: TransferLimits) async -> DeviceError? {
        guard let key = LoginKey(entry.device), run.admission.peek({ $0.logins.wantsScouts(key, besides: index) })
        else {
            return nil
        }
        do {
            try await channel.connect(within: limits)
            return nil
        } catch {
            return error
        }
    }

    /// Whether the call's login may go, without a wait.
    private func standing(of call: UInt64) -> CredentialGuard.Permission {
        guard let key = LoginKey(entry.device) else { return .go }
        return run.admission.ask { $0.logins.ask(key, device: index, call: call) }
    }

    /// Waits until the call's login may go.
    ///
    /// - Returns: Why it never will.
    private func waitForStanding(of call: UInt64) async -> DeviceError? {
        guard let key = LoginKey(entry.device) else { return nil }
        if let rejectedBefore { return rejectedBefore }
        let permission = await run.admission.answer { admission in
            let permission = admission.logins.ask(key, device: index, call: call)
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
    func release() {
        guard let key = LoginKey(entry.device), run.admission.peek({ $0.logins.isProbe(index, of: key) }) else {
            return
        }
        run.admission.change { $0.logins.released(key, device: index) }
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
