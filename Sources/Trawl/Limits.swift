public import TrawlCore

/// How often something may happen: `10/s`, `30/m`.
public struct Rate: Sendable, Hashable {
    /// Events a second.
    public var perSecond: Double

    /// Makes a rate.
    public init(perSecond: Double) {
        self.perSecond = perSecond
    }

    /// The time from one event to the next at this rate; a year where the rate is none.
    public var interval: Duration {
        let longest = 365.0 * 86_400
        // False for what is no number, too.
        guard perSecond > 1 / longest else { return .seconds(longest) }
        return .nanoseconds(Int64(1e9 / perSecond))
    }
}

/// How hard one device may be pressed, and how long it is waited for.
public struct HostLimits: Sendable, Hashable {
    /// Calls in flight on the device.
    ///
    /// Default: 1.
    public var concurrency: Int
    /// Whether ``concurrency`` is a bound that the device is led up to, from one call at a time, as long as its answers
    /// take no longer: `concurrency: auto` in the collection file.
    ///
    /// Default: no.
    public var adaptsConcurrency: Bool
    /// Calls to the device, as a token bucket.
    ///
    /// Default: 10 a second.
    public var rate: Rate
    /// Calls that may come at once after a rest.
    ///
    /// Default: 2.
    public var burst: Int
    /// To a finished TCP connect and TLS handshake.
    ///
    /// Default: 5 s.
    public var connectTimeout: Duration
    /// One attempt, from admission to the last byte.
    ///
    /// Default: 30 s.
    public var requestTimeout: Duration
    /// Decoded bytes of one response.
    ///
    /// Default: 16 MiB.
    public var responseSize: Int

    /// Makes limits; the defaults are the collection file's.
    public init(
        concurrency: Int = 1,
        rate: Rate = Rate(perSecond: 10),
        burst: Int = 2,
        connectTimeout: Duration = .seconds(5),
        requestTimeout: Duration = .seconds(30),
        responseSize: Int = 16 << 20,
        adaptsConcurrency: Bool = false
    ) {
        self.concurrency = concurrency
        self.adaptsConcurrency = adaptsConcurrency
        self.rate = rate
        self.burst = burst
        self.connectTimeout = connectTimeout
        self.requestTimeout = requestTimeout
        self.responseSize = responseSize
    }

    /// How many calls `concurrency: auto` leads up to, where the dialect has no lower ceiling.
    public static let adaptiveCeiling = 16

    /// The stricter of two limits, key by key: among the collections of a run the strictest limit of a host holds.
    public func strictest(_ other: HostLimits) -> HostLimits {
        HostLimits(
            concurrency: min(concurrency, other.concurrency),
            rate: rate.perSecond <= other.rate.perSecond ? rate : other.rate,
            burst: min(burst, other.burst),
            connectTimeout: min(connectTimeout, other.connectTimeout),
            requestTimeout: min(requestTimeout, other.requestTimeout),
            responseSize: min(responseSize, other.responseSize),
            adaptsConcurrency: adaptsConcurrency || other.adaptsConcurrency
        )
    }
}

/// How often a call is tried, and how long is waited in between.
public struct RetryLimits: Sendable, Hashable {
    /// Tries in all, the first included.
    ///
    /// Default: 3.
    public var attempts: Int
    /// The upper bound of the wait before the second try; doubled for each further one.
    ///
    /// Default: 500 ms.
    public var backoffBase: Duration
    /// The bound that doubling stops at.
    ///
    /// Default: 10 s.
    public var backoffCap: Duration

    /// Makes limits; the defaults are the collection file's.
    public init(attempts: Int = 3, backoffBase: Duration = .milliseconds(500), backoffCap: Duration = .seconds(10)) {
        self.attempts = attempts
        self.backoffBase = backoffBase
        self.backoffCap = backoffCap
    }
}

/// What one entry of `limits.hosts` sets for the devices it matches; `nil` comes from the base.
public struct HostOverride: Sendable, Hashable {
    /// Which devices.
    public var match: DeviceFilter
    /// See ``HostLimits/concurrency``.
    public var concurrency: Int?
    /// See ``HostLimits/adaptsConcurrency``.
    public var adaptsConcurrency: Bool?
    /// See ``HostLimits/rate``.
    public var rate: Rate?
    /// See ``HostLimits/burst``.
    public var burst: Int?
    /// See ``HostLimits/connectTimeout``.
    public var connectTimeout: Duration?
    /// See ``HostLimits/requestTimeout``.
    public var requestTimeout: Duration?
    /// See ``HostLimits/responseSize``.
    public var responseSize: Int?
    /// See ``RetryLimits``.
    public var retries: RetryLimits?

    /// Makes an override that sets nothing yet.
    public init(match: DeviceFilter) {
        self.match = match
    }
}

/// The `limits` of a collection: how hard it presses, on one device and on all.
public struct Limits: Sendable, Hashable {
    /// Devices in flight in the whole run.
    ///
    /// Default: 256.
    public var concurrency: Int
    /// Calls that authenticate, in the whole run: the AAA server's limit.
    ///
    /// Default: 100 a second.
    public var logins: Rate
    /// Rejections in a row of one user in one AAA domain, then no further login.
    ///
    /// Default: 2.
    public var authFailures: Int
    /// The limits of one device.
    public var perHost: HostLimits
    /// The whole run's; `nil` for none.
    public var runTimeout: Duration?
    /// Tries and waits.
    public var retries: RetryLimits
    /// Overrides; the first that matches a device is used whole.
    public var hosts: [HostOverride]

    /// Makes limits; the defaults are the collection file's.
    public init(
        concurrency: Int = 256,
        logins: Rate = Rate(perSecond: 100),
        authFailures: Int = 2,
        perHost: HostLimits = HostLimits(),
        runTimeout: Duration? = nil,
        retries: RetryLimits = RetryLimits(),
        hosts: [HostOverride] = []
    ) {
        self.concurrency = concurrency
        self.logins = logins
        self.authFailures = authFailures
        self.perHost = perHost
        self.runTimeout = runTimeout
        self.retries = retries
        self.hosts = hosts
    }

    /// What holds for one device: the first override that matches, filled up from the base.
    public func limits(for device: Device) -> (host: HostLimits, retries: RetryLimits) {
        guard let override = hosts.first(where: { $0.match.matches(device) }) else { return (perHost, retries) }
        let host = HostLimits(
            concurrency: override.concurrency ?? perHost.concurrency,
            rate: override.rate ?? perHost.rate,
            burst: override.burst ?? perHost.burst,
            connectTimeout: override.connectTimeout ?? perHost.connectTimeout,
            requestTimeout: override.requestTimeout ?? perHost.requestTimeout,
            responseSize: override.responseSize ?? perHost.responseSize,
            adaptsConcurrency: override.adaptsConcurrency ?? perHost.adaptsConcurrency
        )
        return (host, override.retries ?? retries)
    }
}
