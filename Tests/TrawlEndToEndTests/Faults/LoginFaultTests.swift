import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Rows of the catalogue about passwords, beside the devices of the section.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LoginFaultTests {
    @Test func `row 64: one device with a wrong credential of its own among fifty`() async throws {
        try await withFleet(.init(deviceCount: 50)) { fleet, sandbox in
            let device = try #require(fleet.device(named: "leaf7"))
            let text = try sandbox.text(of: "sim.yaml")
            let other = text.replacing(
                "address: \(device.address),",
                with: "address: \(device.address), credentials: other,"
            )
            .replacing(
                "credentials:\n",
                with: "credentials:\n  other: { username: other, password: { file: other } }\n"
            )
            try sandbox.write(other, to: "sim.yaml")
            try sandbox.write("wrong", to: "other")
            let result = try await runTrawl("run", try sandbox.writeCollection(), "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            let failed = try Record.all(in: result.lines).filter { $0.status != "ok" }
            #expect(failed.map(\.device) == ["leaf7"])
            #expect(failed.map { $0.error?.code } == ["login-rejected"])
            #expect(fleet.statistics.rejectedLogins == 1)
            #expect(fleet.statistics.logins == 50)
        }
    }

    @Test func `row 73: neither netrc nor the environment's proxies are used`() async throws {
        try await withSimulatedFleet(.init(deviceCount: 1, firstAddress: "127.9.0.1", usesTLS: false)) { trap in
            let configuration = SimulatedFleet.Configuration(
                deviceCount: 2,
                faults: ["leaf1": .body("{}"), "spine1": .body("{}")]
            )
            try await withFleet(configuration) { fleet, sandbox in
                let address = try #require(trap.devices.first).address
                let proxy = "http://operator:hunter3@\(address):\(trap.port)"
                try sandbox.write("default login operator password hunter3\n", to: "home/.netrc")
                let text = try sandbox.text(of: "sim.yaml")
                    .replacing("  credentials: sim\n", with: "").replacing(/dialect: [a-z]+/, with: "dialect: http")
                try sandbox.write(text, to: "sim.yaml")
                let collection = try sandbox.writeCollection(request: "{ name: system, http: /api/system }")
                let names = ["http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"]
                let result = try await runTrawl(
                    "run",
                    collection,
                    "-i",
                    "sim.yaml",
                    in: sandbox,
                    environment: Dictionary(uniqueKeysWithValues: names.map { ($0, proxy) })
                )
                #expect(result.status == 0, "\(result.stdout)\(result.stderr)")
                for device in fleet.devices {
                    let request = try #require(fleet.recentRequests(of: device.name).first)
                    #expect(request.header("Authorization") == nil && request.header("Proxy-Authorization") == nil)
                }
                #expect(trap.statistics.connections == 0)
            }
        }
    }

    @Test(arguments: [
        "a:b:c", "100%41 %zz", #"quote" \back' $HOME #no"#, "pässwörd-密码-🔑", String(repeating: "0123456789", count: 20),
    ])
    func `row 74: any text is a password`(password: String) async throws {
        try await withFleet(.init(deviceCount: 2, password: Secret(password))) { fleet, sandbox in
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", "--debug", in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
            #expect(fleet.statistics.rejectedLogins == 0)
            #expect(!result.stdout.contains(password) && !result.stderr.contains(password))
        }
    }

    @Test(arguments: [("two\nlines", "line"), ("", "empty"), ("\n", "empty"), ("a\rb", "line")])
    func `rows 74 and 75: what is no password is refused before anything is sent`(
        text: String,
        word: String
    ) async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            try sandbox.write(text, to: "sim.password")
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 2, "\(result.stderr)")
            #expect(result.stderr.contains(word), "\(result.stderr)")
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test func `row 75: a password's file that others may read is warned about`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            try sandbox.write("admin", to: "sim.password", mode: 0o644)
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stderr.contains("warning: ") && result.stderr.contains("sim.password"), "\(result.stderr)")
        }
    }
}
