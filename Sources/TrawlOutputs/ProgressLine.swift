import TrawlCore

/// How far a run is: the line that is rewritten on stderr while it lasts.
package struct ProgressLine: Sendable, Hashable {
    /// Devices that are done.
    package var done: Int
    /// Devices of the run.
    package var total: Int
    /// Devices that are being asked.
    package var inFlight: Int
    /// Devices that failed.
    package var failed: Int
    /// Time since the run began.
    package var elapsed: Duration

    package init(done: Int, total: Int, inFlight: Int, failed: Int, elapsed: Duration) {
        self.done = done
        self.total = total
        self.inFlight = inFlight
        self.failed = failed
        self.elapsed = elapsed
    }

    /// The line, in at most `width` columns: what matters least goes first.
    package func text(width: Int) -> String {
        var parts = ["\(done)/\(total) devices"]
        if failed > 0 { parts.append("\(failed) failed") }
        if let left = timeLeft { parts.append("\(DurationText.seconds(left)) left") }
        if let rate { parts.append("\(rate)/s") }
        parts.append("\(inFlight) in flight")
        while parts.count > 1, parts.joined(separator: ", ").count > width { parts.removeLast() }
        return DisplayWidth.cut(parts.joined(separator: ", "), to: width)
    }

    /// Devices a second, once there is something to go by.
    private var rate: String? {
        let seconds = elapsed.seconds
        guard done > 0, seconds >= 0.5 else { return nil }
        let rate = Double(done) / seconds
        guard rate < 9.95 else { return String(Int(min(rate, 1e9).rounded())) }
        let tenths = Int((rate * 10).rounded())
        return tenths == 0 ? "<0.1" : "\(tenths / 10).\(tenths % 10)"
    }

    /// As long as the rest takes at the rate so far; `nil` before the first seconds, which say little.
    private var timeLeft: Duration? {
        guard done > 0, done < total, elapsed >= .seconds(1) else { return nil }
        return .seconds((elapsed.seconds / Double(done) * Double(total - done)).rounded(.up))
    }
}
