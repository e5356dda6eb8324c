import Glibc

/// What this process has used so far: CPU in user and system mode, and time on the wall.
struct Usage {
    private var cpu: Double
    private var wall: ContinuousClock.Instant

    static var now: Usage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Usage(cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime), wall: .now)
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }

    /// What was used between two moments.
    struct Span {
        fileprivate var cpu: Double
        fileprivate var wall: Duration

        func microseconds(each count: Int) -> Double { cpu * 1e6 / Double(count) }

        func wallMicroseconds(each count: Int) -> Double { wall / .microseconds(1) / Double(count) }
    }

    static func - (later: Usage, earlier: Usage) -> Span {
        Span(cpu: later.cpu - earlier.cpu, wall: later.wall - earlier.wall)
    }
}
