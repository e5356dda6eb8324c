import Trawl

/// Turns the checked `limits` of a collection into values; what is left out keeps its default.
enum LimitsReader {
    /// The whole of `limits`.
    static func limits(_ node: YAMLNode) -> Limits {
        var limits = Limits()
        limits.concurrency = integer(node["concurrency"]) ?? limits.concurrency
        limits.logins = rate(node["logins"]) ?? limits.logins
        limits.authFailures = integer(node["auth_failures"]) ?? limits.authFailures
        let (base, host) = (override(node, retries: limits.retries), limits.perHost)
        limits.perHost = HostLimits(
            concurrency: base.concurrency ?? host.concurrency,
            rate: base.rate ?? host.rate,
            burst: base.burst ?? host.burst,
            connectTimeout: base.connectTimeout ?? host.connectTimeout,
            requestTimeout: base.requestTimeout ?? host.requestTimeout,
            responseSize: base.responseSize ?? host.responseSize,
            adaptsConcurrency: base.adaptsConcurrency ?? host.adaptsConcurrency
        )
        limits.runTimeout = duration(node["timeout"]?["run"])
        let retries = base.retries ?? limits.retries
        limits.retries = retries
        limits.hosts = node["hosts"]?.items.map { override($0, retries: retries) } ?? []
        return limits
    }

    /// The keys that the base and its overrides share; an override without `match` is the base itself.
    private static func override(_ node: YAMLNode, retries base: RetryLimits) -> HostOverride {
        var override = HostOverride(match: node["match"].map(CollectionReader.filter) ?? DeviceFilter())
        if let concurrency = node["per_host"]?["concurrency"]?.text {
            override.adaptsConcurrency = concurrency == "auto"
            override.concurrency = concurrency == "auto" ? HostLimits.adaptiveCeiling : Int(concurrency)
        }
        override.rate = rate(node["per_host"]?["rate"])
        override.burst = integer(node["per_host"]?["burst"])
        override.connectTimeout = duration(node["timeout"]?["connect"])
        override.requestTimeout = duration(node["timeout"]?["request"])
        override.responseSize = node["response_size"]?.text.flatMap(ByteCount.written)
        if let retries = node["retries"] {
            var limits = base
            limits.attempts = integer(retries["attempts"]) ?? limits.attempts
            if let range = retries["backoff"]?.text.flatMap(Duration.range(written:)) {
                limits.backoffBase = range.lowerBound
                limits.backoffCap = range.upperBound
            }
            override.retries = limits
        }
        return override
    }

    private static func integer(_ node: YAMLNode?) -> Int? { node?.text.flatMap { Int($0) } }
    private static func rate(_ node: YAMLNode?) -> Rate? { node?.text.flatMap(Rate.init(written:)) }
    private static func duration(_ node: YAMLNode?) -> Duration? { node?.text.flatMap(Duration.init(written:)) }
}
