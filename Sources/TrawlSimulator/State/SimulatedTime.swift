/// One moment of a fleet's life.
struct SimulatedTime: Sendable, Hashable {
    /// How long the fleet has been running.
    var elapsed: Duration
    /// When the fleet started, in seconds since 1970.
    var started: Double

    /// Whole milliseconds since the fleet started.
    var milliseconds: UInt64 {
        let (seconds, attoseconds) = elapsed.components
        return UInt64(max(0, seconds)) &* 1000 &+ UInt64(max(0, attoseconds) / 1_000_000_000_000_000)
    }

    /// Seconds since the fleet started.
    var seconds: Double { Double(milliseconds) / 1000 }

    /// Seconds since 1970.
    var unix: Double { started + seconds }
}
