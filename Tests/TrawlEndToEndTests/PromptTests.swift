import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// Questions for passwords: keys that end them, signals that come meanwhile, and the terminal afterwards.
@Suite(.serialized, .timeLimit(.minutes(4)), .enabled(if: Python.path != nil, "Python is not installed"))
struct PromptTests {
    private static let ends: [(TypingPerson.Act, Int32)] = [
        (.keys(Array("hun".utf8) + [0x03]), 130), (.controlBackslash, 130), (.signal(SIGINT), 130),
        (.signal(SIGTERM), 143), (.signal(SIGHUP), 129),
    ]

    @Test(arguments: ends)
    func `who is interrupted at the first question has sent nothing`(act: TypingPerson.Act, status: Int32) async throws
    {
        try await LoginTests.withTypedPassword { fleet, sandbox, run in
            for command in [run, ["login"]] {
                let story = try await TypingPerson.run(command, doing: [act], in: sandbox)
                #expect(story.result.status == status, "\(story.result.stdout)")
                #expect(story.echoes)
                #expect(story.lastTook < .seconds(1))
                #expect(!story.result.stdout.contains("error"), "\(story.result.stdout)")
                #expect(!story.result.stdout.contains("hun"))
            }
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: ends)
    func `who is interrupted at a later question sends nothing more`(act: TypingPerson.Act, status: Int32) async throws
    {
        try await LoginTests.withTypedPassword { fleet, sandbox, run in
            for command in [run, ["login"]] {
                let before = fleet.statistics.requests
                let story = try await TypingPerson.run(command, doing: [.line("wrong"), act], in: sandbox)
                #expect(story.result.status == status, "\(story.result.stdout)")
                #expect(story.echoes)
                #expect(story.lastTook < .seconds(1))
                #expect(fleet.statistics.requests == before + 1)
            }
            #expect(fleet.statistics.rejectedLogins == 2)
        }
    }

    @Test func `two credentials are not asked for where the first question was interrupted`() async throws {
        try await withFleet(.init(deviceCount: 2)) { fleet, sandbox in
            let credentials = """
                one: { username: admin, password: { prompt: true } }
                  two: { username: other, password: { prompt: true } }
                """
            let text = LoginTests.inventory(fleet, credentials: credentials, [("one", nil), ("two", nil)])
            try sandbox.write(text, to: "inventory.yaml")
            let story = try await TypingPerson.run(["run", "version"], doing: [.controlC], in: sandbox)
            #expect(story.result.status == 130)
            #expect(story.result.stdout.contains("one"))
            #expect(!story.result.stdout.contains("two"), "\(story.result.stdout)")
        }
    }

    @Test(arguments: [TypingPerson.Act.enter, .controlD])
    func `nothing entered at the first question is status 2`(act: TypingPerson.Act) async throws {
        try await LoginTests.withTypedPassword { fleet, sandbox, run in
            let story = try await TypingPerson.run(run, doing: [act], in: sandbox)
            #expect(story.result.status == 2)
            #expect(story.result.stdout.contains("error: "), "\(story.result.stdout)")
            #expect(story.echoes)
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: [TypingPerson.Act.enter, .controlD])
    func `nothing entered at a later question: the device that rejected is not asked again, the next one is`(
        act: TypingPerson.Act
    ) async throws {
        try await LoginTests.withTypedPassword { fleet, sandbox, run in
            let words = run + ["-f", "jsonl", "-o", "all.jsonl"]
            let story = try await TypingPerson.run(words, doing: [.line("wrong"), act], in: sandbox)
            #expect(story.result.status == 5, "\(story.result.stdout)")
            #expect(story.echoes)
            #expect(fleet.devices.map { fleet.statistics(of: $0.name).logins } == [1, 1, 0, 0, 0, 0, 0, 0])
            #expect(story.result.stdout.contains("6 devices were spared"), "\(story.result.stdout)")
            let records = try Record.all(in: sandbox.lines(of: "all.jsonl"))
            let first = try #require(records.first { $0.device == fleet.devices[0].name })
            #expect(first.error?.code == "login-rejected-before")
            #expect(first.attempts == 0)
            #expect(first.timing == nil)
            let second = try #require(records.first { $0.device == fleet.devices[1].name })
            #expect(second.error?.code == "login-rejected")
            #expect(records.count { $0.error?.code == "credential-stopped" } == 6)
        }
    }

    @Test func `one device with another password costs it alone, also where it is the first`() async throws {
        try await LoginTests.withTypedPassword { fleet, sandbox, run in
            try fleet.setFault(.rejectLogin, for: fleet.devices[0].name)
            let story = try await TypingPerson.run(run, doing: [.line("admin"), .enter], in: sandbox)
            #expect(story.result.status == 3, "\(story.result.stdout)")
            #expect(fleet.statistics.rejectedLogins == 1)
            #expect(fleet.statistics(of: fleet.devices[0].name).requests == 1)
            #expect(story.result.stdout.contains("8 devices, 7 ok"), "\(story.result.stdout)")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal while a typed password is proven ends the device's session`(signal: Int32) async throws {
        // The login is answered, the command is not.
        try await LoginTests.withTypedPassword(latency: .milliseconds(400)) { fleet, sandbox, run in
            let line = """
                import os, pty, sys
                child, terminal = pty.fork()
                if child == 0:
                    os.execv(sys.argv[1], sys.argv[1:])
                open('pid', 'w').write(str(child))
                seen = b''
                while True:
                    try:
                        chunk = os.read(terminal, 65536)
                    except OSError:
                        break
                    if not chunk:
                        break
                    seen += chunk
                    if seen.endswith(b'): '):
                        os.write(terminal, b'admin\\n')
                status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                sys.exit(status if status >= 0 else 128 - status)
                """
            let sent = Moment()
            let result = try await sandbox.run(
                [Python.path ?? "python3", "-c", line, TrawlProgram.path] + run
            ) { _ in
                try await eventually { fleet.statistics.requests == 2 && fleet.statistics.requestsInFlight == 1 }
                sent.mark()
                kill(try #require(Int32(try sandbox.text(of: "pid"))), signal)
            }
            #expect(result.status == 128 + signal)
            #expect(sent.elapsed < .seconds(3))
            #expect(fleet.statistics.sessions == 1)
            try await eventually { fleet.statistics.logouts == 1 }
        }
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `a signal to trawl login ends the device's session`(signal: Int32) async throws {
        let latency: ClosedRange<Duration> = .milliseconds(400) ... .milliseconds(400)
        try await withFleet(.init(deviceCount: 1, latency: latency, nxosShare: 0)) { fleet, sandbox in
            let sent = Moment()
            let result = try await runTrawl("login", "-i", "sim.yaml", in: sandbox) { program in
                try await eventually { fleet.statistics.requests == 2 && fleet.statistics.requestsInFlight == 1 }
                sent.mark()
                program.send(signal)
            }
            #expect(result.status == 128 + signal)
            #expect(sent.elapsed < .seconds(3))
            #expect(result.stdout.isEmpty)
            try await eventually { fleet.statistics.logouts == 1 }
        }
    }

    @Test func `a command for a password ends with the run`() async throws {
        try await withFleet(.init(deviceCount: 1)) { fleet, sandbox in
            let text = LoginTests.inventory(
                fleet,
                credentials:
                    #"slow: { username: admin, password: { command: [sh, -c, "echo $$ >child; exec sleep 100"] } }"#,
                [("slow", nil)]
            )
            try sandbox.write(text, to: "inventory.yaml")
            for signal in [SIGINT, SIGTERM] {
                try sandbox.write("", to: "child")
                let result = try await runTrawl("run", "version", in: sandbox) { program in
                    try await eventually { try sandbox.text(of: "child").hasSuffix("\n") }
                    program.send(signal)
                }
                #expect(result.status == 128 + signal)
                #expect(result.stderr == "")
                let child = try #require(Int32(try sandbox.lines(of: "child").first ?? ""))
                // Nobody else reaps it: a child that was left behind is somebody else's by then.
                #expect(kill(child, 0) != 0, "the command goes on")
                kill(child, SIGKILL)
            }
            #expect(fleet.statistics.connections == 0)
        }
    }
}
