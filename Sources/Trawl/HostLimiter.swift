import Synchronization
import TrawlCore

/// The limits of one address, whoever asks it: calls in flight, rate and burst.
final class HostLimiter: Sendable {
    /// Calls in flight; `nil` where the device's own task sees to it alone.
    private let slots: Slots?
    /// Calls in flight where the device is found out about; `nil` for a fixed number.
    private let adaptive: Signal<AdaptiveConcurrency>?
    private let bucket: Mutex<TokenBucket>

    init(_ limits: HostLimits, isShared: Bool) {
        adaptive =
            limits.adaptsConcurrency ? Signal(AdaptiveConcurrency(ceiling: limits.concurrency)) : nil
        slots = isShared && adaptive == nil ? Slots(limits.concurrency) : nil
        bucket = Mutex(TokenBucket(rate: limits.rate, burst: limits.burst))
    }

    /// Waits for a place among the calls in flight.
    ///
    /// - Returns: False where the task was cancelled first; then there is no place to leave.
    func enter() async -> Bool {
        if let adaptive { return await adaptive.answer { $0.enter() ? true : nil } ?? false }
        return await slots?.acquire() ?? true
    }

    /// Gives the place back.
    func leave(_ end: AdaptiveConcurrency.End = .other) {
        if let adaptive { return adaptive.change { $0.leave(end) } }
        slots?.release()
    }

    /// How long to wait before a call that the rate allows.
    func takeCall() -> Duration {
        bucket.withLock { $0.take(at: .now) }
    }

    /// How long to wait before a call that the rate allows; `nil` where that is beyond `limit`.
    func takeCall(within limit: Duration?) -> Duration? {
        bucket.withLock { $0.take(at: .now, within: limit) }
    }
}

/// The limiters of a run: an address that several devices of the inventory have is limited once, by the strictest.
struct HostLimiters: Sendable {
    private var shared: [String: HostLimiter] = [:]

    /// Makes the limiters of a plan's devices.
    ///
    /// - Parameters:
    ///   - entries: The devices with their limits.
    ///   - keepsAll: Whether devices are polled again and again, so that each address keeps its limiter in between.
    init(_ entries: [Plan.Entry], keepsAll: Bool = false) {
        var seen: [String: HostLimits] = [:]
        seen.reserveCapacity(entries.count)
        var repeated: [String: HostLimits] = [:]
        for entry in entries {
            let address = entry.device.address
            guard let other = repeated[address] ?? seen[address] else {
                seen[address] = entry.limits
                continue
            }
            repeated[address] = other.strictest(entry.limits)
        }
        shared = repeated.mapValues { HostLimiter($0, isShared: true) }
        guard keepsAll else { return }
        for (address, limits) in seen where shared[address] == nil {
            shared[address] = HostLimiter(limits, isShared: false)
        }
    }

    /// The limiter of a device's address.
    func limiter(of entry: Plan.Entry) -> HostLimiter {
        shared[entry.device.address] ?? HostLimiter(entry.limits, isShared: false)
    }
}
