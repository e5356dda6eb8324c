/// What a store holds; changed by one poll's end at a time.
struct MetricStoreState: Sendable {
    /// A block, and how it stands to others.
    struct Entry: Sendable {
        var block: MetricBlock
        /// Whether another block of the device has some of its series.
        var sharesSeries = false
    }

    // What a scrape takes with it: shared until the next change, which copies it.
    private(set) var entries: [Entry?] = []
    var families = FamilyTable()
    var ranks: [String: Int] = [:]

    private var vacant: [Int] = []
    private(set) var places: [MetricStore.Key: Int] = [:]
    private(set) var devices: [String: [Int]] = [:]
    var statistics = MetricStore.Statistics()

    /// Puts a block where the one before it is, or where there is room.
    mutating func put(_ block: MetricBlock, at place: Int?) {
        count(block, by: 1)
        if let place {
            if let old = entries[place] { count(old.block, by: -1) }
            entries[place]?.block = block
            return
        }
        let new = vacant.popLast() ?? entries.count
        if new == entries.count { entries.append(nil) }
        entries[new] = Entry(block: block)
        places[block.key] = new
        devices[block.key.device, default: []].append(new)
    }

    /// Takes a block out.
    mutating func remove(_ key: MetricStore.Key) {
        guard let place = places.removeValue(forKey: key) else { return }
        if let old = entries[place] { count(old.block, by: -1) }
        entries[place] = nil
        vacant.append(place)
        devices[key.device]?.removeAll { $0 == place }
        if devices[key.device]?.isEmpty == true { devices[key.device] = nil }
    }

    private mutating func count(_ block: MetricBlock, by sign: Int) {
        let runs = [block.freshnessRuns, block.valueRuns].joined()
        statistics.series += sign * runs.reduce(0) { $0 + Int($1.count) }
        statistics.bytes += sign * (block.freshness.count + block.values.count)
    }

    /// Finds out whether a block that was put has series that another block of its device has too.
    mutating func noteSharedSeries(of block: MetricBlock, at now: ContinuousClock.Instant) {
        let siblings = devices[block.key.device, default: []]
        guard siblings.count > 1, !block.valueRuns.isEmpty else { return }
        let names = Set(block.valueRuns.map { families.entries[Int($0.family)].name })
        let share = siblings.contains { place in
            guard let other = entries[place]?.block, other !== block else { return false }
            return other.valueRuns.contains { names.contains(families.entries[Int($0.family)].name) }
        }
        // What the others share among themselves is known since they came.
        guard share else { return }
        let ranked = siblings.compactMap { entries[$0]?.block }.sorted {
            $0.key.rank(in: ranks) < $1.key.rank(in: ranks)
        }
        let distinct = DistinctSeries(ranked, at: now)
        let isShared = distinct.dropped.contains { $0 > 0 }
        statistics.duplicates += zip(ranked, distinct.dropped).first { $0.0 === block }?.1 ?? 0
        for place in siblings where entries[place]?.sharesSeries == !isShared {
            entries[place]?.sharesSeries = isShared
        }
    }
}

extension MetricStore.Key {
    /// Where it stands among the keys of its device; the lowest wins.
    func rank(in collections: [String: Int]) -> (Int, String, String) {
        (collections[collection] ?? Int.max, collection, request)
    }
}
