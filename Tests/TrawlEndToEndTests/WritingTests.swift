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

    @Test func `a failure before the reader left is still told`() async throws {
        try await withFleet(.init(deviceCount: 4, faults: ["leaf1": .status(404)])) { _, sandbox in
            let result = try await runShell("exec $trawl run version -i sim.yaml >&-", in: sandbox)
            #expect([3, 6].contains(result.status), "\(result.status)")
            #expect(!result.stderr.isEmpty)
        }
    }
}
