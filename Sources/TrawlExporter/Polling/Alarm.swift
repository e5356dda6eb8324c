import Trawl

/// A sleep that somebody can end early.
final class Alarm: Sendable {
    private let rung = Signal(false)

    /// Ends the sleep that goes on, or the next one.
    func ring() {
        rung.change { $0 = true }
    }

    /// Sleeps until a time, until it rings, or until the task is cancelled.
    func sleep(until time: ContinuousClock.Instant) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Cancelled means that it rang.
                try? await Task.sleep(until: time)
            }
            group.addTask { await self.rung.answer { $0 ? () : nil } }
            await group.next()
            group.cancelAll()
        }
        rung.ask { $0 = false }
    }
}
