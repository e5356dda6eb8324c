import Synchronization
import TrawlCore

/// What the guard of logins is asked and told about a device's user.
extension DeviceCalls {
    /// Whether the call's login may go, without a wait.
    func standing(of call: UInt64, _ login: LoginKind) -> CredentialGuard.Permission {
        guard let key = loginKey else { return .go }
        return run.admission.ask {
            $0.logins.ask(key, device: index, call: call, isUnasked: login == .unasked)
        }
    }

    /// Waits until the call's login may go.
    ///
    /// - Returns: Why it never will.
    func waitForStanding(of call: UInt64, _ login: LoginKind) async -> DeviceError? {
        guard let key = loginKey else { return nil }
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
        guard let permission else {
            return endError(ofWaitFor: "other device that let in user \(key.username)")
        }
        if let rejectedBefore { return rejectedBefore }
        guard permission == .stopped else { return nil }
        let detail = run.stoppedDetail(of: entry.device)
        return DeviceError(.credentialStopped, device: entry.device.name, operation: "login", detail: detail)
    }

    /// Why the device is not logged into any more; `nil` where it did not reject its user.
    var rejectedBefore: DeviceError? { loginRefusal.withLock { $0 } }

    /// Lets another device prove the user, where this one was to and came to no verdict.
    ///
    /// - Parameter hangs: Whether it took the login and did not answer.
    func release(hangs: Bool = false) {
        guard let key = loginKey, run.admission.peek({ $0.logins.isProbe(index, of: key) }) else {
            return
        }
        run.admission.change { $0.logins.released(key, device: index, hangs: hangs) }
    }

    /// Whether the user's last login was accepted, or none was needed yet.
    var isInGoodStanding: Bool {
        guard let key = loginKey else { return true }
        return run.admission.peek { $0.logins.isInGoodStanding(key) }
    }

    /// Which rejections of the user are known now.
    var loginGeneration: Int {
        guard let key = loginKey else { return 0 }
        return run.admission.peek { $0.logins.generation(key) }
    }

    /// Tells the guard of logins what a call showed about its user.
    ///
    /// - Parameters:
    ///   - result: What became of the call.
    ///   - login: How it carried user and password.
    ///   - generation: Which rejections were known when it went.
    func note(_ result: Result<Void, DeviceError>, _ login: LoginKind, since generation: Int) {
        guard let key = loginKey else { return }
        switch result {
        case .success:
            run.logins?.accepted(entry.device)
            if run.admission.peek({ $0.logins.isProven(key) }) { return }
            run.admission.change { admission in
                switch login {
                case .asked: admission.logins.accepted(key, since: generation)
                case .unasked: admission.logins.acceptedUnasked(key, device: index)
                }
            }
        case .failure(let error) where error.code == .loginRejected:
            loginRefusal.withLock { $0 = run.rejectedEarlier(entry.device) }
            run.admission.change { $0.logins.rejected(key, device: index, isUnasked: login == .unasked) }
            run.logins?.rejected(entry.device, isStopped: run.admission.peek { $0.logins.isStopped(key) })
        case .failure(let error):
            release(hangs: error.code == .requestTimeout)
        }
    }
}
