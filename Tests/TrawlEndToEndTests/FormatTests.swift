import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// What `--format` and `--output` write, read by other programs.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct FormatTests {
    /// Each reads standard input with another reader than ours and prints how many outcomes it found.
    private static let readers = [
        ("json", "import json,sys; print(len(json.load(sys.stdin)))"),
        ("jsonl", "import json,sys; print(len([json.loads(line) for line in sys.stdin]))"),
        ("csv", "import csv,sys; rows = list(csv.DictReader(sys.stdin)); print(len([r for r in rows if r['device']]))"),
        ("yaml", "import yaml,sys; print(len(yaml.safe_load(sys.stdin)))"),
        (
            "napalm",
            "import json,sys; print(len([d for d in json.load(sys.stdin).values() if d['get_facts']['hostname']]))"
        ),
    ]

    @Test(.enabled(if: Python.path != nil, "python3 is missing"), arguments: readers)
    func `other programs read every format`(format: String, script: String) async throws {
        let python = try #require(Python.path)
        if format == "yaml", try await !Python.imports("yaml") { return }
        try await withFleet(.init(deviceCount: 6)) { _, sandbox in
            let result = try await runTrawl("run", "facts", "-i", "sim.yaml", "--format", format, in: sandbox)
            #expect(result.status == 0)
            #expect(result.stderr.isEmpty)
            let read = try await sandbox.run([python, "-c", script], input: result.stdout)
            #expect(read.stdout == "6\n", "\(read.stderr)")
        }
    }

    @Test func `a table is asked for in a pipe too`() async throws {
        try await withFleet(.init(deviceCount: 6)) { fleet, sandbox in
            let result = try await runTrawl(
                "run",
                "facts",
                "-i",
                "sim.yaml",
                "--format",
                "table",
                "--order",
                "inventory",
                in: sandbox
            )
            #expect(result.status == 0)
            let first = result.lines.map { String($0.prefix { $0 != " " }) }
            #expect(fleet.devices.map(\.name).allSatisfy(first.contains))
            #expect(!result.stdout.contains("\u{1b}"))
        }
    }

    @Test(arguments: ["results/", "results"])
    func `a directory gets one file a device, and nothing half written`(output: String) async throws {
        try await withFleet(.init(deviceCount: 6)) { fleet, sandbox in
            if output == "results" {
                try FileManager.default.createDirectory(
                    atPath: sandbox.path(output),
                    withIntermediateDirectories: false
                )
            }
            for _ in 1...2 {
                let result = try await runTrawl("run", "version", "-i", "sim.yaml", "--output", output, in: sandbox)
                #expect(result.status == 0)
                #expect(result.stdout.isEmpty)
                #expect(try sandbox.names(in: "results") == fleet.devices.map { "\($0.name).jsonl" }.sorted())
                for device in fleet.devices {
                    let lines = try sandbox.text(of: "results/\(device.name).jsonl").split(separator: "\n")
                    #expect(try Record.all(in: lines.map(String.init)).map(\.device) == [device.name])
                }
            }
        }
    }

    @Test func `a file is replaced whole`() async throws {
        try await withFleet(.init(deviceCount: 3)) { _, sandbox in
            try sandbox.write("old\n", to: "all.json")
            let result = try await runTrawl(
                "run",
                "version",
                "-i",
                "sim.yaml",
                "-f",
                "json",
                "-o",
                "all.json",
                in: sandbox
            )
            #expect(result.status == 0)
            let text = try sandbox.text(of: "all.json")
            #expect(try JSONDecoder().decode([Record].self, from: Data(text.utf8)).count == 3)
            #expect(try sandbox.names(in: ".").filter { $0.contains("all.json") } == ["all.json"])
        }
    }

    @Test func `a raw directory keeps every answer as it came`() async throws {
        let collection = "{ name: running, eapi: { command: show running-config, format: text }, nxapi: show version }"
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            let path = try sandbox.writeCollection("backup", request: collection)
            let result = try await runTrawl(
                "run",
                path,
                "-i",
                "sim.yaml",
                "--format",
                "raw",
                "--output",
                "raw/",
                in: sandbox
            )
            #expect(result.status == 0, "\(result.stderr)")
            #expect(try sandbox.names(in: "raw") == fleet.devices.map(\.name).sorted())
            for device in fleet.devices {
                let name = device.dialect == .eapi ? "running.txt" : "running.json"
                #expect(try sandbox.names(in: "raw/\(device.name)") == [name])
                let text = try sandbox.text(of: "raw/\(device.name)/\(name)")
                #expect(device.dialect == .eapi ? text.contains("hostname \(device.name)") : text.hasPrefix("{"))
            }
        }
    }

    @Test func `NAPALM's shapes of what has none are refused before anything is sent`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            for command in [["run", "version"], ["ask", "show version"]] {
                let words = command + ["-i", "sim.yaml", "--format", "napalm"]
                let result = try await sandbox.run([TrawlProgram.path] + words)
                #expect(result.status == 2)
                #expect(result.stdout.isEmpty)
                #expect(result.stderr.contains("no request has a model with a NAPALM getter: `"), "\(result.stderr)")
                #expect(
                    result.stderr.contains("hint: models with a getter, whose collections `trawl list` shows: facts, ")
                )
            }
            #expect(fleet.statistics.connections == 0)
            let mixed = try await runTrawl("run", "version", "facts", "-i", "sim.yaml", "-f", "napalm", in: sandbox)
            #expect(mixed.status == 0)
            #expect(mixed.stderr == "no NAPALM getter: left out: `version`\n")
            #expect(mixed.stdout.contains("get_facts"))
        }
    }
}
