public import TrawlCore
import TrawlDialects
import TrawlTransfer

/// What devices say to a credential: one device of an AAA domain is logged into, as the canary of a run is.
public struct LoginProof: Sendable, Hashable {
    /// What is known about the credential now.
    public enum Verdict: Sendable, Hashable {
        /// The device let it in.
        case accepted
        /// The device rejected it, or lets the user not use the API.
        case refused(DeviceError)
        /// No device came to a verdict; why the last one did not, `nil` where none can be logged into.
        case undecided(DeviceError?)
        /// Not tried: the same user was rejected too often in the domain, under other credentials.
        case spared
    }

    /// The credential's name in the inventory.
    public var credential: String
    /// Its user, and the AAA domain that was asked.
    public var login: LoginKey
    /// The device that decided, or the last one that was tried.
    public var device: Device?
    /// What it said.
    public var verdict: Verdict

    /// Whether the user name or the password was rejected, which an AAA server counts.
    public var isRejection: Bool {
        guard case .refused(let error) = verdict else { return false }
        return error.code == .loginRejected
    }
}

extension Poller {
    /// Proves every credential of some devices on one device of each AAA domain.
    ///
    /// The first device is logged into; where it cannot be reached, the next one is, so that each credential costs one
    /// login a domain. Of one user in one domain credentials are tried one after the other, and after
    /// ``Limits/authFailures`` rejections in a row no more of them.
    ///
    /// - Parameters:
    ///   - devices: Devices with their passwords; those without a credential are left out.
    ///   - limits: What holds for the calls.
    /// - Returns: A proof for each credential in each domain, in the devices' order.
    public func proveLogins(of devices: [Device], limits: Limits = Limits()) async -> [LoginProof] {
        var order: [ProofKey] = []
        var members: [ProofKey: [Device]] = [:]
        for device in devices {
            guard let key = ProofKey(device) else { continue }
            if members[key] == nil { order.append(key) }
            members[key, default: []].append(device)
        }
        let users = Dictionary(grouping: order, by: \.login)
        var proofs: [ProofKey: LoginProof] = [:]
        await withTaskGroup(of: [ProofKey: LoginProof].self) { group in
            for keys in users.values {
                let groups = keys.map { ($0, members[$0] ?? []) }
                group.addTask { await self.prove(groups, limits: limits) }
            }
            for await proven in group { proofs.merge(proven) { first, _ in first } }
        }
        return order.compactMap { proofs[$0] }
    }

    /// Proves the credentials of one user in one domain, one after the other.
    private func prove(_ groups: [(ProofKey, [Device])], limits: Limits) async -> [ProofKey: LoginProof] {
        var proofs: [ProofKey: LoginProof] = [:]
        var rejections = 0
        for (key, devices) in groups {
            var proof = LoginProof(credential: key.credential, login: key.login, verdict: .spared)
            if rejections < max(1, limits.authFailures) {
                (proof.device, proof.verdict) = await verdict(on: devices, limits: limits)
                if case .accepted = proof.verdict { rejections = 0 }
                if proof.isRejection { rejections += 1 }
            }
            proofs[key] = proof
        }
        return proofs
    }

    /// The verdict of the first device that comes to one.
    private func verdict(on devices: [Device], limits: Limits) async -> (Device?, LoginProof.Verdict) {
        var left = devices.filter { Self.probe(for: $0) != nil }[...]
        var last: (Device?, LoginProof.Verdict) = (nil, .undecided(nil))
        var width = 1
        while !left.isEmpty {
            let batch = Array(left.prefix(width))
            left = left.dropFirst(width)
            // One alone is simply asked. Of many that may be down or hang it is found out side by side which do not.
            let reachable = batch.count == 1 ? [nil] : await reachability(of: batch, limits: limits)
            for (device, error) in zip(batch, reachable) {
                if let error {
                    last = (device, .undecided(error))
                    continue
                }
                let verdict = await verdict(of: device, limits: limits)
                last = (device, verdict)
                guard case .undecided = verdict else { return last }
            }
            width = min(256, width * 4)
        }
        return last
    }

    /// Why each of some devices does not answer a call without a password, in their order; `nil` for one that does.
    private func reachability(of devices: [Device], limits: Limits) async -> [DeviceError?] {
        await withTaskGroup(of: (Int, DeviceError?).self) { group in
            for (index, device) in devices.enumerated() {
                group.addTask {
                    let host = limits.limits(for: device).host
                    let channel = self.client.channel(to: device.withPort)
                    defer { channel.close() }
                    guard let probe = Self.probe(for: device),
                        let dialect = DialectRegistry.dialect(named: device.dialect)
                    else { return (index, nil) }
                    // What opens the privileged mode would go with its own password.
                    var stranger = device
                    stranger.credential = nil
                    var request = dialect.request(for: [probe], on: stranger, id: UInt64.random(in: 1..<1 << 40))
                    request.authentication = .none
                    do throws(DeviceError) {
                        _ = try await channel.perform(
                            request,
                            within: TransferLimits(
                                connectTimeout: host.connectTimeout,
                                requestTimeout: host.requestTimeout
                            )
                        )
                        return (index, nil)
                    } catch {
                        return (index, error)
                    }
                }
            }
            var errors = [DeviceError?](repeating: nil, count: devices.count)
            for await (index, error) in group { errors[index] = error }
            return errors
        }
    }

    /// What one device says, in one try: the next device is the next try.
    private func verdict(of device: Device, limits: Limits) async -> LoginProof.Verdict {
        guard let probe = Self.probe(for: device) else { return .undecided(nil) }
        var device = device
        // The login itself, where the dialect has one; a call that carries the password proves it as well.
        if device.session == .auto { device.session = .always }
        var limits = limits
        limits.retries.attempts = 1
        limits.hosts = []
        limits.perHost = limits.limits(for: device).host
        do {
            _ = try await reply(to: probe, from: device, limits: limits)
            return .accepted
        } catch let error as DeviceError {
            switch error.errorClass {
            case .auth: return .refused(error)
            // Whoever may be refused a command was let in; the privileged password is part of the credential.
            case .command: return error.code == .enableRefused ? .refused(error) : .accepted
            default: return .undecided(error)
            }
        } catch {
            let what = DeviceError(.interrupted, device: device.name, operation: "login", detail: "\(error)")
            return .undecided(what)
        }
    }

    private static func probe(for device: Device) -> Command? {
        // Of a device that is found out about, the one that most switches answer.
        if device.dialect == .auto { return DialectRegistry.dialect(named: .eapi)?.loginProbe }
        return DialectRegistry.dialect(of: device)?.loginProbe
    }
}

/// What is proven once: a credential in a domain.
private struct ProofKey: Sendable, Hashable {
    var login: LoginKey
    var credential: String

    init?(_ device: Device) {
        guard let login = LoginKey(device), let credential = device.credential else { return nil }
        self.login = login
        self.credential = credential.name
    }
}
