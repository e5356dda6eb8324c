import Synchronization
import TrawlCore

/// The devices of a run whose dialect is to be found out.
extension Run {
    /// A device whose dialect is to be found out, with what it turned out to have.
    func recognized(_ entry: Plan.Entry, at index: Int, _ host: HostLimiter) async throws(DeviceError) -> Device {
        if let found = recognitions.found(entry.device) { return found }
        begin(index)
        let policy = RetryPolicy(limits: entry.retries)
        var attempt = RetryPolicy.Try(count: 0, wasReused: false, wasFreshRetry: false)
        while true {
            do throws(DeviceError) {
                let found = try await Recognition(client: client, entry: entry, host: host).device()
                recognitions.remember(entry.device, as: found)
                return found
            } catch {
                attempt.count += 1
                attempt.timeLeft = timeLeft
                let action = policy.action(after: error, attempt, random: .random(in: 0...1))
                guard case .retry(let wait) = action, !Task.isCancelled else { throw error }
                do { try await Task.sleep(for: wait) } catch { throw endError(of: entry.device) }
            }
        }
    }

    /// Reports a device whose API was not found, and lets another one prove its user.
    func report(_ entry: Plan.Entry, at index: Int, unrecognized error: DeviceError) async {
        if let key = LoginKey(entry.device), admission.peek({ $0.logins.isProbe(index, of: key) }) {
            admission.change { $0.logins.released(key, device: index, hangs: error.code == .requestTimeout) }
        }
        progress.withLock { $0.inFlight -= 1 }
        await report(entry, error.code == .interrupted ? endError(of: entry.device) : error)
    }
}
