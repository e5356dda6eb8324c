import TrawlCollections

/// What waits to be sent, in order: in memory, or on disk with its place in memory.
///
/// What is in memory is bounded: the oldest goes where there is no room. What is on disk, the disk queue bounds.
struct PushBuffer: Sendable {
    /// Where a block is.
    enum Place: Sendable, Hashable {
        case memory([UInt8])
        case disk(DiskPlace)
        /// Dropped; it stands there until its turn comes.
        case dropped
    }

    /// A block that waits.
    struct Entry: Sendable {
        var place: Place
        var samples: Int
        var bytes: Int
        var arrival: ContinuousClock.Instant
    }

    /// The bounds of what is in memory.
    let limits: BufferLimits
    /// All samples that wait.
    private(set) var samples = 0
    /// The bytes of all that waits, on disk too.
    private(set) var bytes = 0
    private(set) var samplesInMemory = 0
    private(set) var bytesInMemory = 0
    /// What was taken and may have to be sent again, and how much of it is nowhere but in memory.
    private var underWay = (samples: 0, bytes: 0, samplesInMemory: 0, bytesInMemory: 0)

    private var entries: [Entry] = []
    /// The first that waits; those before are gone.
    private var head = 0
    /// No entry before this one is in memory.
    private var firstInMemory = 0

    init(limits: BufferLimits) {
        self.limits = limits
    }

    /// All that is not done with: what waits, and what is under way.
    var waiting: (samples: Int, bytes: Int) { (samples + underWay.samples, bytes + underWay.bytes) }

    /// Whether nothing waits.
    var isEmpty: Bool { samples == 0 }

    /// When the oldest that waits came.
    var oldest: ContinuousClock.Instant? { samples == 0 ? nil : entries[head].arrival }

    /// Adds a block.
    ///
    /// - Returns: The samples that had to go for it.
    mutating func add(_ place: Place, samples: Int, bytes: Int, at now: ContinuousClock.Instant) -> Int {
        entries.append(Entry(place: place, samples: samples, bytes: bytes, arrival: now))
        count(entries[entries.count - 1], 1)
        var dropped = 0
        while bytesInMemory + underWay.bytesInMemory > limits.bytes
            || samplesInMemory + underWay.samplesInMemory > limits.samples, let index = oldestInMemory()
        {
            dropped += drop(index)
        }
        skipDropped()
        return dropped
    }

    /// Takes blocks from the front: as many as give so many samples, and at least one.
    ///
    /// They count until ``settle()``, so no more are taken than fill half of the room: what comes meanwhile has the rest.
    mutating func take(most: Int) -> [Entry] {
        var taken: [Entry] = []
        var (samples, bytes) = (0, 0)
        let most = min(most, limits.samples / 2)
        while head < entries.count {
            let entry = entries[head]
            var fits = samples + entry.samples <= most
            if case .memory = entry.place, underWay.bytesInMemory + entry.bytes > limits.bytes / 2 { fits = false }
            guard taken.isEmpty || fits else { break }
            if entry.samples > 0 {
                count(entry, -1)
                samples += entry.samples
                bytes += entry.bytes
                if case .memory = entry.place {
                    underWay.samplesInMemory += entry.samples
                    underWay.bytesInMemory += entry.bytes
                }
                taken.append(entry)
            }
            entries[head].place = .dropped
            head += 1
        }
        underWay.samples += samples
        underWay.bytes += bytes
        skipDropped()
        compact()
        return taken
    }

    /// Notes that all that was taken is done with.
    mutating func settle() {
        underWay = (0, 0, 0, 0)
    }

    /// Drops what is in a file of the disk queue.
    ///
    /// - Returns: The samples that went.
    mutating func drop(segment: Int) -> Int {
        var dropped = 0
        for index in head..<entries.count {
            guard case .disk(let place) = entries[index].place, place.segment == segment else { continue }
            dropped += drop(index)
        }
        skipDropped()
        return dropped
    }

    private func oldestInMemoryIndex(from start: Int) -> Int? {
        entries[start...].firstIndex { entry in
            if case .memory = entry.place { return true }
            return false
        }
    }

    private mutating func oldestInMemory() -> Int? {
        guard let index = oldestInMemoryIndex(from: max(head, firstInMemory)) else { return nil }
        firstInMemory = index
        return index
    }

    private mutating func drop(_ index: Int) -> Int {
        let entry = entries[index]
        count(entry, -1)
        entries[index].place = .dropped
        entries[index].samples = 0
        return entry.samples
    }

    private mutating func count(_ entry: Entry, _ sign: Int) {
        samples += sign * entry.samples
        bytes += sign * entry.bytes
        if case .memory = entry.place {
            samplesInMemory += sign * entry.samples
            bytesInMemory += sign * entry.bytes
        }
    }

    private mutating func skipDropped() {
        while head < entries.count, entries[head].place == .dropped { head += 1 }
        compact()
    }

    /// Lets go of what is gone, now and then.
    private mutating func compact() {
        guard head > 1024, head * 2 > entries.count else {
            if head == entries.count, head > 0 {
                entries.removeAll(keepingCapacity: entries.capacity < 4096)
                (head, firstInMemory) = (0, 0)
            }
            return
        }
        entries.removeFirst(head)
        firstInMemory = max(0, firstInMemory - head)
        head = 0
    }
}
