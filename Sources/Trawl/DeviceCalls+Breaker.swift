import Synchronization
import TrawlCore

/// Whether calls of a device that keeps failing go at all.
extension DeviceCalls {
    /// What the breaker says about a call.
    enum Passage: Sendable {
        /// It goes.
        case open
        /// It goes alone, and once.
        case probe
        /// It does not.
        case closed(DeviceError)
    }

    /// Asks whether a call may go.
    ///
    /// A device that began to fail in this very run gets one rest and one probe in it. One that was found resting is
    /// left alone, and its requests are reported; so is one of a watch, which has a next poll to probe it in.
    func passage(holdsPlace: Bool) async -> Passage {
        if run.breakers.peek({ $0.isEmpty }) { return .open }
        while true {
            switch await run.breakers.answer({ $0.ask(entry.device, at: .now) }) {
            case .go?: return .open
            case .probe?: return .probe
            case .rest(let time)?:
                let isWorthIt = health.withLock { health in
                    defer { health.hasRested = true }
                    return health.hasFailed && !health.hasRested && run.logins == nil
                }
                let isPossible = time <= Breaker.firstRest && timeLeft.map { time < $0 } ?? true
                guard isWorthIt, isPossible else { return .closed(resting(for: time)) }
                guard await rest(time, holdsPlace: holdsPlace) else {
                    return .closed(endError)
                }
            case .wait?, nil: return .closed(endError)
            }
        }
    }

    /// Tells the breaker how a call ended.
    func note(_ ended: Ended, wasProbe: Bool) {
        switch ended.result {
        case .success:
            noteLife()
        // Who waited for others until the poll's end was never asked.
        case .failure(let error)
        where error.code == .noTurn || (error.code == .pollDeadline && ended.attempts == 0):
            if wasProbe { run.breakers.change { $0.probeEnded(entry.device) } }
        case .failure(let error):
            switch Breaker.sign(of: error.code) {
            case .life: noteLife()
            case .trouble:
                health.withLock { $0.hasFailed = true }
                run.breakers.change { $0.failed(entry.device, with: error.code, wasProbe: wasProbe, at: .now) }
            case .none:
                if wasProbe { run.breakers.change { $0.probeEnded(entry.device) } }
            }
        }
    }

    private func noteLife() {
        // Nearly always nobody fails, and nobody is to be woken.
        if run.breakers.peek({ $0.isEmpty }) { return }
        run.breakers.change { $0.answered(entry.device) }
    }

    private func resting(for time: Duration) -> DeviceError {
        let reason = run.breakers.peek { $0.reason(entry.device) }
        let seconds = max(1, Int(time.seconds.rounded(.up)))
        return DeviceError(
            .deviceResting,
            device: entry.device.name,
            operation: "",
            detail: "\(reason); it is asked again in \(seconds) s"
        )
    }
}
