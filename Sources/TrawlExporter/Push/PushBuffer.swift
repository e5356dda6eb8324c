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

    private var entries: [Entry] = []
    /// The first that waits; those before are gone.
    private var head = 0
    /// No entry before this one is in memory.
    private var firstInMemory = 0

    init(limits: BufferLimits) {
        self.limits = limits
    }

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
        while bytesInMemory > limits.bytes || samplesInMemory > limits.samples, let index = oldestInMemory() {
            dropped += drop(index)
        }
        skipDropped()
        return dropped
    }

    /// Takes blocks from the front: as many as give so many samples, and at least one.
    mutating func take(most: Int) -> [Entry] {
        var taken: [Entry] = []
        var samples = 0
        while head < entries.count {
            let entry = entries[head]
            guard taken.isEmpty || samples + entry.samples <= most else { break }
            if entry.samples > 0 {
                count(entry, -1)
                samples += entry.samples
                taken.append(entry)
            }
            entries[head].place = .dropped
            head += 1
        }
        skipDropped()
        compact()
        return taken
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
