import Synchronization
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// How a call carries user and password.
enum LoginKind: Sendable {
    /// The device wants them: that it answers shows that they are right.
    case asked
    /// The device answers without them too, or nobody looked whether it does.
    case unasked
}

/// What a device says to a call without user and password, which puts no account at stake.
extension DeviceCalls {
    /// What knocking came to.
    struct Knock: Sendable {
        /// What the call comes to, where it need not be made any more.
        var end: TryEnd?
        /// Whether the device asked for a user and a password.
        var wasAsked = false
    }

    /// Asks without user and password first, where there is something to find out while the user is not proven.
    ///
    /// Where another device kept the verdict from coming, as one that is down, the others find out side by side whether
    /// they can be reached: a site would otherwise be tried one device after the other. Where it hung, whether they
    /// answer. And where a dialect's answers show nothing about a password, whether this device asks for one.
    func knock(_ commands: [Command], _ shape: CallShape) async -> Knock {
        guard let key = loginKey else { return Knock() }
        let (isProven, wantsScouts, wantsAnswers) = run.admission.peek { admission in
            if admission.logins.isProven(key) { return (true, false, false) }
            return (
                false, admission.logins.wantsScouts(key, besides: index), admission.logins.wantsAnswers(key)
            )
        }
        // Who was asked with the password once has shown already whether it answers.
        let isUnknown = wantsScouts && !hasSentPassword.load(ordering: .relaxed)
        guard isUnknown || (!isProven && mayBeUnasked(commands)) else { return Knock() }
        guard wantsAnswers || mayBeUnasked(commands) else { return await knockByConnecting(shape) }
        // Changes go once.
        guard !entry.changes else { return await knockByConnecting(shape) }
        let id = run.nextCallID()
        // What opens the privileged mode would go with its own password.
        var stranger = entry.device
        stranger.credential = nil
        var request = dialect.request(for: commands, on: stranger, id: id)
        request.authentication = .none
        if let refusal = await admit(shape.number) { return Knock(end: .refused(refusal)) }
        defer { host.leave() }
        do throws(DeviceError) {
            let response = try await channel.perform(
                request,
                within: shape.limits,
                keepsConnection: true,
                onFreshConnection: shape.onFresh
            )
            // A device in trouble is in trouble for anybody, and is not asked a second time for it.
            if response.status >= 500 || response.status == 429 {
                do throws(DeviceError) {
                    _ = try dialect.results(of: commands, on: stranger, id: id, from: response)
                } catch {
                    return Knock(end: .answered(Answer(result: .failure(error), timing: response.timing)))
                }
            }
            return Knock(wasAsked: response.status == 401)
        } catch {
            return Knock(end: .answered(Answer(result: .failure(error), timing: error.timing)))
        }
    }

    /// Whether an answer to these commands shows nothing about the password, unless the device asked for one.
    func mayBeUnasked(_ commands: [Command]) -> Bool {
        dialect.mayAnswerAnybody || (commands.count == 1 && commands.first == dialect.discovery)
    }

    private func knockByConnecting(_ shape: CallShape) async -> Knock {
        do throws(DeviceError) {
            try await channel.connect(within: shape.limits)
            return Knock()
        } catch {
            return Knock(end: .answered(Answer(result: .failure(error))))
        }
    }
}
