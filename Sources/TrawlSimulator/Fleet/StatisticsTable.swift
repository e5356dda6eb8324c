import Synchronization
import TrawlServer

/// Counts what arrives, for the fleet and for each device.
final class StatisticsTable: Sendable {
    private struct Entry {
        var statistics = FleetStatistics()
        var recent: [RecordedRequest] = []
    }

    private struct State {
        var total = FleetStatistics()
        var devices: [Int: Entry] = [:]
    }

    private let state = Mutex(State())
    private let recordedRequests: Int

    /// Keeps the last few requests of each device whole.
    init(recordedRequests: Int) {
        self.recordedRequests = recordedRequests
    }

    var total: FleetStatistics { state.withLock { $0.total } }

    func statistics(of index: Int) -> FleetStatistics {
        state.withLock { $0.devices[index]?.statistics ?? FleetStatistics() }
    }

    func recent(of index: Int) -> [RecordedRequest] {
        state.withLock { $0.devices[index]?.recent ?? [] }
    }

    /// Counts something for the fleet and for a device alike.
    func count(_ index: Int, _ change: (inout FleetStatistics) -> Void) {
        state.withLock { state in
            change(&state.total)
            change(&state.devices[index, default: Entry()].statistics)
        }
    }

    func record(_ request: RecordedRequest, of index: Int) {
        guard recordedRequests > 0 else { return }
        state.withLock { state in
            var recent = state.devices[index, default: Entry()].recent
            if recent.count >= recordedRequests { recent.removeFirst() }
            recent.append(request)
            state.devices[index, default: Entry()].recent = recent
        }
    }

    /// Counts what the listener saw.
    func count(_ index: Int, _ event: ConnectionEvent) {
        count(index) { statistics in
            switch event {
            case .accepted:
                statistics.connections += 1
                statistics.openConnections += 1
                statistics.peakConnections = max(statistics.peakConnections, statistics.openConnections)
            case .handshakeCompleted:
                statistics.handshakes += 1
            case .closed:
                statistics.openConnections -= 1
            case .requestReceived:
                statistics.requests += 1
                statistics.requestsInFlight += 1
                statistics.peakRequestsInFlight = max(statistics.peakRequestsInFlight, statistics.requestsInFlight)
            case .requestEnded:
                statistics.requestsInFlight -= 1
            }
        }
    }
}
