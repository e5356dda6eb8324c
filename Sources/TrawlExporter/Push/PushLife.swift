import Trawl

/// The life of an output: it works until it is cancelled or told to end, and its end waits for the work to stop.
final class PushLife: Sendable {
    private struct State: Sendable {
        var isEnding = false
        var working = 0
    }

    private let state = Signal(State())

    /// Does the work until the task is cancelled, the work is over, or ``end()`` is called.
    func work(_ body: @escaping @Sendable () async -> Void) async {
        state.change { $0.working += 1 }
        await withTaskGroup { group in
            group.addTask { await body() }
            group.addTask { [state] in _ = await state.answer { $0.isEnding ? true : nil } }
            await group.next()
            group.cancelAll()
        }
        state.change { $0.working -= 1 }
    }

    /// Stops the work, and waits until it has.
    func end() async {
        state.change { $0.isEnding = true }
        _ = await state.answer { $0.working == 0 ? true : nil }
    }
}
