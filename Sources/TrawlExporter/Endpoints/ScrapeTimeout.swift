/// How long a scraper waits, and how long an answer may take for it.
enum ScrapeTimeout {
    /// The header field in which Prometheus says it, in seconds.
    static let field = "X-Prometheus-Scrape-Timeout-Seconds"

    /// The time for the work: what the scraper waits, less 5 % and at least 0.1 s for the way back.
    ///
    /// - Returns: `nil` for what is no time.
    static func limit(_ text: String) -> Duration? {
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else { return nil }
        let rest = seconds - max(0.1, seconds * 0.05)
        // Somebody who waits for 0.1 s and less gets half of it.
        return .seconds(rest > 0 ? rest : seconds / 2)
    }
}
