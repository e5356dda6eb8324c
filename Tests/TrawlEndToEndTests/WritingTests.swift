import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Results that cannot be written, and readers that go away.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct WritingTests {
    @Test func `a full disk is status 6`() async throws {
        try await withFleet(.init(deviceCount: 4)) { _, sandbox in
            let result = try await runShell("exec $trawl run version -i sim.yaml >/dev/full", in: sandbox)
            #expect(result.status == 6)
            #expect(result.stderr.contains("error: cannot write standard output: No space left on device"))
        }
    }

    /// Whether a small file system can be mounted here, out of everybody's sight.
    private static let canMount: Bool = {
        let command = ["/usr/bin/unshare", "-m", "/bin/mount", "-t", "tmpfs", "tmpfs", "/mnt"]
        return (try? ChildProgram(command, environment: [:], errors: "/dev/null").wait()) == 0  // no such program: no
    }()

    @Test(.enabled(if: canMount, "mounting needs privileges"), arguments: ["all.jsonl", "all.json", "all.csv", "jl/"])
    func `a disk that fills up keeps the old file, and the run is gone on with when there is room`(
        output: String
    ) async throws {
        try await withFleet(.init(deviceCount: 60)) { fleet, sandbox in
            let isDirectory = output.hasSuffix("/")
            let format = isDirectory ? "jsonl" : String(output.split(separator: ".")[1])
            let run = "\"$trawl\" run interfaces -i sim.yaml -f \(format) -o small/\(output)"
            let old = isDirectory ? "" : "echo old >small/\(output);"
            let script = """
                mkdir small; mount -t tmpfs -o size=300k tmpfs small; \(old)
                \(run); echo "status $?"
                if [ -f small/\(output) ]; then cat small/\(output); fi
                echo "left: $(find small -name '*.tmp' | wc -l)"
                for file in small/jl/*.jsonl; do [ ! -f $file ] || tail -c 1 $file | od -An -c; done | sort -u
                mount -o remount,size=64m small
                \(run) --resume; echo "status $?"
                cp -r small/\(output) result
                """
            try sandbox.write(script, to: "fill.sh")
            let result = try await runShell("exec unshare -m bash fill.sh", in: sandbox)
            #expect(result.stderr.contains("error: cannot write small/"), "\(result.stderr)")
            #expect(result.stderr.contains("No space left on device"))
            #expect(result.stderr.contains("go on with: "))
            #expect(result.stderr.contains("going on with run "))
            let expected = ["status 6"] + (isDirectory ? ["left: 0", "  \\n"] : ["old", "left: 0"]) + ["status 0"]
            #expect(
                result.lines.map { $0.trimmingCharacters(in: .whitespaces) }
                    == expected.map { $0.trimmingCharacters(in: .whitespaces) }
            )
            #expect(fleet.statistics.requests < 120)
            let devices: Int
            switch output {
            case "jl/": devices = try sandbox.names(in: "result").filter { !$0.hasPrefix(".") }.count
            case "all.jsonl": devices = try Record.all(in: sandbox.lines(of: "result")).count
            case "all.csv":
                // A row an entry; the device is the first column.
                let rows = try sandbox.text(of: "result").split(separator: "\r\n").dropFirst()
                devices = Set(rows.map { $0.prefix { $0 != "," } }).count
            default:
                devices = try JSONDecoder().decode([Record].self, from: Data(sandbox.text(of: "result").utf8)).count
            }
            #expect(devices == 60)
        }
    }

    @Test func `a reader that stopped slows the run down, and its memory stays flat`() async throws {
        try await withFleet(.init(deviceCount: 1200)) { fleet, sandbox in
            try sandbox.write(
                """
                limits: { logins: 5000/s, concurrency: 40 }
                requests: [{ name: interfaces, eapi: show interfaces, nxapi: show interface }]

                """,
                to: "much.yaml"
            )
            let line = "mkfifo stuck; exec 9<>stuck; exec \"$trawl\" run ./much.yaml -i sim.yaml >stuck"
            let result = try await sandbox.run(
                ["/bin/bash", "-c", line],
                environment: ["trawl": TrawlProgram.path]
            ) { program in
                var (last, same) = (0, 0)
                // Half a second without a request, once there were many: it waits.
                try await eventually {
                    let now = fleet.statistics.requests
                    (last, same) = (now, now == last ? same + 1 : 0)
                    return now > 40 && same > 50
                }
                // A few hundred outcomes may wait, and what is under way.
                #expect(last < 600, "\(last)")
                #expect(fleet.statistics.requestsInFlight == 0)
                #expect((program.peakMemory ?? .max) < 200 << 20)
                async let reading = runShell("cat stuck >all", in: sandbox)
                var peak = 0
                try await eventually(within: .seconds(100)) {
                    peak = max(peak, program.peakMemory ?? 0)
                    return program.peakMemory == nil
                }
                #expect(peak < 200 << 20, "\(peak >> 20) MiB")
                _ = try await reading
            }
            #expect(result.status == 0, "\(result.stderr)")
            #expect(try sandbox.lines(of: "all").count == 1200)
        }
    }

    @Test func `a directory that takes no files is status 6, before anything is sent`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            // /proc takes no file of anybody, root included; a mode would not stop root.
            for output in ["/proc/trawl/", "/proc/trawl.jsonl"] {
                let result = try await runTrawl("run", "version", "-i", "sim.yaml", "--output", output, in: sandbox)
                #expect(result.status == 6)
                #expect(result.stderr.hasPrefix("error: cannot "), "\(result.stderr)")
                #expect(result.stderr.contains(output))
            }
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func `a read-only directory is status 6`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            let path = sandbox.path("locked")
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o500]
            )
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", "-o", "locked/all.jsonl", in: sandbox)
            #expect(result.status == 6)
            #expect(result.stderr.contains("Permission denied"))
        }
    }

    @Test func `a reader that has enough is no error worth a word`() async throws {
        try await withFleet(.init(deviceCount: 60)) { _, sandbox in
            // More than a pipe holds, so that the writer notices.
            let result = try await runShell(
                "$trawl run interfaces -i sim.yaml | head -n 1; echo ${PIPESTATUS[0]}",
                in: sandbox
            )
            try #require(result.lines.count == 2)
            #expect(try Record.all(in: [result.lines[0]]).count == 1)
            #expect(["0", "141"].contains(result.lines[1]))
            #expect(result.stderr.isEmpty, "\(result.stderr)")
        }
    }

    /// What lists something, and so writes to standard output by itself.
    private static let listings = [
        "plan version -i sim.yaml", "devices -i sim.yaml", "list", "schema inventory", "version", "check sim.yaml",
        "login -i sim.yaml", "trust leaf1 -i sim.yaml", "--help", "run --help", "--version",
    ]

    @Test(arguments: listings)
    func `a listing that cannot be written is status 6, and a reader that has enough is no error`(
        command: String
    ) async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            let full = try await runShell("exec $trawl \(command) >/dev/full", in: sandbox)
            #expect(full.status == 6)
            #expect(full.stderr == "error: cannot write standard output: No space left on device\n")
            let closed = try await runShell("exec $trawl \(command) >&-", in: sandbox)
            #expect(closed.status == 6)
            #expect(closed.stderr.hasPrefix("error: cannot write standard output: it is closed\n"), "\(closed.stderr)")
            // The reader is gone before anything is written.
            let gone = try await runShell(
                "mkfifo gone; exec 9<>gone; exec 8>gone 9<&-; exec $trawl \(command) >&8 8>&-",
                in: sandbox
            )
            #expect(gone.status == 141)
            #expect(gone.stderr.isEmpty, "\(gone.stderr)")
            let well = try await runShell("$trawl \(command) | cat; echo ${PIPESTATUS[0]}", in: sandbox)
            #expect(well.lines.count > 1)
            #expect(well.lines.last == "0")
        }
    }

    @Test func `a run without a standard output is status 6 before anything is sent`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            let result = try await runShell("exec $trawl run version -i sim.yaml >&-", in: sandbox)
            #expect(result.status == 6)
            #expect(result.stderr.hasPrefix("error: cannot write standard output: it is closed\n"))
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: ["<&-", "2>&-", "<&- 2>&-", ">&-", "<&- >&- 2>&-"])
    func `nothing of Trawl gets the number of a standard descriptor that is closed`(closed: String) async throws {
        try await withFleet(.init(deviceCount: 12, faults: ["leaf1": .status(404)])) { _, sandbox in
            let output = closed.contains(">&-") && !closed.contains("2>&-") || closed.contains("<&- >&-")
            // What the descriptors are while devices are asked.
            let words = "run version -i sim.yaml --debug -f jsonl" + (output ? " -o all.jsonl" : "")
            let line = "exec $trawl \(words) \(closed)" + (output ? "" : " >all.jsonl")
            let result = try await runShell(line, in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            let records = try Record.all(in: sandbox.lines(of: "all.jsonl"))
            #expect(records.count == 12)
            #expect(records.count { $0.status == "ok" } == 11)
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.isEmpty == closed.contains("2>&-"))
        }
    }
}
