import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// A password is in no place where somebody could read it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SecretTests {
    private static let password = "hunter2canary!"

    /// The password as it may show: itself, and as Basic authentication sends it.
    private static let spellings = [
        password, Data("admin:\(password)".utf8).base64EncodedString(), Data(password.utf8).base64EncodedString(),
        "hunter2canary",
    ]

    private static func leaks(in text: String) -> [String] {
        spellings.filter(text.contains)
    }

    @Test func `a run with --debug shows no password, in no file and not in the process table`() async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 6,
            password: Secret(Self.password),
            // The first answers late, so that there is time to look at the process; others fail in many words.
            faults: [
                "leaf1": .slow(.milliseconds(500)), "leaf2": .status(500), "leaf3": .garbage,
                "leaf4": .refuseCommands([]),
            ]
        )
        try await withFleet(configuration) { fleet, sandbox in
            let collection = try sandbox.writeCollection(limits: "retries: { attempts: 2, backoff: 10ms..20ms }")
            for format in ["jsonl", "yaml", "csv"] {
                let result = try await runTrawl(
                    "run",
                    collection,
                    "-i",
                    "sim.yaml",
                    "--debug",
                    "--format",
                    format,
                    in: sandbox
                ) { program in
                    for name in ["cmdline", "environ"] {
                        let process = FileManager.default.contents(atPath: "/proc/\(program.identifier)/\(name)")
                        let text = String(decoding: try #require(process), as: UTF8.self)
                        #expect(Self.leaks(in: text) == [])
                    }
                }
                #expect(result.status == 3)
                #expect(result.stderr.contains("leaf1"))
                #expect(Self.leaks(in: result.stdout) == [])
                #expect(Self.leaks(in: result.stderr) == [])
            }
            let header = try #require(fleet.recentRequests(of: "leaf1").last?.header("Authorization"))
            #expect(Self.leaks(in: header) != [], "the password did travel: \(header)")
            try Self.searchFiles(of: sandbox)
        }
    }

    /// Only the password's own file knows it.
    private static func searchFiles(of sandbox: Sandbox) throws {
        let paths = FileManager.default.subpaths(atPath: sandbox.directory) ?? []
        let guilty = paths.filter { path in
            guard let data = FileManager.default.contents(atPath: sandbox.path(path)) else { return false }
            return !leaks(in: String(decoding: data, as: UTF8.self)).isEmpty
        }
        #expect(guilty == ["sim.password"])
    }

    @Test func `a rejected password is not told`() async throws {
        try await withFleet(.init(deviceCount: 3)) { _, sandbox in
            try sandbox.write(Self.password, to: "sim.password")
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", "--debug", in: sandbox)
            #expect(result.status == 5)
            #expect(Self.leaks(in: result.stdout + result.stderr) == [])
        }
    }

    @Test(arguments: ["plan version", "devices", "check sim.yaml", "run version"])
    func `a password in the inventory is not shown`(command: String) async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            let text = try sandbox.text(of: "sim.yaml")
            let literal = text.replacingOccurrences(
                of: #"password: { file: "\#(sandbox.path("sim.password"))" }"#,
                with: #"password: "\#(Self.password)""#
            )
            #expect(literal != text)
            try sandbox.write(literal, to: "sim.yaml")
            var words = [TrawlProgram.path] + command.split(separator: " ").map(String.init)
            if !command.hasPrefix("check") { words += ["-i", "sim.yaml"] }
            let result = try await sandbox.run(words)
            #expect(Self.leaks(in: result.stdout + result.stderr) == [])
            #expect(result.stderr.contains("warning"), "a literal password is worth a warning")
            // A file that others may read is refused, without quoting the line.
            try sandbox.write(literal, to: "sim.yaml", mode: 0o644)
            let refused = try await sandbox.run(words)
            #expect(refused.status == 2)
            #expect(Self.leaks(in: refused.stdout + refused.stderr) == [])
        }
    }
}
