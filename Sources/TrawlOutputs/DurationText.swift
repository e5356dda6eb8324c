import TrawlCore

/// Durations as people read them.
enum DurationText {
    /// `0.4 ms`, `51 ms`, `1.3 s`, `2m 5s`, `3h 20m`.
    static func short(_ duration: Duration) -> String {
        let milliseconds = max(0, duration.milliseconds)
        if milliseconds < 9.95 { return "\(tenths(milliseconds)) ms" }
        if milliseconds < 999.5 { return "\(Int(milliseconds.rounded())) ms" }
        if milliseconds < 59_950 { return "\(tenths(milliseconds / 1000)) s" }
        let seconds = Int(min((milliseconds / 1000).rounded(), 1e12))
        if seconds < 3600 { return "\(seconds / 60)m \(seconds % 60)s" }
        return "\(seconds / 3600)h \(seconds / 60 % 60)m"
    }

    /// `16 s`, `2m 5s`, `3h 20m`: for what is a guess anyhow.
    static func seconds(_ duration: Duration) -> String {
        let seconds = max(0, duration.milliseconds / 1000).rounded(.up)
        return seconds < 60 ? "\(Int(seconds)) s" : short(.seconds(min(seconds, 1e12)))
    }

    private static func tenths(_ value: Double) -> String {
        let number = Int((value * 10).rounded())
        return "\(number / 10).\(number % 10)"
    }
}
