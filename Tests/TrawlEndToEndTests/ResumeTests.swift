import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Runs that are killed, and gone on with.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct ResumeTests {
    private static let requests = """
        limits: { logins: 2000/s, concurrency: 4, per_host: { rate: 1000/s } }
        requests:
          - { name: version, eapi: show version, nxapi: show version }
          - { name: hostname, eapi: show hostname, nxapi: show hostname }

        """

    /// The devices and requests that a run has kept so far, by what lies on the disk.
    private static func kept(in output: String, _ sandbox: Sandbox) throws -> Set<String> {
        if output == "jl/" {
            let files = (try? sandbox.names(in: "jl")) ?? []  // absent: killed before it was made
            return try Set(
                files.filter { $0.hasSuffix(".jsonl") }.flatMap { file in
                    try Record.all(in: sandbox.lines(of: "jl/\(file)"))
                        .filter { $0.status == "ok" }.map { "\($0.device)/\($0.request)" }
                }
            )
        }
        let path = output == "raw/" ? "raw/.trawl-journal" : ".\(output).trawl-journal"
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: sandbox.path(path)))) ?? Data()  // absent, as above
        let text = String(decoding: bytes, as: UTF8.self)
        return Set(
            text.matches(of: /\{"device":"([^"]+)","collection":"quick","request":"([^"]+)"(?:,"bytes":[0-9]+)?\}\n/)
                .map { "\($0.output.1)/\($0.output.2)" }
        )
    }

    /// The devices and requests of a complete output.
    private static func written(in output: String, _ sandbox: Sandbox) throws -> [String] {
        switch output {
        case "all.jsonl":
            let records = try Record.all(in: sandbox.lines(of: output))
            #expect(Set(records.map(\.run)).count == 1)
            #expect(records.allSatisfy { $0.status == "ok" })
            return records.map { "\($0.device)/\($0.request)" }
        case "all.csv":
            return try sandbox.text(of: output).split(separator: "\r\n").dropFirst()
                .map { $0.split(separator: ",").prefix(2).joined(separator: "/") }
        case "jl/":
            let files = try sandbox.names(in: "jl")
            let records = try files.flatMap { file in
                try Record.all(in: sandbox.lines(of: "jl/\(file)"))
            }
            #expect(Set(records.map(\.run)).count == 1)
            return records.map { "\($0.device)/\($0.request)" }
        default:
            return try sandbox.names(in: "raw").flatMap { device in
                try sandbox.names(in: "raw/\(device)").map { "\(device)/\($0.split(separator: ".")[0])" }
            }
        }
    }

    @Test(arguments: ["all.jsonl", "jl/", "all.csv", "raw/"])
    func `a run that is killed again and again is complete in the end, and asks nothing twice that it kept`(
        output: String
    ) async throws {
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 32,
            latency: .milliseconds(20) ... .milliseconds(120)
        )
        try await withFleet(configuration) { fleet, sandbox in
            try sandbox.write(Self.requests, to: "quick.yaml")
            let format = output == "raw/" ? "raw" : output == "all.csv" ? "csv" : "jsonl"
            var arguments = [TrawlProgram.path, "run", "./quick.yaml", "-i", "sim.yaml", "-f", format, "-o", output]
            var asked = 0
            if !output.hasSuffix("/") { try sandbox.write("old\n", to: output) }
            for more in [0, 1, 7, 3, 12] {
                _ = try await sandbox.run(arguments) { program in
                    try await eventually {
                        fleet.statistics.requests >= asked + more
                            && (more > 0 || program.errors.contains("x") || fleet.statistics.connections > 0)
                    }
                    program.send(SIGKILL)
                }
                // What was on its way has arrived.
                try await eventually { fleet.statistics.requestsInFlight == 0 }
                asked = fleet.statistics.requests
                if !output.hasSuffix("/") { #expect(try sandbox.text(of: output) == "old\n") }
                if !arguments.contains("--resume"), try !Self.kept(in: output, sandbox).isEmpty {
                    arguments.append("--resume")
                }
            }
            let kept = try Self.kept(in: output, sandbox)
            #expect(kept.count >= 10)
            let before = Dictionary(
                uniqueKeysWithValues: fleet.devices.map { ($0.name, fleet.statistics(of: $0.name)) }
            )
            let result = try await sandbox.run(arguments)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stderr.contains("going on with run "))
            for device in fleet.devices where kept.contains("\(device.name)/version") {
                let now = fleet.statistics(of: device.name).commands["show version"]
                #expect(now == before[device.name]?.commands["show version"], "\(device.name) was asked again")
            }
            let all = fleet.devices.flatMap { ["\($0.name)/hostname", "\($0.name)/version"] }
            let written = try Self.written(in: output, sandbox)
            #expect(written.sorted() == all.sorted())
            let left = try sandbox.names(in: output.hasSuffix("/") ? output : ".")
            #expect(!left.contains { $0.hasPrefix(".trawl-") || $0.hasSuffix("trawl-journal") }, "\(left)")
        }
    }

    @Test(arguments: ["all.json", "jl/"])
    func `after Ctrl-C the message says how to go on, and that does`(output: String) async throws {
        let silent = Set((7...16).map { "leaf\($0)" })
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 20,
            faults: Dictionary(uniqueKeysWithValues: silent.map { ($0, Fault.silent) })
        )
        try await withFleet(configuration) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            let format = output == "jl/" ? "jsonl" : "json"
            let cut = try await runTrawl(
                "run",
                collection,
                "-i",
                "sim.yaml",
                "-f",
                format,
                "-o",
                output,
                in: sandbox
            ) { program in
                try await eventually {
                    try fleet.statistics.requestsInFlight == 10 && fleet.statistics.requests == 20
                        && (output != "jl/" || sandbox.names(in: "jl").filter { $0.hasSuffix(".jsonl") }.count == 10)
                }
                program.send(SIGINT)
            }
            #expect(cut.status == 130)
            let line = try #require(cut.stderr.split(separator: "\n").first { $0.contains("go on with: ") })
            let command = try #require(line.split(separator: "go on with: ").last)
            for device in silent { try fleet.setFault(nil, for: device) }
            let before = fleet.statistics.requests
            let result = try await runShell(String(command), in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(fleet.statistics.requests == before + 10)
            let records: [Record]
            if output == "jl/" {
                records = try sandbox.names(in: "jl").flatMap { file in
                    try Record.all(in: sandbox.lines(of: "jl/\(file)"))
                }
            } else {
                records = try JSONDecoder().decode([Record].self, from: Data(sandbox.text(of: output).utf8))
            }
            #expect(records.count == 20)
            #expect(Set(records.map(\.device)).count == 20)
            #expect(Set(records.map(\.run)).count == 1)
            #expect(records.allSatisfy { $0.status == "ok" })
            let again = try await runShell(String(command), in: sandbox)
            #expect(again.status == 0)
            #expect(again.stderr.contains("nothing to go on with"))
            #expect(fleet.statistics.requests == before + 10)
        }
    }

    @Test func `failures are asked again, and what differs is refused`() async throws {
        try await withFleet(.init(deviceCount: 3, faults: ["leaf2": .silent, "spine1": .status(404)])) {
            fleet,
            sandbox in
            let collection = try sandbox.writeCollection()
            let words = ["run", collection, "-i", "sim.yaml", "-o", "all.jsonl"]
            _ = try await sandbox.run([TrawlProgram.path] + words) { program in
                try await eventually { fleet.statistics.requests >= 3 && fleet.statistics.requestsInFlight == 1 }
                program.send(SIGTERM)
            }
            for arguments in [["--resume", "-f", "csv"], ["--resume", "-o", "other.jsonl"]] {
                let refused = try await sandbox.run([TrawlProgram.path] + words + arguments)
                #expect(refused.status == 2, "\(refused.stderr)")
            }
            let good = try sandbox.text(of: "quick.yaml")
            try sandbox.write(good.replacingOccurrences(of: "show version", with: "show hostname"), to: "quick.yaml")
            let changed = try await sandbox.run([TrawlProgram.path] + words + ["--resume"])
            #expect(changed.status == 2)
            #expect(changed.stderr.contains("request `version` of `quick` asks something else"), "\(changed.stderr)")
            // Other limits are no other run.
            try sandbox.write(good.replacingOccurrences(of: "2000/s", with: "1000/s"), to: "quick.yaml")
            for name in ["leaf2", "spine1"] { try fleet.setFault(nil, for: name) }
            let result = try await sandbox.run([TrawlProgram.path] + words + ["--resume"])
            #expect(result.status == 0, "\(result.stderr)")
            let records = try Record.all(in: sandbox.lines(of: "all.jsonl"))
            #expect(records.filter { $0.status == "ok" }.map(\.device).sorted() == ["leaf1", "leaf2", "spine1"])
        }
    }

    @Test func `to go on needs to know where`() async throws {
        try await Sandbox.with { sandbox in
            let result = try await runTrawl("run", "version", "--resume", in: sandbox)
            #expect(result.status == 64)
            #expect(result.stderr.contains("`--resume` needs the `--output`"))
        }
    }
}
