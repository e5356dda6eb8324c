import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Rows of the catalogue about files and commands that are refused before anything is sent.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ProcessFaultTests {
    private static let files: [(title: String, text: String)] = [
        ("a bomb of aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\nrequests: []\n"),
        ("too deep", String(repeating: "[", count: 5000)),
        ("too large", "# " + String(repeating: "x", count: 2 << 20)),
        ("a NUL", "requests:\n  - { name: \"a\0b\", eapi: show version }\n"),
        ("tabs", "requests:\n\t- name: a\n"),
        ("a key twice", "name: a\nname: b\nrequests: [{ name: a, eapi: show version }]\n"),
        ("an unknown key", "request: []\n"),
        ("no YAML", "requests: [}\n"),
        ("bytes that are no text", "\u{FFFE}"),
    ]

    @Test(arguments: files.indices)
    func `row 123: a broken file is refused with its place, and soon`(index: Int) async throws {
        let file = Self.files[index]
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            try sandbox.write(file.text, to: "broken.yaml")
            let result = try await runShell("exec $trawl run ./broken.yaml -i sim.yaml", in: sandbox)
            #expect(result.status == 2, "\(file.title): \(result.stderr)")
            #expect(result.stderr.contains("broken.yaml"), "\(file.title): \(result.stderr)")
            #expect(result.stderr.utf8.count < 4000, "\(file.title)")
            #expect(result.duration < .seconds(5), "\(file.title)")
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: [
        "configure", "conf t", "show version | bash", "copy running-config startup-config", "show version ; reload",
        "RELOAD", "  reload", "\treload", "show version\u{2028}reload", "\u{a0}reload", "show\u{3000}version",
        "show tech-support > flash:x", "show run | tee flash:x", "show version \\nreload", "bash ls", "clear counters",
        "show version & reload", "show version `reload`", "show version $(reload)",
    ])
    func `row 124: what is no plain read reaches nobody`(command: String) async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            try sandbox.write(
                "requests:\n  - name: a\n    eapi: \"\(command)\"\n    nxapi: \"\(command)\"\n",
                to: "change.yaml"
            )
            let run = try await runTrawl("run", "./change.yaml", "-i", "sim.yaml", in: sandbox)
            #expect([2, 5].contains(run.status), "\(run.stderr)")
            let ask = try await runTrawl(
                "ask",
                "--",
                command.replacing("\\n", with: "\n"),
                in: sandbox,
                environment: [:]
            )
            #expect([2, 5].contains(ask.status), "\(ask.stderr)")
            #expect(run.stdout.isEmpty && ask.stdout.isEmpty)
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test func `row 125: a device that is there twice is refused`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            let text = try sandbox.text(of: "sim.yaml")
            try sandbox.write(text.replacing("  spine1:", with: "  leaf1:"), to: "sim.yaml")
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 2)
            #expect(result.stderr.contains("leaf1"), "\(result.stderr)")
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: [
        ("https://u:hunter3@127.1.0.1", 2), ("u:hunter3@127.1.0.1", 2), ("127.1.0.1:443/x", 2), ("127.1.0.1/24", 2),
        ("", 2), ("a b", 2), ("fe80::1%lo", 3), ("[::1]", 3),
    ])
    func `row 143: an address is a host and nothing else`(address: String, status: Int32) async throws {
        try await Sandbox.with { sandbox in
            try sandbox.write(
                "devices:\n  leaf1: { address: \"\(address)\", port: 1, dialect: eapi }\n",
                to: "inventory.yaml"
            )
            let collection = try sandbox.writeCollection(limits: "retries: { attempts: 1 }, timeout: { connect: 1s }")
            let result = try await runTrawl("run", collection, in: sandbox)
            #expect(result.status == status, "\(result.stderr)")
            #expect(!result.stderr.contains("hunter3") && !result.stdout.contains("hunter3"))
            if status == 2 { #expect(result.stderr.contains("inventory.yaml:2:")) }
        }
    }

    @Test func `row 130: a reader of standard error that stands still does not hold the run up`() async throws {
        try await withFleet(.init(deviceCount: 60)) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            // The pipe is full from the start, and its reader, the shell's own descriptor 9, never reads.
            let line = """
                mkfifo stuck; exec 9<>stuck; dd if=/dev/zero bs=64k count=1 of=stuck status=none
                $trawl run \(collection) -i sim.yaml --debug 2>stuck
                """
            let result = try await runShell(line, in: sandbox, timeout: .seconds(30))
            #expect(result.status == 0)
            #expect(result.lines.count == 60)
            #expect(fleet.statistics.requests == 60)
        }
    }
}
