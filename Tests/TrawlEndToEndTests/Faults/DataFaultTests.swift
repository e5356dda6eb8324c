import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Rows of the catalogue about hostile text in tables and files, and about memory.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct DataFaultTests {
    /// Runs a body with devices that answer `http` requests with these texts, and a collection that asks for them.
    private func withAnswers(
        _ answers: [String],
        _ body: (SimulatedFleet, Sandbox, String) async throws -> Void
    ) async throws {
        try await withFleet(.init(deviceCount: answers.count, nxosShare: 0)) { fleet, sandbox in
            for (device, answer) in zip(fleet.devices, answers) { try fleet.setFault(.body(answer), for: device.name) }
            let text = try sandbox.text(of: "sim.yaml").replacing("dialect: eapi", with: "dialect: http")
            try sandbox.write(text, to: "sim.yaml")
            try await body(fleet, sandbox, try sandbox.writeCollection(request: "{ name: data, http: /api/system }"))
        }
    }

    @Test func `rows 104, 108, 109 and 113: a table shows hostile text as text, in its columns`() async throws {
        let answers = [
            #"{"name":"\u001b[2J\u001b[31mred","octets":18446744073709551615}"#,
            #"{"name":"one\ntwo\rthree","octets":1}"#,
            #"{"name":"\u009b31m\u202eabc","octets":2}"#,
            #"{"name":"\#(String(repeating: "n", count: 70_000))","octets":3}"#,
            #"{"name":"","octets":4}"#,
        ]
        try await withAnswers(answers) { fleet, sandbox, collection in
            let result = try await runTrawlOnTerminal("run", collection, "-i", "sim.yaml", in: sandbox, columns: 120)
            #expect(result.status == 0, "\(result.stderr)")
            // The heading's own colours aside, nothing acts on the terminal.
            let shown = result.stdout.replacing(/\u{1b}\[[0-9;]*m/, with: "")
            #expect(!shown.contains("\u{1b}") && !shown.contains("\u{9b}") && !shown.contains("\u{202e}"))
            #expect(!result.stdout.contains("\u{1b}[31m"))
            #expect(shown.contains("18446744073709551615"))
            let rows = result.lines.filter { line in fleet.devices.contains { line.hasPrefix($0.name + " ") } }
            #expect(rows.count == 5, "a row a device: \(shown)")
            #expect(result.lines.allSatisfy { $0.count <= 200 })
        }
    }

    @Test func `row 110: a formula in CSV is text`() async throws {
        let answers = [
            #"{"a":"=HYPERLINK(\"x\")","b":"+1","c":"@SUM(A1)"}"#,
            #"{"a":"say \"hi\", twice","b":"two\nlines","c":"-2"}"#,
        ]
        try await withAnswers(answers) { _, sandbox, collection in
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", "--format", "csv", in: sandbox)
            #expect(result.status == 0)
            for cell in result.stdout.split(whereSeparator: { ",\n".contains($0) }) {
                let text = cell.drop { $0 == "\"" }
                #expect(!["=", "+", "@", "-"].contains(text.first.map(String.init) ?? ""), "\(cell)")
            }
            #expect(result.stdout.contains(#""say ""hi"", twice""#), "\(result.stdout)")
        }
    }

    @Test(arguments: ["../x", "/tmp/x", "..", "a/b", "a\\0b"])
    func `row 112: a name leads nowhere outside the output directory`(name: String) async throws {
        try await withFleet(.init(deviceCount: 1, nxosShare: 0)) { _, sandbox in
            let text = try sandbox.text(of: "sim.yaml").replacing("  leaf1:", with: "  \"\(name)\":")
            try sandbox.write(text, to: "sim.yaml")
            let before = try sandbox.names(in: ".")
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", "-o", "out/", in: sandbox)
            #expect([0, 2].contains(result.status), "\(result.stderr)")
            let after = try sandbox.names(in: ".")
            #expect(Set(after).subtracting(before).isSubset(of: ["out"]), "\(after)")
            if result.status == 0 { #expect(try sandbox.names(in: "out").count == 1) }
        }
    }

    @Test func `row 100: fifty megabytes are taken where they are allowed`() async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\":\""
        let text = Fault.raw(head, repeated: String(repeating: "x", count: 100_000), times: 500, ending: "\"}")
        try await withAnswers([""]) { fleet, sandbox, _ in
            try fleet.setFault(text, for: "leaf1")
            let collection = try sandbox.writeCollection(
                limits: "response_size: 64MiB",
                request: "{ name: data, http: /api/system }"
            )
            let result = try await runShell(
                "$trawl run \(collection) -i sim.yaml -f raw -o raw/ && find raw -type f -printf '%s\n'",
                in: sandbox
            )
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stdout == "50000008\n")
        }
    }

    // MARK: Memory

    /// An answer that would fill memory, and the memory that it may take, in MiB; the limit of an answer is 16 MiB.
    private static let floods: [(title: String, fault: Fault, mebibytes: Int)] = {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        let filler = String(repeating: "X-Filler: 0123456789\r\n", count: 2000)
        return [
            (
                "row 15: 1xx answers",
                .raw("", repeated: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 1000), times: 1 << 20), 8
            ),
            ("row 43: headers", .raw(head, repeated: filler, times: 1 << 20), 8),
            (
                "row 44: trailers",
                .raw(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", repeated: filler, times: 1 << 20), 8
            ),
            (
                "row 97: 1 GiB, told",
                .raw(head + "Content-Length: 1073741824\r\n\r\n", repeated: filler, times: 1 << 16), 8
            ),
            ("row 98: 1 GiB, chunked", .large(bytes: 1 << 30), 48),
        ]
    }()

    @Test(arguments: floods.indices)
    func `an endless answer costs no more memory than an answer may`(index: Int) async throws {
        let flood = Self.floods[index]
        let (alone, flooded) = (try await peak(with: nil), try await peak(with: flood.fault))
        #expect(flooded - alone < flood.mebibytes << 20, "\(flood.title): \(alone >> 10) to \(flooded >> 10) KiB")
    }

    @Test func `row 132: all of them at once fit into 256 MiB`() async throws {
        try await withFleet(.init(deviceCount: 30, nxosShare: 0)) { fleet, sandbox in
            let flooding = fleet.devices.dropFirst().prefix(4 * Self.floods.count)
            for (index, device) in flooding.enumerated() {
                try fleet.setFault(Self.floods[index % Self.floods.count].fault, for: device.name)
            }
            let text = try sandbox.text(of: "sim.yaml").replacing("dialect: eapi", with: "dialect: http")
            try sandbox.write(text, to: "sim.yaml")
            let last = try #require(fleet.devices.last).name
            try fleet.setFault(.silent, for: last)
            let limits = """
                timeout: { request: 5s }, retries: { attempts: 1 }, \
                hosts: [{ match: { name: \(last) }, timeout: { request: 60s } }]
                """
            let collection = try sandbox.writeCollection(limits: limits, request: "{ name: data, http: /api/system }")
            let result = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox) { program in
                try await eventually { program.output.split(separator: "\n").count == 29 || !program.isRunning }
                let peak = try Self.peakMemory(of: program)
                #expect(peak < 256 << 20, "\(peak >> 20) MiB")
                program.send(SIGINT)
            }
            let records = try Record.all(in: result.lines)
            let flooded = Set(flooding.map(\.name))
            #expect(records.count == 30)
            #expect(records.allSatisfy { ($0.status == "ok") == !(flooded.contains($0.device) || $0.device == last) })
        }
    }

    @Test func `row 99: a gzip bomb stays packed`() async throws {
        try await Sandbox.with { sandbox in
            let packed = try await sandbox.run(["/bin/bash", "-c", "head -c 200M /dev/zero | gzip -1 >bomb"])
            #expect(packed.status == 0)
            let bomb = try Data(contentsOf: URL(fileURLWithPath: sandbox.path("bomb")))
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip, gzip\r\n\r\n"
            let (alone, flooded) = (try await peak(with: nil), try await peak(with: .rawBytes(Array(head.utf8) + bomb)))
            #expect(flooded - alone < 16 << 20, "\(alone >> 10) to \(flooded >> 10) KiB")
        }
    }

    @Test func `row 101: a deep answer needs no deep stack`() async throws {
        try await withAnswers([String(repeating: "[", count: 200_000)]) { _, sandbox, collection in
            let result = try await runShell("ulimit -s 512; exec $trawl run \(collection) -i sim.yaml", in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            #expect(try Record.all(in: result.lines).map { $0.error?.code } == ["too-deep"])
        }
    }

    /// The most memory, in bytes, that a run had by the time that a device with a fault was done.
    private func peak(with fault: Fault?) async throws -> Int {
        // The silent one keeps the process there to be looked at.
        var faults: [String: Fault] = ["leaf3": .silent]
        faults["leaf2"] = fault
        var peak = 0
        try await withFleet(.init(deviceCount: 4, faults: faults, nxosShare: 0)) { _, sandbox in
            let text = try sandbox.text(of: "sim.yaml").replacing("dialect: eapi", with: "dialect: http")
            try sandbox.write(text, to: "sim.yaml")
            let limits = """
                timeout: { request: 3s }, retries: { attempts: 1 }, \
                hosts: [{ match: { name: leaf3 }, timeout: { request: 60s } }]
                """
            let collection = try sandbox.writeCollection(limits: limits, request: "{ name: data, http: /api/system }")
            _ = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox) { program in
                try await eventually {
                    program.output.contains(#""device":"leaf2""#) || !program.isRunning
                }
                peak = try Self.peakMemory(of: program)
                program.send(SIGINT)
            }
        }
        return peak
    }

    /// The most memory, in bytes, that a program had so far.
    private static func peakMemory(of program: RunningProgram) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(program.identifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.split(whereSeparator: { !$0.isNumber }).first ?? "")) << 10
    }
}
