package import TrawlMetrics

/// A poll of one device that somebody asks for by HTTP, as in Prometheus' multi-target pattern.
package struct ProbeRequest: Sendable, Hashable {
    /// What was given as the device's name; whether there is one of that name is for the exporter to say.
    package var target: String
    /// The collections' names; empty for all that are served.
    package var collections: [String]
    /// By when there has to be an answer with what is known by then; `nil` where nobody said.
    package var deadline: ContinuousClock.Instant?
    /// How the answer is written.
    package var format: ExpositionFormat

    /// Makes a request.
    package init(
        target: String,
        collections: [String] = [],
        deadline: ContinuousClock.Instant? = nil,
        format: ExpositionFormat = .text
    ) {
        self.target = target
        self.collections = collections
        self.deadline = deadline
        self.format = format
    }
}

/// What comes of a probe.
package enum ProbeAnswer: Sendable, Hashable {
    /// The inventory or the served collections do not have it, and nothing was sent.
    case unknown(what: String, hint: String?)
    /// Metrics, in the format that was asked for.
    case metrics([[UInt8]])
}
