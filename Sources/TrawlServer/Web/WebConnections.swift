import NIOCore
import Synchronization

/// The connections of a server: how many there may be, and which has to go for another one.
final class WebConnections: Sendable {
    private struct Entry {
        var channel: any Channel
        /// Since when nobody waits for an answer on it; `nil` while somebody does.
        var quietSince: ContinuousClock.Instant?
    }

    private struct State {
        var entries: [ObjectIdentifier: Entry] = [:]
        var isStopping = false
        var statistics = WebStatistics()
    }

    private let most: Int
    private let state = Mutex(State())

    init(most: Int) {
        self.most = most
    }

    /// What has happened so far.
    var statistics: WebStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.open = state.entries.count
            return statistics
        }
    }

    /// Whether connections end with the answer that is under way.
    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Takes a connection in; where there are too many, the one that has been quiet for longest is closed for it.
    ///
    /// - Returns: Whether there is room.
    func admit(_ channel: any Channel) -> Bool {
        let id = ObjectIdentifier(channel)
        let (isAdmitted, evicted) = state.withLock { state -> (Bool, (any Channel)?) in
            state.statistics.accepted += 1
            guard !state.isStopping else { return (false, nil) }
            var evicted: (any Channel)?
            if state.entries.count >= most {
                let quiet = state.entries.compactMap { entry in
                    entry.value.quietSince.map { (entry.key, $0) }
                }
                guard let oldest = quiet.min(by: { $0.1 < $1.1 })?.0 else {
                    state.statistics.refused += 1
                    return (false, nil)
                }
                state.statistics.evicted += 1
                evicted = state.entries.removeValue(forKey: oldest)?.channel
            }
            state.entries[id] = Entry(channel: channel, quietSince: .now)
            return (true, evicted)
        }
        evicted?.close(promise: nil)
        guard isAdmitted else { return false }
        channel.closeFuture.whenComplete { _ in
            self.state.withLock { _ = $0.entries.removeValue(forKey: id) }
        }
        return true
    }

    /// Says that somebody waits for an answer, or not any more.
    func note(_ channel: any Channel, isBusy: Bool) {
        state.withLock { $0.entries[ObjectIdentifier(channel)]?.quietSince = isBusy ? nil : .now }
    }

    /// Says that a request was answered with a status before anybody was asked.
    func noteRefusal(_ status: Int) {
        state.withLock { $0.statistics.refusals[status, default: 0] += 1 }
    }

    /// Says that a client took too long to read its answer.
    func noteSlowClient() {
        state.withLock { $0.statistics.slow += 1 }
    }

    /// Closes what nobody waits for; what else there is ends with its answer.
    func stop() {
        let quiet = state.withLock { state in
            state.isStopping = true
            return state.entries.values.filter { $0.quietSince != nil }.map(\.channel)
        }
        for channel in quiet { channel.close(promise: nil) }
    }

    /// Closes everything.
    func closeAll() {
        for channel in state.withLock({ $0.entries.values.map(\.channel) }) { channel.close(promise: nil) }
    }
}
