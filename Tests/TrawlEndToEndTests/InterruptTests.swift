import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Signals to a run: what is finished is written, and it ends.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct InterruptTests {
    /// The last ten of sixteen leaves: not the first device, whose login the others wait for.
    private static let silent = Set((7...16).map { "leaf\($0)" })
    private static let answering = Set((1...6).map { "leaf\($0)" } + (1...4).map { "spine\($0)" })

    /// Ten devices never answer, so that a run is never done by itself.
    private static let configuration = SimulatedFleet.Configuration(
        deviceCount: 20,
        faults: Dictionary(uniqueKeysWithValues: silent.map { ($0, Fault.silent) })
    )

    /// Waits until every device that answers has done so, and the others were asked.
    private static func everythingIsUnderWay(_ program: RunningProgram, _ fleet: SimulatedFleet) async throws {
        try await eventually {
            fleet.statistics.requestsInFlight == 10
                && program.output.split(separator: "\n").filter { $0.hasSuffix("}") }.count == 10
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal ends a run within a second, with what is finished written`(signal: Int32) async throws {
        try await withFleet(Self.configuration) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            let sent = Moment()
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox) { program in
                try await Self.everythingIsUnderWay(program, fleet)
                sent.mark()
                program.send(signal)
            }
            #expect(result.status == 128 + signal)
            #expect(sent.elapsed < .seconds(1))
            let records = try Record.all(in: result.lines)
            #expect(Set(records.filter { $0.status == "ok" }.map(\.device)) == Self.answering)
            #expect(records.filter { $0.status != "ok" }.allSatisfy { $0.error?.class == "cancelled" })
            #expect(result.stderr.contains("interrupted: "))
            try await eventually { fleet.statistics.requestsInFlight == 0 }
        }
    }

    @Test(arguments: ["jl/", "all.json"])
    func `files are whole after Ctrl-C`(output: String) async throws {
        try await withFleet(Self.configuration) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            let result = try await runTrawl(
                "run",
                collection,
                "-i",
                "sim.yaml",
                "-f",
                output == "jl/" ? "jsonl" : "json",
                "-o",
                output,
                in: sandbox
            ) { program in
                try await eventually {
                    guard fleet.statistics.requestsInFlight == 10, fleet.statistics.requests == 20 else { return false }
                    // The directory is there from the start.
                    let isDevice = { (name: String) in name.hasSuffix(".jsonl") }
                    return try output != "jl/" || sandbox.names(in: "jl").filter(isDevice).count == 10
                }
                program.send(SIGINT)
            }
            #expect(result.status == 130)
            let records: [Record]
            if output == "jl/" {
                let files = try sandbox.names(in: "jl").filter { $0 != ".trawl-journal" }
                #expect(files.allSatisfy { !$0.hasPrefix(".") && $0.hasSuffix(".jsonl") })
                records = try files.flatMap { file in
                    try Record.all(in: try sandbox.text(of: "jl/\(file)").split(separator: "\n").map(String.init))
                }
            } else {
                records = try JSONDecoder().decode([Record].self, from: Data(try sandbox.text(of: output).utf8))
            }
            #expect(Set(records.filter { $0.status == "ok" }.map(\.device)).isSubset(of: Self.answering))
            #expect(records.contains { $0.status == "ok" })
        }
    }

    @Test func `a second Ctrl-C ends at once`() async throws {
        try await withFleet(Self.configuration) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            // Standard output is a pipe that nobody reads: an orderly end would wait for it.
            try await runStuck(collection, sandbox) { program in
                try await eventually { fleet.statistics.requests >= 10 }
                program.send(SIGINT)
                // The second must find the first one taken note of: the same number twice would count once.
                try await eventually { fleet.statistics.requestsInFlight == 0 || !program.isRunning }
                program.send(SIGINT)
            }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a reader that stands still keeps no run from its end`(signal: Int32) async throws {
        try await withFleet(.init(deviceCount: 20)) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            try await runStuck(collection, sandbox, status: 128 + signal) { program in
                try await eventually { fleet.statistics.requests == 20 && fleet.statistics.requestsInFlight == 0 }
                program.send(signal)
            }
        }
    }

    @Test(arguments: ["jsonl", "yaml"])
    func `what a reader that stood still finds is whole lines`(format: String) async throws {
        try await withFleet(.init(deviceCount: 300)) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            let words = "run '\(collection)' -i sim.yaml -f \(format)"
            // What the pipe took is read when the run is over.
            let line = """
                mkfifo stuck; exec 9<>stuck
                "$trawl" \(words) >stuck & echo $! >pid; wait $!; echo "status $?"
                dd if=/dev/fd/9 of=found bs=1M iflag=nonblock status=none
                """
            try sandbox.write("", to: "pid")
            let result = try await sandbox.run(
                ["/bin/bash", "-c", line],
                environment: ["trawl": TrawlProgram.path]
            ) { _ in
                try await eventually { fleet.statistics.requests == 300 && fleet.statistics.requestsInFlight == 0 }
                kill(try #require(Int32(sandbox.lines(of: "pid").first ?? "")), SIGTERM)
            }
            #expect(result.stdout == "status 143\n")
            #expect(result.stderr.contains("interrupted: "), "\(result.stderr)")
            let found = try sandbox.text(of: "found")
            #expect(found.hasSuffix("\n"))
            if format == "jsonl" {
                #expect(try Record.all(in: found.split(separator: "\n").map(String.init)).count > 20)
                #expect(result.stderr.contains("error: cannot write standard output: "), "\(result.stderr)")
            }
        }
    }

    private func runStuck(
        _ collection: String,
        _ sandbox: Sandbox,
        status: Int32 = 130,
        while body: (RunningProgram) async throws -> Void
    ) async throws {
        let moment = Moment()
        // `exec` keeps the number of the process: the signal is for `trawl`, not for the shell. The pipe is full from
        // the start, and its reader, the shell's own descriptor 9, never reads.
        let line = """
            mkfifo stuck; exec 9<>stuck; dd if=/dev/zero bs=64k count=1 of=stuck status=none
            exec "$trawl" run "\(collection)" -i sim.yaml >stuck
            """
        let result = try await sandbox.run(
            ["/bin/bash", "-c", line],
            environment: ["trawl": TrawlProgram.path]
        ) { program in
            try await body(program)
            moment.mark()
        }
        #expect(result.status == status)
        #expect(moment.elapsed < .seconds(2))
    }
}
