import FoundationEssentials
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

@testable import TrawlTransfer

/// A pinned certificate is the only one that a device may show.
@Suite(.timeLimit(.minutes(2)))
struct PinTests {
    private static let system = HTTPRequest(path: "/api/system")

    /// What a device shows, whoever signed it.
    private func shown(by device: Device) async throws -> PresentedCertificate {
        var device = device
        device.tls = TLSPolicy(verify: false, minimumVersion: .tls10, ciphers: device.tls.ciphers)
        return try await withTransferClient(.init(devices: 1)) { client in
            let (certificate, error) = await client.channel(to: device).certificate(within: TransferLimits())
            #expect(error == nil)
            return try #require(certificate)
        }
    }

    private func pinned(_ device: Device, to pin: CertificateFingerprint) -> Device {
        var device = device
        device.tls = TLSPolicy(ciphers: device.tls.ciphers, pin: pin)
        return device
    }

    @Test(arguments: [Fault?.none, .selfSignedCertificate, .expiredCertificate, .wrongHostCertificate])
    func `the pinned certificate is accepted whoever signed it, whatever its name and dates are`(
        fault: Fault?
    ) async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            try fleet.setFault(fault, for: device.name)
            let device2 = pinned(device, to: try await shown(by: device).fingerprint)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device2)
                for _ in 0..<3 {
                    let response = try await channel.perform(Self.system, within: TransferLimits())
                    #expect(response.status == 200)
                }
                #expect(client.statistics.connections == 1)
            }
        }
    }

    @Test
    func `another certificate is refused with both fingerprints before anything is sent`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            let old = try await shown(by: device).fingerprint
            try fleet.setFault(.selfSignedCertificate, for: device.name)
            let new = try await shown(by: device).fingerprint
            #expect(old != new)
            for verify in [true, false] {
                var device = pinned(device, to: old)
                device.tls.verify = verify
                // A trusted authority helps no certificate but the pinned one.
                device.tls.caFile = fleet.authorityFile
                try await withTransferClient(.init(devices: 1)) { client in
                    let error = await #expect(throws: DeviceError.self) {
                        try await client.channel(to: device).perform(Self.system, within: TransferLimits())
                    }
                    #expect(error?.code == .pinMismatch)
                    #expect(error?.detail.contains(old.description) == true)
                    #expect(error?.detail.contains(new.description) == true)
                    #expect(error?.detail.contains(device.endpoint) == true)
                }
            }
            #expect(fleet.statistics.requests == 0)
        }
    }

    @Test
    func `a device keeps its connection, and a new one is judged anew`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            let device2 = pinned(device, to: try await shown(by: device).fingerprint)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device2)
                _ = try await channel.perform(Self.system, within: TransferLimits())
                try fleet.setFault(.selfSignedCertificate, for: device.name)
                _ = try await channel.perform(Self.system, within: TransferLimits())
                let error = await #expect(throws: DeviceError.self) {
                    try await channel.perform(Self.system, within: TransferLimits(), onFreshConnection: true)
                }
                #expect(error?.code == .pinMismatch)
                #expect(fleet.statistics.requests == 2)
            }
        }
    }

    @Test
    func `no connection of another device at the same address is borrowed`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            let right = try await shown(by: device).fingerprint
            let wrong = try #require(CertificateFingerprint(bytes: [UInt8](repeating: 7, count: 32)))
            var others = [device, pinned(device, to: right), device]
            others[2].tls = TLSPolicy(verify: false)
            for (number, other) in others.enumerated() {
                var other = other
                other.name = "other\(number)"
                var suspect = pinned(device, to: wrong)
                suspect.tls.serverName = other.tls.serverName
                // One loop with one multi handle, so that they share its connections.
                try await withTransferClient(.init(devices: 1, loops: 1)) { client in
                    let before = fleet.statistics.requests
                    _ = try await client.channel(to: other).perform(Self.system, within: TransferLimits())
                    let error = await #expect(throws: DeviceError.self) {
                        try await client.channel(to: suspect).perform(Self.system, within: TransferLimits())
                    }
                    #expect(error?.code == .pinMismatch)
                    #expect(fleet.statistics.requests == before + 1)
                }
            }
        }
    }

    @Test(.enabled(if: OpenSSLServer.isInstalled, "openssl is not installed"), arguments: ["-tls1_2", "-tls1_3"])
    func `every new connection to a pinned device shows its certificate, no session is resumed`(
        version: String
    ) async throws {
        try await Sandbox.with { sandbox in
            try await OpenSSLServer.with([version], in: sandbox) { server in
                let plain = Device(
                    name: "page",
                    address: server.address,
                    port: server.port,
                    dialect: .http,
                    tls: TLSPolicy(caFile: sandbox.path("server.pem"))
                )
                let certificate = try await shown(by: plain)
                #expect(try await server.fingerprint(in: sandbox) == certificate.fingerprint.description)
                #expect(certificate.subject == "O=Trawl,CN=server.trawl.test")
                #expect(certificate.issuer == certificate.subject)
                #expect(certificate.names == ["DNS:server.trawl.test", "IP Address:\(server.address)"])
                let validity = try #require(certificate.notAfter).timeIntervalSince(try #require(certificate.notBefore))
                #expect(validity == 2 * 86_400)
                for (device, expected) in [(plain, "Reused, "), (pinned(plain, to: certificate.fingerprint), "New, ")] {
                    try await withTransferClient(.init(devices: 1)) { client in
                        let channel = client.channel(to: device)
                        var page = ""
                        for _ in 0..<2 {
                            let response = try await channel.perform(HTTPRequest(path: "/"), within: TransferLimits())
                            page = String(decoding: response.body, as: UTF8.self)
                        }
                        #expect(page.contains(expected), "\(page)")
                    }
                }
            }
        }
    }
}
