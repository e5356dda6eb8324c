import Trawl
import TrawlCore

/// Which devices are due, and which are under way: the scheduler's state.
///
/// A value: it is told the time and says what starts. Two polls of one device never overlap; a tick that comes while one
/// is under way, or that was slept through, is skipped and never made up for.
struct PollQueue: Sendable {
    /// A poll that starts.
    struct Job: Sendable {
        /// The device's name.
        var device: String
        /// What is asked, by the places of the items.
        var items: [Int]
        /// When it was due.
        var due: ContinuousClock.Instant
    }

    /// Ticks that do not start.
    struct Skip: Sendable, Hashable {
        /// The device's name.
        var device: String
        /// How often what was due, by the places of the items.
        var ticks: [Int: Int]
    }

    private struct Line: Sendable {
        var timetable: Timetable
        var tick: Int64
        var due: ContinuousClock.Instant
        /// A poll before the next tick, so that what is rarely due is known soon.
        var early: ContinuousClock.Instant?
        /// What is asked at the next poll, due or not: everything at the first one, then what failed.
        var extra: Set<Int>
        var isUnderWay = false

        init(_ timetable: Timetable, at now: ContinuousClock.Instant, wall: Double) {
            self.timetable = timetable
            let first = timetable.firstTick(after: wall)
            (tick, due) = (first.number, now + first.wait)
            extra = Set(timetable.all)
            hurry(at: now)
        }

        /// Nobody waits longer than a minute for what an hour's schedule finds; nor are all devices asked at once.
        mutating func hurry(at now: ContinuousClock.Instant) {
            guard timetable.base > .seconds(60) else { return }
            let wait = Duration.milliseconds(Int64(timetable.phase.milliseconds) % 60_000)
            if now + wait < due { early = now + wait }
        }

        /// Goes on to the next tick.
        mutating func advance(by ticks: Int64 = 1) {
            tick += ticks
            due += timetable.base * Int(ticks)
        }

        /// When something is due next.
        var next: ContinuousClock.Instant { early ?? due }

        /// What is asked at the next poll.
        var items: [Int] {
            guard early == nil else { return extra.sorted() }
            return extra.isEmpty ? timetable.due(at: tick) : extra.union(timetable.due(at: tick)).sorted()
        }
    }

    private var lines: [String: Line] = [:]
    private var heap = DueHeap()

    /// Polls that are under way.
    private(set) var underWay = 0

    /// When something is due next; `nil` where nothing is scheduled.
    var next: ContinuousClock.Instant? { heap.first?.due }

    /// The next polls, soonest first.
    func upcoming(_ count: Int) -> [(device: String, due: ContinuousClock.Instant)] {
        lines.map { ($0.key, $0.value.next) }.sorted { $0.1 < $1.1 }.prefix(count).map { ($0.0, $0.1) }
    }

    /// Takes other devices; those that are asked in the same rhythm as before keep their place in it.
    ///
    /// - Parameters:
    ///   - timetables: Every device's.
    ///   - now: The monotonic time.
    ///   - wall: The same moment, in seconds since 1970.
    ///   - isAnew: Whether everything of a device is asked at its next poll, as what is drawn from it changed.
    mutating func schedule(
        _ timetables: [String: Timetable],
        at now: ContinuousClock.Instant,
        wall: Double,
        anew isAnew: (String) -> Bool = { _ in false }
    ) {
        var heap = DueHeap()
        var lines: [String: Line] = [:]
        lines.reserveCapacity(timetables.count)
        for (name, timetable) in timetables {
            var line: Line
            if let old = self.lines[name], old.timetable == timetable {
                line = old
                if isAnew(name) {
                    line.extra = Set(timetable.all)
                    line.hurry(at: now)
                }
            } else {
                line = Line(timetable, at: now, wall: wall)
                // One that was taken out and is back before its poll ended is still polled.
                line.isUnderWay = self.lines[name]?.isUnderWay ?? (orphans.remove(name) != nil)
            }
            lines[name] = line
            heap.insert(name, at: line.next)
        }
        // What is still under way of devices that are gone.
        for (name, line) in self.lines where lines[name] == nil && line.isUnderWay { orphans.insert(name) }
        self.lines = lines
        self.heap = heap
    }

