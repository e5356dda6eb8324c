import Foundation
import Testing
import TrawlCore
import Yams

@testable import TrawlSimulator

@Suite(.timeLimit(.minutes(2)))
struct SimulatedFleetTests {
    @Test
    func `every device answers at its own address, with its own name in a certificate that holds`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 8)) { fleet in
            #expect(Set(fleet.devices.map(\.address)).count == 8)
            for device in fleet.devices {
                let answer = try await curl(device, "/api/system")
                #expect(answer.exit == 0)
                #expect(try JSONValue(answer.body)["name"]?.text == device.name)
                #expect(answer.body.contains("18446744073709551615"))
            }
        }
    }

    @Test
    func `requests share a connection, and everything is counted`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            let answer = try await curl(device, "/api/arp", "/api/system", "/api/banner")
            #expect(answer.connections == 1)
            let statistics = fleet.statistics(of: "leaf1")
            #expect(statistics.connections == 1)
            #expect(statistics.handshakes == 1)
            #expect(statistics.requests == 3)
            #expect(statistics.requestsInFlight == 0)
            #expect(statistics.peakRequestsInFlight == 1)
            #expect(statistics.logins == 3)
            #expect(fleet.statistics.requests == 3)
            #expect(fleet.recentRequests(of: "leaf1").map(\.target) == ["/api/arp", "/api/system", "/api/banner"])
        }
    }

    @Test
    func `commands are counted by device, and the last requests are kept whole`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            let device = try #require(fleet.devices.first)
            _ = try await eapi(
                device,
                ["show version", "show bogus", "show hostname"],
                arguments: ["-H", "X-Probe: 7"]
            )
            #expect(fleet.statistics(of: "leaf1").commands == ["show version": 1, "show bogus": 1])
            let request = try #require(fleet.recentRequests(of: "leaf1").last)
            #expect(request.commands == ["show version", "show bogus"])
            #expect(request.header("x-probe") == "7")
        }
    }

    @Test
    func `old clients without keep-alive are answered and let go`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let answer = try await curl(device, "/api/system", "/api/system", arguments: ["-0"])
            #expect(answer.exit == 0)
            #expect(answer.connections == 2)
        }
    }

    @Test
    func `a request with Expect is told to go on, one that is too large is refused`() async throws {
        try await withSimulatedDevice(.eos) { device in
            let padding = String(repeating: " ", count: 1_500_000)
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("trawl-\(UUID().uuidString)")
            defer { try? FileManager.default.removeItem(at: file) }
            let body = #"{"jsonrpc":"2.0","method":"runCmds","params":{"version":1,"cmds":["show version"]},"id":1}"#
            try Data((padding + body).utf8).write(to: file)
            let answer = try await curl(device, "/command-api", arguments: ["--data-binary", "@\(file.path)"])
            #expect(answer.status == 200)
            try Data(String(repeating: "x", count: 5 << 20).utf8).write(to: file)
            let refused = try await curl(device, "/command-api", arguments: ["--data-binary", "@\(file.path)"])
            #expect(refused.status == 413)
        }
    }

    @Test
    func `without TLS the fleet speaks plain HTTP`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, usesTLS: false)) { fleet in
            let device = try #require(fleet.devices.first)
            #expect(device.scheme == .http)
            #expect(try await curl(device, "/api/system").status == 200)
            #expect(fleet.inventoryYAML.contains("scheme: http"))
        }
    }

    @Test
    func `latency is waited for`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 1,
            latency: .milliseconds(150) ... .milliseconds(200)
        )
        try await withSimulatedFleet(configuration) { fleet in
            let device = try #require(fleet.devices.first)
            let begin = ContinuousClock.now
            _ = try await curl(device, "/api/system")
            #expect(ContinuousClock.now - begin >= .milliseconds(150))
        }
    }

    @Test
    func `a session that is over asks for the password again`() async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, nxosShare: 1, sessionLifetime: .zero)
        try await withSimulatedFleet(configuration) { fleet in
            let device = try #require(fleet.devices.first)
            let cookie = try #require(try await nxapi(device, ["show version"]).header("Set-Cookie"))
            let bearing = ["-H", "Cookie: \(cookie.prefix { $0 != ";" })"]
            #expect(try await nxapi(device, ["show version"], login: nil, arguments: bearing).status == 401)
        }
    }

    @Test
    func `the inventory has one plain entry a device, and no secret`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 5,
            username: "o\"dd",
            password: Secret("canary-7f"),
            enable: Secret("canary-8e")
        )
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("trawl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("sim.yaml").path
        let devices = try await withSimulatedFleet(configuration) { fleet in
            try fleet.writeInventory(to: file)
            #expect(!fleet.inventoryYAML.contains("canary"))
            return fleet.devices
        }
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains("canary"))
        let root = try #require(try Yams.compose(yaml: text))
        #expect(root["devices"]?.mapping?.count == 5)
        #expect(root["credentials"]?["sim"]?["username"]?.string == "o\"dd")
        for device in devices {
            let entry = try #require(root["devices"]?[device.name])
            #expect(entry["address"]?.string == device.address)
            #expect(entry["dialect"]?.string == device.dialect.rawValue)
            #expect(entry["tls"]?["server_name"]?.string == device.tls.serverName)
            #expect(entry["labels"]?["role"]?.string == device.labels["role"])
        }
        let password = try #require(root["credentials"]?["sim"]?["password"]?["file"]?.string)
        #expect(try String(contentsOfFile: password, encoding: .utf8) == "canary-7f")
        let mode = try FileManager.default.attributesOfItem(atPath: password)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
        let authority = try #require(root["defaults"]?["tls"]?["ca_file"]?.string)
        #expect(try String(contentsOfFile: authority, encoding: .utf8).contains("BEGIN CERTIFICATE"))
    }

    @Test
    func `after the end nobody listens and nothing is left behind`() async throws {
        let (device, authority) = try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            (try #require(fleet.devices.first), try #require(fleet.authorityFile))
        }
        #expect(!FileManager.default.fileExists(atPath: authority))
        var bare = device
        bare.tls.caFile = nil
        #expect(try await curl(bare, "/api/system").exit == 7)
    }

    @Test
    func `nobody answers at an address that is none of the fleet's`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1)) { fleet in
            var stranger = try #require(fleet.devices.first)
            stranger.address = "127.1.0.2"
            #expect([7, 35, 56].contains(try await curl(stranger, "/api/system").exit))
            stranger.address = "127.0.0.1"
            #expect([7, 35, 56].contains(try await curl(stranger, "/api/system").exit))
        }
    }

    @Test(arguments: [
        SimulatedFleet.Configuration(deviceCount: 0), .init(port: 70_000), .init(nxosShare: 1.5),
        .init(firstAddress: "10.0.0.1"), .init(firstAddress: "localhost"),
        .init(deviceCount: 300, firstAddress: "127.255.255.1"), .init(faults: ["leaf9": .close]),
        .init(replayDirectory: "/nonexistent"),
    ])
    func `a configuration that makes no sense is refused`(configuration: SimulatedFleet.Configuration) async {
        await #expect(throws: (any Error).self) { try await withSimulatedFleet(configuration) { _ in } }
    }

    @Test
    func `ten thousand devices start within ten seconds and are all there`() async throws {
        let begin = ContinuousClock.now
        try await withSimulatedFleet(.init(deviceCount: 10_000)) { fleet in
            #expect(ContinuousClock.now - begin < .seconds(10))
            let devices = fleet.devices
            #expect(devices.count == 10_000)
            for device in [devices[0], devices[5000], devices[9999]] {
                let answer = try await curl(device, "/api/system")
                #expect(try JSONValue(answer.body)["name"]?.text == device.name)
            }
        }
    }
}
