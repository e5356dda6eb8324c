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
        /// What was due, by the places of the items, once for each tick.
        var items: [Int]
    }

    private struct Line: Sendable {
        var timetable: Timetable
        var tick: Int64
        var due: ContinuousClock.Instant
        /// Everything is asked at the first tick, so that what is rarely due is known soon.
        var isNew = true
        var isUnderWay = false
    }

    private var lines: [String: Line] = [:]
    private var heap = DueHeap()

    /// Whether a device is being polled.
    func isUnderWay(_ device: String) -> Bool { lines[device]?.isUnderWay ?? false }

    /// Polls that are under way.
    private(set) var underWay = 0

    /// When something is due next; `nil` where nothing is scheduled.
    var next: ContinuousClock.Instant? { heap.first?.due }

    /// The next polls, soonest first.
    func upcoming(_ count: Int) -> [(device: String, due: ContinuousClock.Instant)] {
        lines.map { ($0.key, $0.value.due) }.sorted { $0.1 < $1.1 }.prefix(count).map { ($0.0, $0.1) }
    }

    /// Takes other devices; those that are asked in the same rhythm as before keep their place in it.
    ///
    /// - Parameters:
    ///   - timetables: Every device's.
    ///   - now: The monotonic time.
    ///   - wall: The same moment, in seconds since 1970.
    mutating func schedule(_ timetables: [String: Timetable], at now: ContinuousClock.Instant, wall: Double) {
        var heap = DueHeap()
        var lines: [String: Line] = [:]
        lines.reserveCapacity(timetables.count)
        for (name, timetable) in timetables {
            var line: Line
            if let old = self.lines[name], old.timetable == timetable {
                line = old
            } else {
                let first = timetable.firstTick(after: wall)
                line = Line(timetable: timetable, tick: first.number, due: now + first.wait)
                line.isUnderWay = self.lines[name]?.isUnderWay ?? false
            }
            lines[name] = line
            heap.insert(name, at: line.due)
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
            // Who slept for a day is not told of every tick of it.
            let missed = Int64(line.due.duration(to: now).seconds / line.timetable.base.seconds)
            if missed > Self.mostMissed {
                line.tick += missed - Self.mostMissed
                line.due += line.timetable.base * Int(missed - Self.mostMissed)
            }
            let items = due(line)
            let isLate = line.due + Self.patience(line.timetable.base) < now
            if isLate || line.isUnderWay {
                skips.append(Skip(device: first.device, items: items))
            } else {
                jobs.append(Job(device: first.device, items: items, due: line.due))
                line.isNew = false
                line.isUnderWay = true
                underWay += 1
            }
            line.tick += 1
            line.due += line.timetable.base
            heap.insert(first.device, at: line.due)
            lines[first.device] = line
        }
        return (jobs, skips)
    }

    private func due(_ line: Line) -> [Int] {
        line.isNew ? line.timetable.all : line.timetable.due(at: line.tick)
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