    /// Devices that were taken out while they were polled.
    private var orphans: Set<String> = []

    /// How late a tick may be noticed and still start; what comes later was slept through.
    private static func patience(_ base: Duration) -> Duration { max(.milliseconds(250), base / 10) }

    /// Ticks that are counted one by one after a long sleep.
    private static let mostMissed: Int64 = 1000

    /// What starts now, and what is skipped.
    mutating func take(at now: ContinuousClock.Instant) -> (jobs: [Job], skips: [Skip]) {
        var jobs: [Job] = []
        var skips: [Skip] = []
        while let first = heap.first, first.due <= now {
            heap.removeFirst()
            guard var line = lines[first.device] else { continue }
            if line.early != nil {
                takeEarly(&line, of: first.device, at: now, &jobs)
                heap.insert(first.device, at: line.next)
                lines[first.device] = line
                continue
            }
            let ticks = skip(&line, at: now)
            if !ticks.isEmpty { skips.append(Skip(device: first.device, ticks: ticks)) }
            if line.due <= now {
                jobs.append(Job(device: first.device, items: line.items, due: line.due))
                line.extra = []
                line.isUnderWay = true
                underWay += 1
                line.advance()
            }
            heap.insert(first.device, at: line.due)
            lines[first.device] = line
        }
        return (jobs, skips)
    }

    /// Goes past the ticks of a device that cannot start any more; one that can is left.
    private func skip(_ line: inout Line, at now: ContinuousClock.Instant) -> [Int: Int] {
        var ticks: [Int: Int] = [:]
        // Who slept for a day is not told of every tick of it.
        let missed = Int64(line.due.duration(to: now).seconds / line.timetable.base.seconds)
        if missed > Self.mostMissed { line.advance(by: missed - Self.mostMissed) }
        while line.due <= now, line.isUnderWay || line.due + Self.patience(line.timetable.base) < now {
            for item in line.items { ticks[item, default: 0] += 1 }
            line.advance()
        }
        return ticks
    }

    /// A poll before the next tick; where the device is being polled, the tick asks what it was to ask.
    private mutating func takeEarly(
        _ line: inout Line,
        of device: String,
        at now: ContinuousClock.Instant,
        _ jobs: inout [Job]
    ) {
        let (due, items) = (line.next, line.items)
        line.early = nil
        guard !line.isUnderWay, !items.isEmpty, due + Self.patience(line.timetable.base) >= now else { return }
        jobs.append(Job(device: device, items: items, due: due))
        line.extra = []
        line.isUnderWay = true
        underWay += 1
    }

    /// Asks some of a device's items at its next poll, due or not.
    mutating func askAgain(_ device: String, _ items: [Int]) {
        guard let all = lines[device]?.timetable.all else { return }
        lines[device]?.extra.formUnion(items.filter(all.contains))
    }

    /// Takes a device for a poll beside the schedule; false where it is under way.
    mutating func claim(_ device: String) -> Bool {
        guard let line = lines[device], !line.isUnderWay else { return false }
        lines[device]?.isUnderWay = true
        underWay += 1
        return true
    }

    /// A poll ended.
    mutating func ended(_ device: String) {
        if orphans.remove(device) != nil {
            underWay -= 1
        } else if lines[device]?.isUnderWay == true {
            lines[device]?.isUnderWay = false
            underWay -= 1
        }
    }
}

/// Devices by when they are due, the soonest first: a binary heap.
private struct DueHeap: Sendable {
    private var entries: [(due: ContinuousClock.Instant, device: String)] = []

    var first: (due: ContinuousClock.Instant, device: String)? { entries.first }

    mutating func insert(_ device: String, at due: ContinuousClock.Instant) {
        entries.append((due, device))
        var child = entries.count - 1
        while child > 0, entries[child].due < entries[(child - 1) / 2].due {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        entries[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count {
                if entries[child].due < entries[least].due { least = child }
            }
            guard least != parent else { return }
            entries.swapAt(parent, least)
            parent = least
        }
    }
}
