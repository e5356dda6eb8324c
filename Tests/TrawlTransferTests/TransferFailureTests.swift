import Glibc
import Testing
import TrawlCore
import TrawlSimulator

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(2)))
struct TransferFailureTests {
    private static let quick = TransferLimits(connectTimeout: .milliseconds(400), requestTimeout: .milliseconds(800))

    private func failure(
        of device: Device,
        within limits: TransferLimits = quick,
        path: String = "/api/system"
    ) async throws -> DeviceError? {
        try await withTransferClient(.init(devices: 1)) { client in
            await #expect(throws: DeviceError.self) {
                try await client.channel(to: device).perform(HTTPRequest(path: path), within: limits)
            }
        }
    }

    @Test(arguments: [
        (Fault.silent, DeviceError.Code.requestTimeout), (.slow(.seconds(60)), .requestTimeout),
        (.drip(bytes: 1, every: .milliseconds(300)), .requestTimeout), (.tlsStall, .handshakeTimeout),
        (.plainHTTP, .notTLS), (.close, .connectionReset), (.reset, .connectionReset),
        (.closeUnanswered, .connectionClosed), (.resetUnanswered, .connectionReset),
        (.truncate(after: 20), .truncated), (.expiredCertificate, .certificateExpired),
        (.wrongHostCertificate, .certificateWrongHost), (.selfSignedCertificate, .certificateUntrusted),
    ])
    func `what a device does wrong has a code of its own`(fault: Fault, code: DeviceError.Code) async throws {
        try await withSimulatedDevice(.eos, failing: fault) { device in
            let error = try await failure(of: device)
            #expect(error?.code == code)
            #expect(error?.device == device.name)
            #expect(error?.detail.contains(device.endpoint) == true)
            // A device that took the connection was reached.
            #expect(error?.detail.contains("Failed to connect") == false)
        }
    }

    @Test
    func `a certificate of an authority that is not trusted is refused`() async throws {
        try await withSimulatedDevice(.eos) { device in
            var device = device
            device.tls.caFile = nil
            let error = try await failure(of: device)
            #expect(error?.code == .certificateUntrusted)
        }
    }

    @Test
    func `a certificate for another name is refused, unless nothing is checked`() async throws {
        try await withSimulatedDevice(.eos) { device in
            var device = device
            device.tls.serverName = "another.example.net"
            let error = try await failure(of: device)
            #expect(error?.code == .certificateWrongHost)
            device.tls.verify = false
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                let response = try await channel.perform(HTTPRequest(path: "/api/system"), within: Self.quick)
                #expect(response.status == 200)
            }
        }
    }

    @Test
    func `a file of authorities that is missing is this host's trouble`() async throws {
        try await withSimulatedDevice(.eos) { device in
            var device = device
            device.tls.caFile = "/nonexistent/ca.pem"
            let error = try await failure(of: device)
            #expect(error?.code == .tlsFileUnusable)
        }
    }

    @Test
    func `a port where nobody listens refuses`() async throws {
        let port = try RawServer.unusedPort()
        let device = Device(name: "leaf1", address: "127.0.0.1", port: port, dialect: .http)
        let error = try await failure(of: device)
        #expect(error?.code == .connectionRefused)
    }

    @Test
    func `a name that does not exist is unknown`() async throws {
        // No host name begins so: the answer comes without a DNS server.
        let device = Device(name: "leaf1", address: "-x.invalid", dialect: .http)
        let limits = TransferLimits(connectTimeout: .seconds(20))
        let error = try await failure(of: device, within: limits)
        #expect(error?.code == .nameUnknown)
        #expect(error?.detail.contains("-x.invalid") == true)
    }

    @Test(arguments: [
        (EAI_NONAME, DeviceError.Code.nameUnknown), (EAI_FAIL, .nameUnknown), (EAI_AGAIN, .resolverTimeout),
        (EAI_SYSTEM, .localResources), (EAI_MEMORY, .localResources),
    ])
    func `a resolver that could not answer for now is another failure than an unknown name`(
        status: Int32,
        code: DeviceError.Code
    ) {
        #expect(Resolver.code(of: status) == code)
    }

    @Test(arguments: [(Fault.tlsStall, DeviceError.Code.handshakeTimeout), (.plainHTTP, .notTLS)])
    func `a handshake that fails while a device is only connected to has its own code`(
        fault: Fault,
        code: DeviceError.Code
    ) async throws {
        try await withSimulatedDevice(.eos, failing: fault) { device in
            try await withTransferClient(.init(devices: 1)) { client in
                let error = await #expect(throws: DeviceError.self) {
                    try await client.channel(to: device).connect(within: Self.quick)
                }
                #expect(error?.code == code)
            }
        }
    }

    @Test
    func `a name is found by our own resolver, and checked in the certificate as it stands`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, firstAddress: "127.0.0.1")) { fleet in
            var device = try #require(fleet.devices.first)
            device.address = "localhost"
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                for _ in 0..<2 {
                    let response = try await channel.perform(HTTPRequest(path: "/api/system"), within: TransferLimits())
                    #expect(response.status == 200)
                }
                #expect(client.statistics.connections == 1)
            }
            device.tls.serverName = nil
            let error = try await failure(of: device)
            #expect(error?.code == .certificateWrongHost)
        }
    }

    @Test
    func `a source address that this host does not have is named`() async throws {
        try await withSimulatedDevice(.eos) { device in
            var device = device
            device.source = "192.0.2.77"
            let error = try await failure(of: device)
            #expect(error?.code == .sourceUnusable)
        }
    }

    @Test(arguments: [1000, 64 << 10, 1 << 20])
    func `a body past the limit ends the transfer, told or chunked, and costs no more than the limit`(
        limit: Int
    ) async throws {
        let limits = TransferLimits(responseSize: limit)
        try await withSimulatedDevice(.eos, failing: .large(bytes: 1 << 40)) { device in
            let error = try await failure(of: device, within: limits)
            #expect(error?.code == .responseTooLarge)
        }
        let header = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
        try await RawServer.withServer(.answer(header, then: .endless("x"))) { device in
            let error = try await failure(of: device, within: limits)
            #expect(error?.code == .responseTooLarge)
        }
    }

    @Test
    func `a device from before secure renegotiation is refused, and let in where old TLS is allowed`() async throws {
        // TLS 1.2, AES128-SHA, and no extension at all.
        let hello = "\u{16}\u{3}\u{3}\u{0}\u{2A}\u{2}\u{0}\u{0}\u{26}\u{3}\u{3}" + String(repeating: "r", count: 32)
        try await RawServer.withServer(.answer(hello + "\u{0}\u{0}\u{2F}\u{0}", then: .close)) { device in
            var device = device
            device.scheme = .https
            device.tls.verify = false
            #expect(try await failure(of: device, within: TransferLimits())?.code == .noCommonCipher)
            device.tls.minimumVersion = .tls10
            // The handshake goes on, as far as this server has one.
            let error = try await failure(of: device, within: TransferLimits())
            #expect(error?.code == .connectionReset)
        }
    }

    @Test
    func `a body of exactly the limit is taken`() async throws {
        let body = String(repeating: "x", count: 5000)
        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + body
        try await RawServer.withServer(.answer(answer)) { device in
            try await withTransferClient(.init(devices: 1)) { client in
                let limits = TransferLimits(responseSize: 5000)
                let response = try await client.channel(to: device).perform(HTTPRequest(path: "/"), within: limits)
                #expect(response.body == Array(body.utf8))
            }
            let error = try await failure(of: device, within: TransferLimits(responseSize: 4999))
            #expect(error?.code == .responseTooLarge)
        }
    }

    @Test(arguments: [
        (
            RawServer.Script.answer("HTTP/1.1 200 OK\r\n", then: .endless("X-Filler: 0123456789\r\n")),
            DeviceError.Code.headersTooLarge
        ),
        (.answer("HTTP/1.1 200 OK\r\nX-Long: ", then: .endless("0123456789")), .invalidHTTP),
        (.answer("SSH-2.0-OpenSSH_9.2\r\n", then: .close), .notHTTP),
        (.answer("", then: .close), .connectionClosed),
        (.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nxx\r\n", then: .close), .brokenFraming),
        (.answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", then: .close), .truncated),
        (.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", then: .close), .truncated),
        (.answer("HTTP/1.1 200 OK\r\nContent-Len", then: .close), .truncated),
        (.answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", then: .silence), .requestTimeout),
        (
            .answer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n",
                then: .endless("X-T: 0123\r\n")
            ),
            .headersTooLarge
        ),
    ])
    func `what is no HTTP, or too much of it, ends the transfer`(
        script: RawServer.Script,
        code: DeviceError.Code
    ) async throws {
        try await RawServer.withServer(script) { device in
            let limits = TransferLimits(
                requestTimeout: code == .requestTimeout ? .milliseconds(500) : .seconds(30)
            )
            let error = try await failure(of: device, within: limits)
            #expect(error?.code == code)
        }
    }

    @Test
    func `a connect that nobody answers is a connect timeout`() async throws {
        try await RawServer.withFullBacklog { device in
            let error = try await failure(of: device)
            #expect(error?.code == .connectTimeout)
        }
    }

    @Test
    func `after a failure the device's next transfer goes well`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, faults: ["leaf1": .silent])) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                for fault in [Fault.silent, .tlsStall, .truncate(after: 9), .closeUnanswered] {
                    try fleet.setFault(fault, for: device.name)
                    await #expect(throws: DeviceError.self) {
                        try await channel.perform(
                            HTTPRequest(path: "/api/arp"),
                            within: Self.quick,
                            onFreshConnection: true
                        )
                    }
                    try fleet.setFault(nil, for: device.name)
                    let response = try await channel.perform(HTTPRequest(path: "/api/arp"), within: TransferLimits())
                    #expect(response.status == 200)
                }
            }
        }
    }

    @Test
    func `a timeout reaches a task that runs on the loop itself, with nothing else going on`() async throws {
        try await withSimulatedDevice(.eos, failing: .silent) { device in
            try await withTransferClient(.init(devices: 1, loops: 1)) { client in
                let channel = client.channel(to: device)
                let task = Task(executorPreference: channel.executor) { () -> DeviceError.Code? in
                    do throws(DeviceError) {
                        _ = try await channel.perform(HTTPRequest(path: "/api/arp"), within: Self.quick)
                        return nil
                    } catch {
                        return error.code
                    }
                }
                #expect(await task.value == .requestTimeout)
            }
        }
    }
}
