import Foundation
import TestSupport
import Testing
import TrawlSimulator

/// Fleets that `trawl simulate` plays, and large ones.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct SimulateTests {
    /// Runs a body while `trawl simulate` plays a fleet with an inventory `sim.yaml`.
    private static func withSimulation(
        devices: Int,
        _ body: (Sandbox) async throws -> Void
    ) async throws {
        try await Sandbox.with { sandbox in
            let fleet = try await runTrawl(
                "simulate",
                "--devices",
                "\(devices)",
                "--port",
                "0",
                "--inventory",
                "sim.yaml",
                in: sandbox,
                timeout: .seconds(200)
            ) { program in
                // Written when it listens, and announced then.
                try await eventually(within: .seconds(60)) {
                    program.errors.contains("Ctrl-C stops them") || !program.isRunning
                }
                try await body(sandbox)
                program.send(SIGINT)
            }
            #expect(fleet.status == 0, "\(fleet.stderr)")
            #expect(fleet.stdout.isEmpty)
        }
    }

    @Test func `two thousand simulated switches answer`() async throws {
        try await Self.withSimulation(devices: 2000) { sandbox in
            let collection = try sandbox.writeCollection()
            let result = try await runShell(
                "set -o pipefail; $trawl run \(collection) --inventory sim.yaml --format jsonl | wc -l",
                in: sandbox,
                timeout: .seconds(150)
            )
            #expect(result.stdout == "2000\n")
            #expect(result.status == 0)
            #expect(result.stderr.isEmpty)
        }
    }

    @Test(arguments: [
        ("missing.yaml", "missing.yaml: the file cannot be read: no such file or directory"),
        ("state", "state: the file cannot be read: is a directory"),
        ("latin.yaml", "latin.yaml: the file cannot be read: it is no UTF-8"),
    ])
    func `a file of faults that cannot be read is told as any file is`(name: String, message: String) async throws {
        try await Sandbox.with { sandbox in
            try Data([0x23, 0xE4, 0x0A]).write(to: URL(fileURLWithPath: sandbox.path("latin.yaml")))
            let result = try await runTrawl("simulate", "--port", "0", "--faults", name, in: sandbox)
            #expect(result.status == 2)
            #expect(result.stderr == "error: \(message)\n")
        }
    }

    @Test func `few open files are fitted to, with one warning`() async throws {
        try await Self.withSimulation(devices: 200) { sandbox in
            let collection = try sandbox.writeCollection()
            let result = try await runShell(
                "ulimit -Sn 64; ulimit -Hn 64; exec $trawl run \(collection) --inventory sim.yaml",
                in: sandbox,
                timeout: .seconds(120)
            )
            #expect(result.status == 0, "\(result.stderr)")
            #expect(try Record.all(in: result.lines).filter { $0.status == "ok" }.count == 200)
            let warnings = result.stderr.split(separator: "\n")
            #expect(warnings.count == 1, "\(result.stderr)")
            #expect(warnings.first?.hasPrefix("warning: ") == true)
        }
    }

    @Test func `a port that is taken and recordings that are missing are told in a sentence`() async throws {
        try await withFleet(.init(deviceCount: 1)) { fleet, sandbox in
            let busy = try await runTrawl("simulate", "--port", "\(fleet.port)", in: sandbox)
            #expect(busy.status == 2)
            #expect(
                busy.stderr == """
                    error: cannot listen on 0.0.0.0:\(fleet.port): address already in use
                      hint: say `--port 0` for a free port, or another `--port`

                    """
            )
            let missing = try await runTrawl("simulate", "--port", "0", "--replay", "missing", in: sandbox)
            #expect(missing.status == 2)
            #expect(missing.stderr == "error: missing: the recordings cannot be read: no such file or directory\n")
        }
    }
}
