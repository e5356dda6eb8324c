import FoundationEssentials

/// What an output was offered and has not looked at yet, bounded.
struct PushInbox: Sendable {
    /// Something that an output is told.
    enum Event: Sendable {
        case polled(PolledSeries)
        case ended(device: String, PolledSeries.Request?, Date)
        /// The collections whose polls come from now on, the first of equal series first.
        case ordered([String], Date)
        /// So many samples had to go before anybody looked at them.
        case lost(Int)

        var samples: Int {
            guard case .polled(let polled) = self else { return 0 }
            return polled.count
        }
    }

    /// The most samples that are held; beyond them the oldest go.
    let limit: Int
    private var events: [Event] = []
    private var samples = 0
    private var lost = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds an event.
    mutating func add(_ event: Event) {
        events.append(event)
        samples += event.samples
        var index = 0
        while samples > limit, index < events.count {
            let count = events[index].samples
            // That something ended is small, and must not be lost.
            if count > 0 {
                lost += count
                samples -= count
                events.remove(at: index)
            } else {
                index += 1
            }
        }
    }

    /// Takes everything; `nil` where there is nothing.
    mutating func take() -> [Event]? {
        guard !events.isEmpty || lost > 0 else { return nil }
        defer { self = PushInbox(limit: limit) }
        return (lost > 0 ? [.lost(lost)] : []) + events
    }
}
