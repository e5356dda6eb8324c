import Synchronization
import TrawlCore

/// A counting semaphore for tasks, first come first served.
///
/// Besides the engine's transfers the only holder of continuations: a task group alone cannot let a device that waits
/// out a backoff give its place to another.
final class Slots: Sendable {
    private struct State: Sendable {
        var free: Int
        var nextTicket = 0
        var waiting: [(ticket: Int, continuation: Suspension<Bool>)] = []
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: max(1, count)))
    }

    /// Waits for a slot.
    ///
    /// - Returns: False where the task was cancelled first; then there is no slot to release.
    func acquire() async -> Bool {
        let ticket: Int? = state.withLock { state in
            guard state.free <= 0 else {
                state.free -= 1
                return nil
            }
            state.nextTicket += 1
            return state.nextTicket
        }
        guard let ticket else { return true }
        // A cancellation that came too late to find the ticket waiting leaves its note behind.
        defer { state.withLock { _ = $0.cancelled.remove(ticket) } }
        return await withTaskCancellationHandler {
            await withSuspension { continuation in
                let answer: Bool? = state.withLock { state in
                    if state.cancelled.remove(ticket) != nil { return false }
                    guard state.free <= 0 else {
                        state.free -= 1
                        return true
                    }
                    state.waiting.append((ticket, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                guard let index = state.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                    state.cancelled.insert(ticket)
                    return Suspension<Bool>?.none
                }
                return state.waiting.remove(at: index).continuation
            }
            continuation?.resume(returning: false)
        }
    }

    /// Takes a slot without waiting, even where none is free: for a task that is ending and will release one.
    func takeUnasked() {
        state.withLock { $0.free -= 1 }
    }

    /// Gives a slot back, to the one who waits longest.
    func release() {
        let continuation = state.withLock { state in
            guard state.waiting.isEmpty || state.free < 0 else {
                return state.waiting.removeFirst().continuation as Suspension<Bool>?
            }
            state.free += 1
            return nil
        }
        continuation?.resume(returning: true)
    }
}
