import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// A password is in no place where somebody could read it.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SecretTests {
    private static let password = "hunter2canary!"

    /// The password as it may show: itself, as Basic authentication sends it, and escaped as in a URL; the first
    /// letters cover a text that was cut.
    private static let spellings = [
        password, Data("admin:\(password)".utf8).base64EncodedString(), Data(password.utf8).base64EncodedString(),
        "hunter2canary%21", "hunter2", String(Data("admin:\(password)".utf8).base64EncodedString().prefix(16)),
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
                        // The environment is nobody's business but root's.
                        let process = FileManager.default.contents(atPath: "/proc/\(program.identifier)/\(name)")
                        #expect(process != nil || name == "environ")
                        #expect(Self.leaks(in: String(decoding: process ?? Data(), as: UTF8.self)) == [])
                    }
                }
                #expect(result.status == 3)
                #expect(result.stderr.contains("leaf1"))
                #expect(Self.leaks(in: result.stdout) == [])
                #expect(Self.leaks(in: result.stderr) == [])
            }
            // The journal lies there while the run goes on; what it held is in the files.
            let kept = try await runTrawl(
                "run",
                collection,
                "-i",
                "sim.yaml",
                "--debug",
                "-o",
                "all.jsonl",
                in: sandbox
            ) {
                program in
                let journal = ".all.jsonl.trawl-journal"
                try await eventually { try !program.isRunning || sandbox.names(in: ".").contains(journal) }
                let text = FileManager.default.contents(atPath: sandbox.path(journal)) ?? Data()
                #expect(Self.leaks(in: String(decoding: text, as: UTF8.self)) == [])
            }
            #expect(kept.status == 3)
            #expect(try sandbox.lines(of: "all.jsonl").count == 6)
            let header = try #require(fleet.recentRequests(of: "leaf1").last?.header("Authorization"))
            #expect(Self.leaks(in: header) != [], "the password did travel: \(header)")
            try Self.searchFiles(of: sandbox)
        }
    }

    /// Signals that a program dies of by its own fault, or by somebody who wants to see its memory.
    private static let crashes = [SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGQUIT]

    @Test(arguments: crashes, ["", "-o all.jsonl", "-o all/"])
    func `a crash shows no password, and leaves no core`(signal: Int32, output: String) async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 40,
            password: Secret(Self.password),
            faults: ["leaf2": .silent, "leaf3": .silent, "leaf4": .silent]
        )
        try await withFleet(configuration) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            // As talkative as the runtime can be, and with cores where the system writes them to files.
            let line = "ulimit -c unlimited 2>/dev/null; exec $trawl run \(collection) -i sim.yaml --debug \(output)"
            let environment = [
                "trawl": TrawlProgram.path,
                "SWIFT_BACKTRACE": "enable=yes,registers=all,threads=all,images=all,interactive=no,color=no",
            ]
            let result = try await sandbox.run(["/bin/bash", "-c", line], environment: environment) { program in
                try await eventually { fleet.statistics.requestsInFlight == 3 && fleet.statistics.requests == 40 }
                let limits = FileManager.default.contents(atPath: "/proc/\(program.identifier)/limits") ?? Data()
                let core = String(decoding: limits, as: UTF8.self).split(separator: "\n")
                    .first { $0.hasPrefix("Max core file size") }
                #expect(core?.split(separator: " ").suffix(3) == ["0", "0", "bytes"])
                program.send(signal)
            }
            #expect(result.status == 128 + signal)
            #expect(Self.leaks(in: result.stdout + result.stderr) == [])
            #expect(!result.stderr.contains("Registers:"), "\(result.stderr)")
            try Self.searchFiles(of: sandbox)
            // The journal of the run that is not complete was among them.
            let journal = ["-o all.jsonl": ".all.jsonl.trawl-journal", "-o all/": "all/.trawl-journal"][output]
            if let journal { #expect(try sandbox.lines(of: journal).isEmpty == false) }
            #expect(try sandbox.names(in: "").filter { $0.contains("core") } == [])
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
