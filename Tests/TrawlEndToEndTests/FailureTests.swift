import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Some devices in trouble: the others' rows, the grouped causes, and asking the troubled ones again.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct FailureTests {
    private static let troubled: Set = ["leaf5", "leaf11", "leaf17", "leaf23"]

    /// leaf5 refuses connections, leaf11 never answers, leaf17 resets, and leaf23 refuses the command.
    private static func trouble(_ fleet: SimulatedFleet, _ sandbox: Sandbox) throws {
        try fleet.setFault(.silent, for: "leaf11")
        try fleet.setFault(.reset, for: "leaf17")
        try fleet.setFault(.refuseCommands([]), for: "leaf23")
        let sound = try sandbox.text(of: "sim.yaml")
        let address = try #require(fleet.device(named: "leaf5")?.address)
        let broken = sound.replacingOccurrences(of: "address: \(address),", with: "address: \(address), port: 1,")
        #expect(broken != sound)
        try sandbox.write(sound, to: "sound.yaml")
        try sandbox.write(broken, to: "sim.yaml")
    }

    private static func heal(_ fleet: SimulatedFleet, _ sandbox: Sandbox) throws {
        for name in troubled { try fleet.setFault(nil, for: name) }
        try sandbox.write(try sandbox.text(of: "sound.yaml"), to: "sim.yaml")
    }

    private static let limits = "timeout: { connect: 2s, request: 1s }, retries: { attempts: 1 }"

    @Test func `four of 48 devices fail, are named by cause, and alone are asked again`() async throws {
        try await withFleet(.init(deviceCount: 48)) { fleet, sandbox in
            let collection = try sandbox.writeCollection(limits: Self.limits)
            try Self.trouble(fleet, sandbox)
            let run = try await runTrawlOnTerminal("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(run.status == 3)
            let names = run.lines.map { String($0.prefix { $0 != " " }) }.filter { name in
                fleet.devices.contains { $0.name == name }
            }
            #expect(Set(names) == Set(fleet.devices.map(\.name)).subtracting(Self.troubled))
            #expect(names.count == 44)
            for line in [
                "48 devices, 44 ok, 4 failed", "1 device: unreachable / connection-refused: leaf5",
                "1 device: timeout / request-timeout: leaf11", "1 device: transport / connection-reset: leaf17",
                "1 device: command / command-refused: leaf23",
            ] {
                #expect(run.stderr.contains(line), "\(run.stderr)")
            }

            let before = fleet.statistics
            let sound = try await runTrawl("run", collection, "-i", "sim.yaml", "--failed", "-d", "leaf1", in: sandbox)
            #expect(sound.status == 0)
            #expect(sound.stderr == "none of the chosen devices failed last time\n")
            #expect(fleet.statistics.requests == before.requests)

            let again = try await runTrawl("run", collection, "-i", "sim.yaml", "--failed", in: sandbox)
            #expect(again.status == 3)
            #expect(Set(try Record.all(in: again.lines).map(\.device)) == Self.troubled)
            #expect(again.lines.count == 4)
            // Only the silent one and the refusing one get as far as a request; the latter is asked without a password
            // first where the silent one kept it waiting.
            #expect((2...3).contains(fleet.statistics.requests - before.requests))
            for device in fleet.devices where !Self.troubled.contains(device.name) {
                #expect(fleet.statistics(of: device.name).requests == 1)
            }

            try Self.heal(fleet, sandbox)
            let healed = try await runTrawl("run", collection, "-i", "sim.yaml", "--failed", in: sandbox)
            #expect(healed.status == 0, "\(healed.stderr)")
            #expect(Set(try Record.all(in: healed.lines).map(\.device)) == Self.troubled)

            let requests = fleet.statistics.requests
            let nothing = try await runTrawl("run", collection, "-i", "sim.yaml", "--failed", in: sandbox)
            #expect(nothing.status == 0)
            #expect(nothing.stdout.isEmpty)
            #expect(nothing.stderr == "nothing failed last time\n")
            #expect(fleet.statistics.requests == requests)
        }
    }

    @Test func `a failure costs only itself`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            try fleet.setFault(.refuseCommands(["show hostname"]), for: "leaf1")
            try fleet.setFault(.refuseCommands(["show hostname"]), for: "spine1")
            let result = try await runTrawl(
                "ask",
                "show version",
                "show hostname",
                "show vlan",
                "-i",
                "sim.yaml",
                in: sandbox
            )
            #expect(result.status == 3)
            let records = try Record.all(in: result.lines)
            #expect(records.count == 6)
            #expect(records.allSatisfy { ($0.status == "failed") == ($0.request == "show hostname") })
            #expect(records.filter { $0.status == "failed" }.allSatisfy { $0.error?.class == "command" })
        }
    }

    @Test(arguments: [
        ("close", Fault.close, "transport"), ("reset after the request", .resetUnanswered, "transport"),
        ("plain HTTP", .plainHTTP, "tls"), ("expired", .expiredCertificate, "tls"),
        ("another host's", .wrongHostCertificate, "tls"), ("self-signed", .selfSignedCertificate, "tls"),
        ("not found", .status(404), "http"), ("broken", .status(500), "http"), ("forbidden", .status(403), "auth"),
        ("busy", .status(429), "throttled"), ("redirect", .redirect(to: "https://127.0.0.1:1/"), "redirect"),
        ("garbage", .garbage, "decode"), ("cut off", .truncate(after: 40), "transport"), ("wrong id", .wrongID, "rpc"),
        ("large", .large(bytes: 200_000), "toolarge"), ("not HTTP", .raw("SSH-2.0-x\r\n"), "protocol"),
    ])
    func `trouble of one device has its class and leaves the other alone`(
        title: String,
        fault: Fault,
        expected: String
    ) async throws {
        try await withFleet(.init(deviceCount: 2, faults: ["leaf1": fault])) { _, sandbox in
            let collection = try sandbox.writeCollection(limits: Self.limits + ", response_size: 64KiB")
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", "--order", "inventory", in: sandbox)
            let records = try Record.all(in: result.lines)
            #expect(result.status == 3)
            #expect(records.map(\.device) == ["leaf1", "spine1"])
            #expect(records.first?.error?.class == expected, "\(title): \(result.stdout)")
            #expect(records.last?.status == "ok", "\(title)")
        }
    }
}
