import Synchronization
import TrawlCore
import TrawlDialects
import TrawlTransfer

/// Which API each device with `dialect: auto` turned out to have; kept as long as the poller is.
final class Recognitions: Sendable {
    private struct Finding {
        var asked: Device
        var found: Device
    }

    private let findings = Mutex<[String: Finding]>([:])

    /// The device as it was recognised; `nil` where it was not, or has changed since.
    func found(_ device: Device) -> Device? {
        findings.withLock { findings in
            findings[device.name].flatMap { $0.asked == device ? $0.found : nil }
        }
    }

    /// Forgets a device that is not asked any more, or not as it was.
    func forget(_ device: Device) {
        findings.withLock { $0[device.name] = nil }
    }

    /// Remembers what a device turned out to be.
    func remember(_ device: Device, as found: Device) {
        findings.withLock { $0[device.name] = Finding(asked: device, found: found) }
    }
}

extension Device {
    /// The device with a port to connect to: of one that is found out about, the first where APIs are looked for.
    var withPort: Device {
        guard port == 0, let first = DialectSearch.ports(of: self).first else { return self }
        var device = self
        device.port = first
        return device
    }
}

/// Finds out which API one device has.
///
/// No login is at stake: every question goes without user and password.
struct Recognition {
    let client: TransferClient
    let entry: Plan.Entry
    let host: HostLimiter

    /// The device with the dialect and the port that it turned out to have.
    func device() async throws(DeviceError) -> Device {
        let device = entry.device
        var all: [(port: Int, answers: [DialectSearch.Answer])] = []
        var unreachable: DeviceError?
        for port in DialectSearch.ports(of: device) {
            var candidate = device
            candidate.port = port
            do throws(DeviceError) {
                let answers = try await answers(of: candidate)
                if let dialect = DialectSearch.dialect(in: answers) {
                    candidate.dialect = dialect
                    return candidate
                }
                all.append((port, answers))
            } catch {
                guard error.errorClass == .unreachable || error.errorClass == .tls else { throw error }
                // One API may listen where the others do not.
                unreachable = unreachable ?? error
            }
        }
        if all.isEmpty, let unreachable { throw unreachable }
        throw DeviceError(
            .apiNotFound,
            device: device.name,
            operation: "looking for its API",
            detail: "no API is proven; \(DialectSearch.summary(of: all))",
            hint: "say `dialect` and `port` in the inventory; nothing was sent that says who asks"
        )
    }

    /// The answers of one port, over one connection.
    private func answers(of device: Device) async throws(DeviceError) -> [DialectSearch.Answer] {
        let channel = client.channel(to: device)
        defer { channel.close() }
        let limits = TransferLimits(
            connectTimeout: entry.limits.connectTimeout,
            requestTimeout: entry.limits.requestTimeout,
            responseSize: 1 << 20
        )
        var answers: [DialectSearch.Answer] = []
        for question in DialectSearch.questions(of: entry.device, port: device.port) {
            guard await host.enter() else { throw interruption }
            defer { host.leave() }
            do {
                try await Task.sleep(for: host.takeCall())
            } catch {
                throw interruption
            }
            let response = try await channel.perform(question.request, within: limits)
            answers.append(DialectSearch.Answer(dialect: question.dialect, response: response))
        }
        return answers
    }

    private var interruption: DeviceError {
        let code = DeviceError.Code.interrupted
        return DeviceError(code, device: entry.device.name, operation: "looking for its API", detail: code.summary)
    }
}
