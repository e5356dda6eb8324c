import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Devices that answer without end or with more than was asked for, beside devices that are well.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct HostileTests {
    /// A gigabyte of blanks, packed; nobody asked for it.
    private static func bomb(in sandbox: Sandbox) async throws -> [UInt8] {
        let made = try await runShell("head -c 1073741824 /dev/zero | gzip -1 > bomb.gz", in: sandbox)
        try #require(made.status == 0)
        return Array(try Data(contentsOf: URL(fileURLWithPath: sandbox.path("bomb.gz"))))
    }

    private static func chunked(_ bytes: [UInt8]) -> [UInt8] {
        Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n0\r\n\r\n".utf8)
    }

    /// One of everything that does not end, is too large, or unpacks to something that is.
    private static func endless(_ bomb: [UInt8]) -> [Fault] {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        let block = String(repeating: "x", count: 64 << 10)
        let lines = (0..<512).map { "X-Line-\($0): \(String(repeating: "y", count: 100))\r\n" }.joined()
        return [
            .large(bytes: 1 << 30),
            .raw(head + "Content-Length: 1073741824\r\n\r\n", repeated: block, times: 16 << 10),
            .rawBytes(
                Array((head + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n").utf8) + chunked(bomb)
            ),
            .raw(head, repeated: lines, times: 20_000),
            .raw(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n", repeated: lines, times: 20_000),
            .raw("", repeated: String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 400), times: 100_000),
            .bodyBytes(Array(repeating: UInt8(ascii: "["), count: 15 << 20)),
            .bodyBytes(
                Array("[0".utf8) + Array(repeating: Array(",0".utf8), count: 7 << 20).joined() + Array("]".utf8)
            ),
            .raw(head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", repeated: block, times: 16 << 10),
            .raw(head + "X: " + block + block, repeated: block, times: 16 << 10),
        ]
    }

    /// What else goes wrong with devices.
    private static let troubles: [Fault] = [
        .close, .reset, .silent, .tlsStall, .closeUnanswered, .resetUnanswered, .halfClose, .plainHTTP,
        .expiredCertificate, .wrongHostCertificate, .selfSignedCertificate, .status(500), .status(503, retryAfter: "1"),
        .redirect(to: "https://127.0.0.1:1/"), .garbage, .truncate(after: 20),
        .drip(bytes: 1, every: .milliseconds(50)),
        .wrongID, .twice(after: .milliseconds(10)), .raw("SSH-2.0-OpenSSH_9.2\r\n"),
    ]

    @Test func `all faults at once cost healthy devices nothing, and memory stays flat`() async throws {
        try await Sandbox.with { sandbox in
            let faults = Self.endless(try await Self.bomb(in: sandbox)) + Self.troubles
            // Not the first device, whose login the others wait for.
            let bad = (0..<faults.count).map { "leaf\($0 + 11)" }
            let configuration = SimulatedFleet.Configuration(deviceCount: 130, nxosShare: 0)
            try await withSimulatedFleet(configuration) { fleet in
                try fleet.writeInventory(to: sandbox.path("sim.yaml"))
                try sandbox.write(
                    """
                    limits:
                      logins: 2000/s
                      timeout: { connect: 12s, request: 20s }
                      retries: { attempts: 2, backoff: 100ms..200ms }
                    requests:
                      - { name: version, eapi: show version }

                    """,
                    to: "hostile.yaml"
                )
                let words = ["run", "./hostile.yaml", "-i", "sim.yaml"]
                let alone = try await sandbox.run([TrawlProgram.path] + words)
                #expect(alone.status == 0, "\(alone.stderr)")
                for (name, fault) in zip(bad, faults) { try fleet.setFault(fault, for: name) }
                var peak = 0
                let result = try await sandbox.run([TrawlProgram.path] + words, timeout: .seconds(200)) { program in
                    try await eventually(within: .seconds(200)) {
                        peak = max(peak, program.peakMemory ?? 0)
                        return program.peakMemory == nil
                    }
                }
                #expect(result.status == 3)
                #expect(peak > 0)
                #expect(peak < 256 << 20, "\(peak >> 20) MiB")
                let records = try Record.all(in: result.lines)
                #expect(records.count == 130)
                let healthy = records.filter { !bad.contains($0.device) }
                #expect(healthy.count == 130 - bad.count)
                let unwell = healthy.filter { $0.status != "ok" || $0.attempts != 1 }
                let told = unwell.map { "\($0.device): \($0.attempts), \($0.error?.message ?? "")" }
                #expect(unwell.isEmpty, "\(told)")
                // A healthy device takes no longer than it does alone, but for what a busy machine makes of it.
                let before = try Record.all(in: alone.lines).filter { !bad.contains($0.device) }
                let (usual, now) = (Self.medianTime(of: before), Self.medianTime(of: healthy))
                #expect(now <= 3 * usual + 4000, "\(now) ms beside the others, \(usual) ms alone")
                // They are done while the bad ones still wait for their timeouts.
                let firstLate = records.firstIndex { $0.error?.class == "timeout" } ?? 0
                #expect(records[..<firstLate].count { !bad.contains($0.device) } == healthy.count)
                for (name, fault) in zip(bad, faults.prefix(10)) {
                    let record = try #require(records.first { $0.device == name })
                    let kind = record.error?.class ?? "ok"
                    #expect(
                        ["toolarge", "protocol", "decode", "rpc", "timeout"].contains(kind),
                        "\(name): \(fault.kind)"
                    )
                    #expect(record.attempts <= 2)
                }
            }
        }
    }

    /// The median of how long devices took to answer, in milliseconds.
    private static func medianTime(of records: [Record]) -> Double {
        let times = records.compactMap(\.timing?.total).sorted()
        return times.isEmpty ? .infinity : times[times.count / 2]
    }

    private static let hostile = #"\u001b]0;owned\u0007\u202e\u009b31m\r\nFAKE: ok"#

    /// An answer that is well but for what its words do where they are shown.
    private static let words = Fault.bodyBytes(
        Array(
            #"{"jsonrpc":"2.0","id":$id,"result":[{"version":"\#(hostile)","modelName":"=HYPERLINK(1)","n":-5}]}"#.utf8
        )
    )

    private static func holdsNothingThatActs(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\n" || scalar == "\r" || (0x20..<0x7F).contains(scalar.value)
                || (scalar.value >= 0xA0 && scalar.value != 0x202E)
        }
    }

    @Test(arguments: ["table", "yaml", "raw", "jsonl", "json", "csv"])
    func `what a device says acts on no terminal, in no spreadsheet and on no log`(format: String) async throws {
        let failing = Fault.failCommands([], message: "no\u{1B}[2J\u{202E}\r\nerror: fake line\u{9B}31m")
        let configuration = SimulatedFleet.Configuration(
            deviceCount: 3,
            faults: ["leaf1": Self.words, "leaf2": failing],
            nxosShare: 0
        )
        try await withFleet(configuration) { _, sandbox in
            try sandbox.write("requests: [{ name: version, eapi: show version }]\n", to: "words.yaml")
            let words = ["run", "./words.yaml", "-i", "sim.yaml", "-f", format, "--debug"]
            let result = try await runTrawlOnTerminal(words, in: sandbox)
            #expect(result.status == 3)
            // Bold headings are Trawl's own.
            let shown = result.stdout.replacingOccurrences(of: "\u{1B}[1m", with: "")
                .replacingOccurrences(of: "\u{1B}[0m", with: "").replacingOccurrences(of: "\u{1B}[22m", with: "")
            #expect(Self.holdsNothingThatActs(shown), "\(shown.debugDescription)")
            #expect(Self.holdsNothingThatActs(result.stderr), "\(result.stderr.debugDescription)")
            #expect(
                !result.stderr.split(separator: "\n").contains { $0.hasPrefix("error: fake") || $0.hasPrefix("FAKE") }
            )
            if format == "csv" { #expect(shown.contains("'=HYPERLINK(1)") && shown.contains(",-5")) }
        }
    }

    @Test(arguments: ["jsonl", "raw"])
    func `a device's name is no path`(format: String) async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0)) { _, sandbox in
            let names = ["../../evil", ".hidden", "a/b", "-rf"]
            let lines = try sandbox.text(of: "sim.yaml").split(separator: "\n", omittingEmptySubsequences: false)
            let first = try #require(lines.first { $0.hasPrefix("  leaf1:") })
            let entries = names.map { "  \"\($0)\":" + first.dropFirst("  leaf1:".count) }
            try sandbox.write(
                lines.map { $0 == first ? entries.joined(separator: "\n") : String($0) }.joined(separator: "\n"),
                to: "names.yaml"
            )
            let before = try sandbox.names(in: ".")
            let result = try await runTrawl(
                "run",
                "version",
                "-i",
                "names.yaml",
                "-f",
                format,
                "-o",
                "deep/out/",
                in: sandbox
            )
            // Where such a name is refused, nothing is written at all.
            if result.status == 2 {
                #expect(try sandbox.names(in: ".") == before, "\(result.stderr)")
                return
            }
            #expect(result.status == 0, "\(result.stderr)")
            #expect(try Set(sandbox.names(in: ".")).subtracting(before) == ["deep"])
            #expect(try sandbox.names(in: "deep") == ["out"])
            let files = try sandbox.names(in: "deep/out")
            #expect(files.count == 5)
            #expect(!files.contains { $0.hasPrefix(".") || $0.hasPrefix("..") })
        }
    }
}
