import Glibc
import Synchronization
import Testing
import TrawlCore
import TrawlSimulator

@testable import TrawlTransfer

@Suite(.timeLimit(.minutes(2)))
struct TransferClientTests {
    private static let system = HTTPRequest(path: "/api/system")

    @Test(arguments: [true, false])
    func `an answer comes whole, with its status, headers and timing`(usesTLS: Bool) async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, usesTLS: usesTLS)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let response = try await client.channel(to: device).perform(Self.system, within: TransferLimits())
                #expect(response.status == 200)
                #expect(response.mediaType == "application/json")
                #expect(response.body.first == UInt8(ascii: "{"))
                #expect(response.timing.bytes == response.body.count)
                #expect(!response.timing.reused)
                #expect(response.timing.connect > .zero)
                #expect((response.timing.tls > .zero) == usesTLS)
                #expect(response.timing.total >= response.timing.firstByte)
                #expect(response.timing.firstByte >= response.timing.connect + response.timing.tls)
            }
        }
    }

    @Test
    func `a kept connection is used again, without connect and handshake`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                for number in 0..<5 {
                    let response = try await channel.perform(Self.system, within: TransferLimits())
                    #expect(response.timing.reused == (number > 0))
                    #expect((response.timing.connect == .zero) == (number > 0))
                    #expect((response.timing.tls == .zero) == (number > 0))
                }
                #expect(
                    client.statistics
                        == TransferStatistics(
                            transfers: 5,
                            connections: 1,
                            handles: 1,
                            handshakes: 1,
                            openConnections: 1
                        )
                )
                #expect(fleet.statistics.connections == 1)
                #expect(fleet.statistics.handshakes == 1)
            }
        }
    }

    @Test
    func `a connection that is not to be kept is closed with its answer`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                for _ in 0..<2 {
                    _ = try await channel.perform(Self.system, within: TransferLimits(), keepsConnection: false)
                }
                #expect(client.statistics.connections == 2)
                #expect(await eventually { fleet.statistics.openConnections == 0 })
            }
        }
    }

    @Test
    func `a fresh connection is made where one is asked for, and where the kept one was dropped`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                _ = try await channel.perform(Self.system, within: TransferLimits())
                let fresh = try await channel.perform(Self.system, within: TransferLimits(), onFreshConnection: true)
                #expect(!fresh.timing.reused)
                channel.dropConnection()
                _ = try await channel.perform(Self.system, within: TransferLimits())
                channel.dropConnection()
                channel.dropConnection()
                _ = try await channel.perform(Self.system, within: TransferLimits())
                #expect(client.statistics.connections == 4)
                #expect(await eventually { fleet.statistics.openConnections == 1 })
            }
        }
    }

    @Test
    func `closing a channel lets go of its connection`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                _ = try await channel.perform(Self.system, within: TransferLimits())
                #expect(fleet.statistics.openConnections == 1)
                channel.close()
                #expect(await eventually { fleet.statistics.openConnections == 0 })
            }
        }
    }

    @Test
    func `credentials are sent at once, and nothing is that was not asked for`() async throws {
        unsafe setenv("http_proxy", "http://127.0.0.1:9", 1)
        unsafe setenv("https_proxy", "http://127.0.0.1:9", 1)
        unsafe setenv("ALL_PROXY", "http://127.0.0.1:9", 1)
        defer {
            for name in ["http_proxy", "https_proxy", "ALL_PROXY"] { unsafe unsetenv(name) }
        }
        for usesTLS in [true, false] {
            try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: 0, usesTLS: usesTLS)) { fleet in
                let device = try #require(fleet.devices.first)
                try await withTransferClient(.init(devices: 1)) { client in
                    let request = HTTPRequest(
                        method: "POST",
                        path: "/command-api",
                        headers: [HTTPField("Content-Type", "application/json"), HTTPField("X-Empty", "")],
                        body: Array(repeating: UInt8(ascii: " "), count: 100_000)
                    )
                    _ = try await client.channel(to: device).perform(request, within: TransferLimits())
                    #expect(client.statistics.transfers == 1)
                }
                let recorded = fleet.recentRequests(of: device.name)
                #expect(recorded.count == 1)
                let seen = try #require(recorded.first)
                #expect(seen.method == "POST")
                #expect(seen.header("Authorization") == "Basic YWRtaW46YWRtaW4=")
                #expect(seen.header("Content-Length") == "100000")
                #expect(seen.header("Content-Type") == "application/json")
                #expect(seen.header("X-Empty") == "")
                #expect(seen.header("Expect") == nil)
                #expect(seen.header("Accept-Encoding") == nil)
                #expect(seen.header("Cookie") == nil)
                #expect(seen.header("Proxy-Connection") == nil)
            }
        }
    }

    @Test
    func `one handle serves methods in any order, and none leaks into the next`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, nxosShare: 0, recordedRequests: 16)) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let channel = client.channel(to: device)
                let body = Array(#"{"jsonrpc":"2.0"}"#.utf8)
                let requests = [
                    HTTPRequest(path: "/api/system"), HTTPRequest(method: "POST", path: "/command-api", body: body),
                    HTTPRequest(method: "POST", path: "/logout"), HTTPRequest(path: "/api/arp"),
                    HTTPRequest(method: "HEAD", path: "/command-api"), HTTPRequest(path: "/api/system"),
                    HTTPRequest(method: "POST", path: "/command-api", body: []),
                    HTTPRequest(method: "DELETE", path: "/x"), HTTPRequest(method: "POST", path: "/x", body: body),
                ]
                for request in requests { _ = try await channel.perform(request, within: TransferLimits()) }
                let seen = fleet.recentRequests(of: device.name)
                #expect(seen.map(\.method) == requests.map(\.method))
                #expect(seen.map(\.target) == requests.map(\.path))
                let lengths = seen.map { $0.header("Content-Length") ?? "0" }
                #expect(lengths == requests.map { "\($0.body?.count ?? 0)" })
            }
        }
    }

    @Test
    func `a redirect is handed on, and not followed`() async throws {
        try await withSimulatedDevice(.eos, failing: .redirect(to: "http://127.0.0.1:9/")) { device in
            try await withTransferClient(.init(devices: 1)) { client in
                let response = try await client.channel(to: device).perform(Self.system, within: TransferLimits())
                #expect(response.status == 302)
                #expect(response.header("Location") == "http://127.0.0.1:9/")
            }
        }
    }

    @Test
    func `many devices are asked at once over several loops, each over one connection`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 500)) { fleet in
            let devices = fleet.devices
            try await withTransferClient(.init(devices: 500, loops: 3)) { client in
                let channels = devices.map { client.channel(to: $0) }
                for _ in 0..<2 {
                    let names = try await withThrowingTaskGroup(of: String.self) { group in
                        for (device, channel) in zip(devices, channels) {
                            group.addTask(executorPreference: channel.executor) {
                                let response = try await channel.perform(Self.system, within: TransferLimits())
                                let text = String(decoding: response.body, as: UTF8.self)
                                return text.contains("\"\(device.name)\"") ? device.name : "not \(device.name)"
                            }
                        }
                        return try await group.reduce(into: Set<String>()) { $0.insert($1) }
                    }
                    #expect(names == Set(devices.map(\.name)))
                }
                #expect(
                    client.statistics
                        == TransferStatistics(
                            transfers: 1000,
                            connections: 500,
                            handles: 500,
                            handshakes: 500,
                            openConnections: 500
                        )
                )
                #expect(fleet.statistics.peakConnections == 500)
            }
            #expect(await eventually { fleet.statistics.openConnections == 0 })
        }
    }

    @Test
    func `connects beyond the simultaneous ones wait for their turn`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 40)) { fleet in
            let devices = fleet.devices
            var configuration = TransferClient.Configuration(devices: 40, loops: 1)
            configuration.simultaneousConnects = 2
            try await withTransferClient(configuration) { client in
                await withTaskGroup(of: Int?.self) { group in
                    for device in devices {
                        group.addTask {
                            // An error would show as a missing status.
                            try? await client.channel(to: device).perform(Self.system, within: TransferLimits()).status
                        }
                    }
                    for await status in group { #expect(status == 200) }
                }
            }
        }
    }

    @Test
    func `the versions of the libraries are known`() {
        #expect(TransferClient.libraryVersions.curl.first?.isNumber == true)
        #expect(TransferClient.libraryVersions.tls.contains("SSL"))
    }
}
