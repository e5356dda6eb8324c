import FoundationEssentials

/// What an output was offered and has not looked at yet, bounded.
struct PushInbox: Sendable {
    /// Something that an output is told.
    enum Event: Sendable {
        case polled(PolledSeries)
        case ended(device: String, PolledSeries.Request?, Date)

        var samples: Int {
            guard case .polled(let polled) = self else { return 0 }
            return polled.count
        }
    }

    /// The most samples that are held; beyond them the oldest go.
    let limit: Int
    private var events: [Event] = []
    private var samples = 0

    init(limit: Int) {
        self.limit = limit
    }

    /// Adds an event.
    ///
    /// - Returns: The samples that had to go for it.
    mutating func add(_ event: Event) -> Int {
        events.append(event)
        samples += event.samples
        var dropped = 0
        var index = 0
        while samples > limit, index < events.count {
            let count = events[index].samples
            // That something ended is small, and must not be lost.
            if count > 0 {
                dropped += count
                samples -= count
                events.remove(at: index)
            } else {
                index += 1
            }
        }
        return dropped
    }

    /// Takes everything; `nil` where there is nothing.
    mutating func take() -> [Event]? {
        guard !events.isEmpty else { return nil }
        defer {
            events = []
            samples = 0
        }
        return events
    }
}
