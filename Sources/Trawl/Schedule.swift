import TrawlCore

/// How often a collection's requests are asked of every device.
public struct Schedule: Sendable, Hashable {
    /// From the start of one poll to the start of the next.
    ///
    /// Default: one minute.
    public var every: Duration
    /// How long one poll of a device may take, everything included.
    ///
    /// Default: 20 seconds, or the interval where that is shorter.
    public var timeout: Duration

    /// Makes a schedule.
    public init(every: Duration = .seconds(60), timeout: Duration? = nil) {
        self.every = every
        self.timeout = timeout ?? min(.seconds(20), every)
    }
}

/// When one device is polled, and which of its requests are due then.
///
/// A value, so that tests drive it without a clock. All requests of a device share one line of ticks, the shortest
/// interval apart, so that what is due together travels together. Where in the interval they lie follows from the
/// device's name alone: a restart changes nothing, and the devices of a fleet are spread evenly. Requests with a longer
/// interval are due at every so many ticks, which differ from device to device.
package struct Timetable: Sendable, Equatable {
    /// From tick to tick.
    package let base: Duration
    /// From the beginning of an interval, counted from 1970, to the device's tick.
    package let phase: Duration
    private let intervals: [Interval]
    private let step: Int64

    /// In milliseconds.
    private struct Interval: Sendable, Equatable {
        var length: Int64
        var offset: Int64
    }

    /// Makes a device's timetable.
    ///
    /// - Parameters:
    ///   - device: The device's name.
    ///   - intervals: The interval of each request; at least a millisecond.
    package init(device: String, intervals: [Duration]) {
        let lengths = intervals.map { max(1, Int64($0.milliseconds)) }
        let step = lengths.min() ?? 60_000
        let hash = Self.hash(device)
        self.step = step
        base = .milliseconds(step)
        phase = .milliseconds(Int64(hash % UInt64(step)))
        let place = Self.mixed(hash)
        self.intervals = lengths.map { length in
            let ticks = max(1, length / step)
            return Interval(length: length, offset: step * Int64(place % UInt64(ticks)))
        }
    }

    /// The device's first tick after a time of the wall clock.
    ///
    /// - Parameter time: Seconds since 1970.
    /// - Returns: The tick's number, and how long it is until then.
    package func firstTick(after time: Double) -> (number: Int64, wait: Duration) {
        let now = Int64(time * 1000)
        let offset = Int64(phase.milliseconds)
        let number = Self.floorDivide(now - offset, step) + 1
        return (number, .milliseconds(number * step + offset - now))
    }

    /// Every request, by its place among the intervals.
    package var all: [Int] { Array(intervals.indices) }

    /// The requests that are due at a tick, by their places among the intervals.
    package func due(at number: Int64) -> [Int] {
        intervals.indices.filter { index in
            let interval = intervals[index]
            let time = number * step - interval.offset
            return time - Self.floorDivide(time, interval.length) * interval.length < step
        }
    }

    /// FNV-1a, mixed: stable over runs and machines, unlike Swift's own hashes.
    private static func hash(_ text: String) -> UInt64 {
        mixed(text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }

    /// Spreads the bits of a number over all of it, as splitmix64 does: names differ in their last letters.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = number &+ 0x9e37_79b9_7f4a_7c15
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    }
}
