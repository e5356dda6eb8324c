import Foundation
import TestSupport
import Testing
import TrawlSimulator

/// What `trawl` refuses to do, and what it says then; nothing reaches a device.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct RefusalTests {
    @Test func `three mistakes of a file are three carets in one report`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            let text = """
                limits: { timeout: { request: 5x } }
                reqests: []
                requests:
                  - name: a
                    model: fcts

                """
            try sandbox.write(text, to: "bad.yaml")
            let expected = """
                ./bad.yaml:1:31: error: `5x` is not a duration such as `30s`
                    1 | limits: { timeout: { request: 5x } }
                      |                               ^^
                ./bad.yaml:2:1: error: unknown key `reqests`
                    2 | reqests: []
                      | ^^^^^^^
                  hint: did you mean `requests`?
                ./bad.yaml:5:12: error: unknown model `fcts`
                    5 |     model: fcts
                      |            ^^^^
                  hint: did you mean `facts`?

                """
            for command in ["run", "plan"] {
                let result = try await runTrawl(command, "./bad.yaml", "-i", "sim.yaml", in: sandbox)
                #expect(result.status == 2)
                #expect(result.stdout.isEmpty)
                let difference = difference(of: result.stderr, from: expected)
                #expect(difference == nil, "\(difference ?? "")")
            }
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: [
        (["run", "nope", "-i", "sim.yaml"], "no collection `nope`"),
        (["run", "versoin", "-i", "sim.yaml"], "did you mean `version`?"),
        (["run", "./nope.yaml", "-i", "sim.yaml"], "no such file: ./nope.yaml"),
        (["run", "version"], "no inventory"),
        (["run", "version", "-i", "nope.yaml"], "nope.yaml"),
        (["run", "version", "-i", "sim.yaml", "-d", "nope"], "no device of sim.yaml is selected (it has 2)"),
        (["run", "version", "-i", "sim.yaml", "--where", "site=nope"], "no device of sim.yaml is selected"),
        (["run", "version", "version", "-i", "sim.yaml"], "two collections are named `version`"),
        (["ask", "show version", "--address", "127.1.0.1", "--dialect", "nope"], "unknown dialect `nope`"),
    ])
    func `what cannot be used is named, with status 2`(arguments: [String], message: String) async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            let result = try await sandbox.run([TrawlProgram.path] + arguments)
            #expect(result.status == 2)
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.contains(message), "\(result.stderr)")
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: [
        ["run"], ["run", "version", "--nope"], ["run", "version", "-i", "sim.yaml", "--format", "xml"],
        ["run", "version", "--sample", "0"], ["run", "version", "--where", "vendor"],
        ["run", "version", "--timeout", "5"], ["ask", "show version", "--insecure"], ["nope"],
    ])
    func `wrong usage is status 64`(arguments: [String]) async throws {
        try await Sandbox.with { sandbox in
            let result = try await sandbox.run([TrawlProgram.path] + arguments)
            #expect(result.status == 64)
            #expect(result.stdout.isEmpty)
            #expect(result.stderr.contains("Error: ") && result.stderr.contains("--help"))
        }
    }

    @Test(arguments: ["reload now", "configure terminal", "show version | append flash:x", "write erase"])
    func `a command that is no read is refused with its file and line`(command: String) async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            try sandbox.write(
                "requests:\n  - { name: a, eapi: show version }\n  - name: b\n    eapi: \"\(command)\"\n",
                to: "change.yaml"
            )
            let run = try await runTrawl("run", "./change.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(run.status == 5)
            #expect(run.stderr.contains("./change.yaml:4:11: error: `\(command)` is refused"), "\(run.stderr)")
            let ask = try await runTrawl("ask", command, "-i", "sim.yaml", in: sandbox)
            #expect(ask.status == 5)
            #expect(ask.stderr.contains("`\(command)` is refused"))
            #expect(run.stdout.isEmpty && ask.stdout.isEmpty)
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test func `a change needs the collection and the command line, and either alone names the other`() async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0)) { fleet, sandbox in
            let requests = "requests:\n  - { name: a, eapi: show version }\n  - name: b\n    eapi: configure\n"
            try sandbox.write(requests, to: "closed.yaml")
            try sandbox.write(requests + "changes: allowed\n", to: "open.yaml")
            let closed = try await runTrawl("run", "./closed.yaml", "--allow-changes", "-i", "sim.yaml", in: sandbox)
            #expect(closed.status == 5)
            #expect(closed.stderr.contains("./closed.yaml:4:11: error: `configure` is refused"), "\(closed.stderr)")
            #expect(closed.stderr.contains("unless the collection says `changes: allowed`"), "\(closed.stderr)")
            let half = try await runTrawl("run", "./open.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(half.status == 5)
            #expect(half.stderr.contains("./open.yaml:4:11: error: `configure` is refused"), "\(half.stderr)")
            #expect(half.stderr.contains("say `--allow-changes` on the command line too"), "\(half.stderr)")
            for command in [["check", "./open.yaml"], ["plan", "./open.yaml", "-i", "sim.yaml"]] {
                let looked = try await sandbox.run([TrawlProgram.path] + command)
                #expect(looked.status == 0)
                #expect((looked.stdout + looked.stderr).contains("--allow-changes"), "\(looked.stdout)")
            }
            #expect(fleet.statistics.connections == 0)
            let whole = try await runTrawl("run", "./open.yaml", "--allow-changes", "-i", "sim.yaml", in: sandbox)
            // The fleet knows no `configure`.
            #expect(whole.status == 3)
            #expect(whole.stderr.contains("changes: 2 devices are sent more than reads"), "\(whole.stderr)")
            #expect(fleet.statistics.commands["configure"] == 2)
            #expect(fleet.statistics.commands["show version"] == 2)
        }
    }

    @Test func `a wrong password is tried on no more than two devices`() async throws {
        try await withFleet(.init(deviceCount: 50)) { fleet, sandbox in
            try sandbox.write("wrong", to: "sim.password")
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 5)
            #expect((1...2).contains(fleet.statistics.rejectedLogins))
            #expect(fleet.statistics.logins == fleet.statistics.rejectedLogins)
            let records = try Record.all(in: result.lines)
            #expect(records.count == 50)
            #expect(records.filter { $0.error?.class == "auth" }.count == fleet.statistics.rejectedLogins)
            let spared = records.filter { $0.error?.code == "credential-stopped" }
            #expect(spared.count == 50 - fleet.statistics.rejectedLogins)
            #expect(spared.allSatisfy { $0.attempts == 0 })
            #expect(result.stderr.contains("stopped for safety: \(spared.count) devices were spared the login"))
        }
    }

    @Test func `one device with another password among fifty costs it alone`() async throws {
        try await withFleet(.init(deviceCount: 50, faults: ["leaf7": .rejectLogin])) { fleet, sandbox in
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 3)
            let records = try Record.all(in: result.lines)
            #expect(records.count == 50)
            #expect(records.filter { $0.status == "ok" }.count == 49)
            #expect(records.filter { $0.error != nil }.map(\.device) == ["leaf7"])
            #expect(records.compactMap(\.error?.class) == ["auth"])
            #expect(fleet.statistics.rejectedLogins == 1)
        }
    }

    @Test func `a password that cannot be read is told before anything is sent`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            try FileManager.default.removeItem(atPath: sandbox.path("sim.password"))
            let result = try await runTrawl("run", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 2)
            #expect(result.stderr.contains("sim.password"))
            #expect(fleet.statistics.connections == 0)
        }
    }
}
