import TrawlCore

/// Whether a device that keeps failing is asked: it rests, is probed by one call, and is asked again once that works.
///
/// A value: it is told how calls ended and says what to do.
struct Breaker: Sendable {
    /// Whether a call may go.
    enum Permission: Sendable, Hashable {
        /// It may.
        case go
        /// It may, alone and once: its end decides for the others.
        case probe
        /// The probe's end comes first.
        case wait
        /// The device rests for so long still.
        case rest(Duration)
    }

    /// Calls that fail in a row, each with all its tries, before the device rests.
    static let threshold = 3
    /// The first rest; each probe that fails doubles it.
    static let firstRest = Duration.seconds(5)
    /// The rest that doubling stops at.
    static let longestRest = Duration.seconds(60)

    /// Calls that failed since the last one that did not.
    private(set) var failures = 0
    /// What the last of them failed with.
    private(set) var lastFailure: DeviceError.Code?
    private var rest = Duration.zero
    private var until: ContinuousClock.Instant?
    private var isProbing = false

    /// Whether a call may go now.
    mutating func ask(at now: ContinuousClock.Instant) -> Permission {
        guard let until else { return .go }
        if isProbing { return .wait }
        guard now >= until else { return .rest(now.duration(to: until)) }
        isProbing = true
        return .probe
    }

    /// A call failed for good.
    mutating func failed(with code: DeviceError.Code, wasProbe: Bool, at now: ContinuousClock.Instant) {
        failures += 1
        lastFailure = code
        // A call that was under way when the rest began changes nothing about it.
        guard wasProbe || (until == nil && failures >= Self.threshold) else { return }
        if wasProbe { isProbing = false }
        rest = rest == .zero ? Self.firstRest : min(rest * 2, Self.longestRest)
        until = now + rest
    }

    /// The probe came to no verdict, as a run's end before its answer: another call may be the probe.
    mutating func probeEnded() {
        isProbing = false
    }

    /// What a call's failure says about the device.
    enum Sign: Sendable, Hashable {
        /// It is in trouble.
        case trouble
        /// It works, whatever it said.
        case life
        /// Nothing.
        case none
    }

    /// What a call's failure says about the device.
    static func sign(of code: DeviceError.Code) -> Sign {
        switch code {
        case .localResources, .sourceUnusable, .proxyFailed, .nameUnknown, .loginResting: .none
        case .httpServerError: .trouble
        default:
            switch code.errorClass {
            case .unreachable, .transport, .timeout: .trouble
            case .cancelled, .stopped: .none
            default: .life
            }
        }
    }
}

/// The breakers of a poller's devices; a device that works has none.
struct Breakers: Sendable {
    private struct Key: Sendable, Hashable {
        var name: String
        var address: String
        var port: Int

        init(_ device: Device) {
            name = device.name
            address = device.address
            port = device.port
        }
    }

    private var breakers: [Key: Breaker] = [:]

    /// Whether no device fails.
    var isEmpty: Bool { breakers.isEmpty }

    /// Whether a device's call may go now; `nil` where a probe's end is to be waited for.
    mutating func ask(_ device: Device, at now: ContinuousClock.Instant) -> Breaker.Permission? {
        let permission = breakers[Key(device)]?.ask(at: now) ?? .go
        return permission == .wait ? nil : permission
    }

    /// A call of a device failed for good.
    mutating func failed(
        _ device: Device,
        with code: DeviceError.Code,
        wasProbe: Bool,
        at now: ContinuousClock.Instant
    ) {
        breakers[Key(device), default: Breaker()].failed(with: code, wasProbe: wasProbe, at: now)
    }

    /// A device answered.
    mutating func answered(_ device: Device) {
        breakers[Key(device)] = nil
    }

    /// A device is not asked any more, or not as it was.
    mutating func forget(_ device: Device) {
        breakers[Key(device)] = nil
    }

    /// A device's probe came to no verdict.
    mutating func probeEnded(_ device: Device) {
        breakers[Key(device)]?.probeEnded()
    }

    /// Why a device rests, in one line.
    func reason(_ device: Device) -> String {
        let breaker = breakers[Key(device)]
        let last = breaker?.lastFailure.map { ", the last with \($0)" } ?? ""
        return "\(breaker?.failures ?? 0) calls failed in a row\(last)"
    }
}
