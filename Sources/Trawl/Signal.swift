import Synchronization
import TrawlCore

/// State that tasks wait on: whoever changes it wakes those who wait.
package final class Signal<State: Sendable>: Sendable {
    private struct Guarded: Sendable {
        var state: State
        var waiting: [Suspension<Void>] = []
        var version = 0
    }

    private let guarded: Mutex<Guarded>

    /// Begins with a state.
    package init(_ state: State) {
        guarded = Mutex(Guarded(state: state))
    }

    /// Changes the state and wakes everybody.
    package func change(_ body: (inout State) -> Void) {
        let waiting = guarded.withLock { guarded in
            body(&guarded.state)
            guarded.version += 1
            defer { guarded.waiting = [] }
            return guarded.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Looks at the state without changing it.
    package func peek<Answer>(_ look: (State) -> Answer) -> Answer {
        guarded.withLock { look($0.state) }
    }

    /// Asks the state once; what the question changes is nothing that others wait for.
    package func ask<Answer>(_ question: (inout State) -> Answer) -> Answer {
        guarded.withLock { question(&$0.state) }
    }

    /// Asks the state until it has an answer, waiting for a change in between; `nil` where the task was cancelled.
    package func answer<Answer: Sendable>(_ ask: (inout State) -> Answer?) async -> Answer? {
        while true {
            let (answer, version) = guarded.withLock { (ask(&$0.state), $0.version) }
            if let answer { return answer }
            if Task.isCancelled { return nil }
            await withTaskCancellationHandler {
                await withSuspension { continuation in
                    let isLate = guarded.withLock { guarded in
                        guard guarded.version == version, !Task.isCancelled else { return true }
                        guarded.waiting.append(continuation)
                        return false
                    }
                    if isLate { continuation.resume() }
                }
            } onCancel: {
                change { _ in }
            }
        }
    }
}
