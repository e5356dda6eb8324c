import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl serve` as its users and its host see it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct ServeTests {
    private func withServedFleet(
        _ configuration: SimulatedFleet.Configuration = .init(deviceCount: 6),
        _ body: (SimulatedFleet, Sandbox) async throws -> Void
    ) async throws {
        try await withFleet(configuration) { fleet, sandbox in
            try sandbox.writeServed()
            try await body(fleet, sandbox)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `it polls on its schedule until a signal ends it in order`(signal: Int32) async throws {
        try await withServedFleet(.init(deviceCount: 6, nxosShare: 0)) { fleet, sandbox in
            let sent = Moment()
            let result = try await withServing(in: sandbox, endingBy: signal) { trawl in
                try await eventually { try await trawl.series().keys.count { $0.hasPrefix("switch_info{") } == 6 }
                #expect(try await trawl.value("trawl_up", ["device": "leaf1", "request": "arp", "role": "leaf"]) == 1)
                #expect(try await trawl.get("/-/ready") == "ready\n")
                try await eventually { fleet.statistics.requests > 24 }
                // Everything goes over one connection a device.
                #expect(fleet.statistics.connections == 6)
                sent.mark()
            }
            #expect(result.status == 128 + signal)
            #expect(sent.elapsed < .seconds(5))
            #expect(result.stdout.isEmpty)
            // And in one session, which is ended.
            #expect(fleet.statistics.logins == 6)
            #expect(fleet.statistics.logouts == 6)
        }
    }

    @Test func `a bad file changes nothing and is told, a good one takes effect by signal, by HTTP and by itself`()
        async throws
    {
        try await withServedFleet { fleet, sandbox in
            let inventory = try sandbox.text(of: "sim.yaml")
            let result = try await withServing(in: sandbox) { trawl in
                try await eventually { try await trawl.value("trawl_up", ["device": "leaf1"]) == 1 }
                try sandbox.writeServed(more: "metrcs: standard")
                trawl.program.send(SIGHUP)
                try await eventually { try await trawl.value("trawl_config_last_reload_successful") == 0 }
                #expect(try await trawl.value("trawl_up", ["device": "leaf1"]) == 1)
                #expect(trawl.program.errors.contains("unknown key `metrcs`"))
                // With the place in the file beneath it, as `trawl check` shows it.
                let lines = trawl.program.errors.split(separator: "\n")
                #expect(lines.contains { $0.hasPrefix("   ") && $0.hasSuffix("| metrcs: standard") }, "\(lines)")
                let page = try await trawl.get("/")
                #expect(page.contains("did you mean `metrics`?"))
                let refused = try await trawl.get("/-/reload", "-X", "POST", "-w", "%{http_code}")
                #expect(refused.contains("did you mean `metrics`?") && refused.hasSuffix("500"))
                try sandbox.writeServed()
                #expect(try await trawl.get("/-/reload", "-X", "POST") == "6 devices: 0 added, 0 removed, 0 changed\n")
                #expect(try await trawl.value("trawl_config_last_reload_successful") == 1)
                // Nobody says anything: the file is looked at.
                let shorter = inventory.split(separator: "\n").filter { !$0.hasPrefix("  leaf2:") }
                #expect(shorter.count + 1 == inventory.split(separator: "\n").count)
                try sandbox.write(shorter.joined(separator: "\n") + "\n", to: "sim.yaml")
                try await eventually { try await trawl.value("trawl_devices") == 5 }
                try await eventually { fleet.statistics(of: "leaf2").openConnections == 0 }
                #expect(try await trawl.series().keys.allSatisfy { !$0.contains("device=\"leaf2\"") })
                #expect(fleet.statistics(of: "leaf1").connections == 1)
            }
            #expect(result.status == 143)
        }
    }

    @Test func `an edit is loaded once, and one that is made while files are read is not forgotten`() async throws {
        try await withServedFleet { _, sandbox in
            let inventory = try sandbox.text(of: "sim.yaml")
            let result = try await withServing(in: sandbox) { trawl in
                let reloads = { trawl.program.errors.split(separator: "\n").count { $0.contains("reloaded, as ") } }
                try sandbox.writeServed(every: "2s")
                trawl.program.send(SIGHUP)
                try await eventually { reloads() == 1 }
                // Longer than the watch takes to notice and to wait for the end of an edit: nothing may come of it.
                try await Task.sleep(for: .seconds(6))
                #expect(reloads() == 1)
                // Other files from now on: a command has the password, and takes its time.
                try sandbox.write(
                    "touch reading\nuntil [ -e go ]; do sleep 0.1; done\ncat sim.password\n",
                    to: "slow.sh"
                )
                let slow = inventory.replacing(/\{ file: "?[^}]*sim\.password"? \}/, with: "{ command: [sh, slow.sh] }")
                #expect(slow != inventory)
                try sandbox.write(slow, to: "sim.yaml")
                trawl.program.send(SIGHUP)
                try await eventually { FileManager.default.fileExists(atPath: sandbox.path("reading")) }
                try sandbox.writeServed(every: "3s")
                try sandbox.write("", to: "go")
                try await eventually { reloads() == 3 }
                #expect(trawl.program.errors.contains("reloaded, as a file changed"))
            }
            #expect(result.status == 143)
        }
    }

    @Test func `a second one of the same files is refused`() async throws {
        try await withServedFleet { _, sandbox in
            _ = try await withServing(in: sandbox) { trawl in
                let second = try await runTrawl(
                    "serve",
                    "fabric.yaml",
                    "-i",
                    "sim.yaml",
                    "--listen",
                    "127.0.0.1:0",
                    in: sandbox
                )
                #expect(second.status == 2)
                let number = trawl.program.identifier
                #expect(
                    second.stderr.hasPrefix(
                        "error: another `trawl serve` of these collections and this inventory is running (process \(number))"
                    )
                )
            }
        }
    }

    @Test func `one cycle prints what it found, and says whether everything was answered`() async throws {
        try await withServedFleet(.init(deviceCount: 4, faults: ["leaf1": .close])) { _, sandbox in
            let result = try await runTrawl("serve", "fabric.yaml", "-i", "sim.yaml", "--once", in: sandbox)
            #expect(result.status == 3)
            #expect(result.lines.count { $0.hasPrefix("switch_info{") } == 3)
            #expect(result.lines.contains { $0.hasPrefix("trawl_up{device=\"leaf1\"") && $0.hasSuffix(" 0") })
        }
    }

    @Test func `one cycle says by its exit status that devices were spared from a rejected password`() async throws {
        try await withServedFleet(.init(deviceCount: 4, nxosShare: 0)) { fleet, sandbox in
            try sandbox.write("wrong", to: "sim.password")
            let result = try await runTrawl("serve", "fabric.yaml", "-i", "sim.yaml", "--once", in: sandbox)
            #expect(result.status == 5, "\(result.stderr)")
            #expect(fleet.statistics.logins <= 2)
        }
    }

    @Test func `one cycle says by its exit status that what it found could not be sent`() async throws {
        try await withFleet(.init(deviceCount: 2, faults: ["leaf1": .close])) { _, sandbox in
            let url = "http://127.0.0.1:9/api/v1/write"
            func once(_ outputs: String) async throws -> ProgramResult {
                try sandbox.writeServed(more: "metrics: standard\noutputs: [\(outputs)]")
                return try await runTrawl("serve", "fabric.yaml", "-i", "sim.yaml", "--once", in: sandbox)
            }
            let lost = try await once("{ remote_write: { url: \"\(url)\" } }")
            #expect(lost.status == 6, "\(lost.stderr)")
            #expect(lost.stderr.contains(" samples were not sent"))
            #expect(lost.stderr.contains("could not be written to an output"))
            // The next run sends what is on disk.
            let kept = try await once("{ remote_write: { url: \"\(url)\", queue: { directory: queue } } }")
            #expect(kept.status == 3, "\(kept.stderr)")
            #expect(kept.stderr.contains(" samples wait on disk for the next run"))
            let full = try await once("{ jsonl: { path: /dev/full } }")
            #expect(full.status == 6, "\(full.stderr)")
        }
    }

    @Test func `records to a reader that is gone are counted, and an error tells it once`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            try sandbox.writeServed(more: "outputs: [{ jsonl: { path: stdout } }]")
            let closing = ["/bin/bash", "-c", "exec \"$@\" > >(exec true)", "-"]
            let result = try await withServing(in: sandbox, through: closing) { trawl in
                try await eventually {
                    try await trawl.value("trawl_output_samples_dropped_total", ["reason": "refused"]) ?? 0 > 4
                }
            }
            let told = result.stderr.split(separator: "\n").filter { $0.contains("was closed by its reader") }
            #expect(told.count == 1, "\(result.stderr)")
            #expect(told.first?.contains("error") == true, "\(told)")
        }
    }

    @Test func `a schedule that cannot be kept is refused by plan and by serve`() async throws {
        try await withServedFleet { _, sandbox in
            let requests = (1...71).map { "  - { name: r\($0), http: /r\($0) }" }
            try sandbox.write(
                "schedule: { every: 60s, timeout: 60s }\nlimits: { per_host: { rate: 1/s } }\nrequests:\n"
                    + requests.joined(separator: "\n") + "\n",
                to: "fabric.yaml"
            )
            try sandbox.write("devices:\n  box1: { address: 127.9.9.9, dialect: http }\n", to: "sim.yaml")
            let plan = try await runTrawl("plan", "fabric.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(plan.status == 2)
            let problem =
                "error: the schedule cannot be kept: box1: needs 71 s of every 60 s: at rate 1/s a host, 71 calls take that long"
            #expect(plan.stderr.hasPrefix(problem))
            #expect(plan.lines.contains("schedule of fabric: every 1m, within 1m"))
            let serve = try await runTrawl("serve", "fabric.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(serve.status == 2)
            #expect(serve.stderr.hasPrefix(problem))
        }
    }

    @Test func `a host that slept polls each device once at most, at its own time`() async throws {
        try await withFleet(.init(deviceCount: 20)) { fleet, sandbox in
            try sandbox.writeServed(every: "4s")
            _ = try await withServing(in: sandbox) { trawl in
                try await eventually { fleet.devices.allSatisfy { fleet.statistics(of: $0.name).requests > 0 } }
                trawl.program.send(SIGSTOP)
                // The sleep is what is tested, as long as two intervals and a half; nothing is waited for.
                try await Task.sleep(for: .seconds(10))
                let before = fleet.devices.map { fleet.statistics(of: $0.name).requests }
                trawl.program.send(SIGCONT)
                let woken = ContinuousClock.now
                try await eventually { try await trawl.value("trawl_polls_skipped_total") != nil }
                if ContinuousClock.now - woken < .seconds(1) {
                    let after = fleet.devices.map { fleet.statistics(of: $0.name).requests }
                    // A quarter of the interval has about a quarter of the devices; not all of them at once.
                    #expect(zip(before, after).count { $0 != $1 } < 16)
                }
                let skipped = try await trawl.series().filter { $0.key.hasPrefix("trawl_polls_skipped_total{") }
                #expect(skipped.values.reduce(0, +) >= 20)
            }
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root may change what is mounted"))
    func `a name whose address changes is followed by the next connection, and the log says so`() async throws {
        try await withServedFleet(.init(deviceCount: 2, nxosShare: 0)) { fleet, sandbox in
            let other = fleet.devices[1]
            let inventory = try sandbox.text(of: "sim.yaml").split(separator: "\n").map(String.init).map { line in
                line.hasPrefix("  leaf1:") ? line.replacing("127.1.0.1", with: "leaf1.trawl.test") : line
            }
            try sandbox.write(inventory.joined(separator: "\n") + "\n", to: "sim.yaml")
            let hosts = try sandbox.write("127.1.0.1 leaf1.trawl.test\n", to: "hosts", mode: 0o644)
            let mounting = ["unshare", "-m", "sh", "-c", "mount --bind hosts /etc/hosts && exec \"$@\"", "sh"]
            _ = try await withServing(in: sandbox, through: mounting) { trawl in
                try await eventually {
                    try await trawl.value("switch_info", ["device": "leaf1", "hostname": "leaf1"]) == 1
                }
                // In place: what is mounted is the file, not its name.
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: hosts))
                try handle.write(contentsOf: Data(other.address.utf8))
                try handle.close()
                try fleet.setFault(.closeIdle(after: .milliseconds(10)), for: "leaf1")
                // Answers are kept for half a minute.
                try await eventually(within: .seconds(60)) {
                    try await trawl.value("switch_info", ["device": "leaf1", "hostname": other.name]) == 1
                }
                #expect(
                    trawl.program.errors.contains(
                        "leaf1.trawl.test has the address \(other.address) now, instead of 127.1.0.1: new connections go there"
                    )
                )
            }
        }
    }

    @Test func `a clock that steps changes no poll, and timestamps follow it`() async throws {
        try await withServedFleet { fleet, sandbox in
            let library = sandbox.path("clock-step.so")
            // The compiler of the Swift toolchain.
            let source = "\(Checkout.root)/.ci/clock-step.c"
            let built = try await sandbox.run(["clang", "-shared", "-fPIC", "-o", library, source])
            #expect(built.status == 0, "\(built.stderr)")
            let environment = [
                "LD_PRELOAD": library, "CLOCK_STEP_FILE": try sandbox.write("0\n", to: "step"),
            ]
            _ = try await withServing(in: sandbox, environment: environment) { trawl in
                try await eventually { try await trawl.value("trawl_up", ["device": "leaf1"]) == 1 }
                for step in [3600.0, -3600] {
                    try sandbox.write("\(Int(step))\n", to: "step")
                    try await eventually {
                        let date = try await trawl.value("trawl_last_success_timestamp_seconds", ["device": "leaf1"])
                        return abs((date ?? 0) - Date().timeIntervalSince1970 - step) < 30
                    }
                    let before = fleet.statistics.requests
                    try await eventually(within: .seconds(10)) { fleet.statistics.requests > before + 6 }
                    #expect(try await trawl.value("trawl_up", ["device": "leaf1"]) == 1)
                    #expect(try await trawl.value("switch_info", ["device": "leaf1"]) == 1)
                }
                let skipped = try await trawl.series().filter { $0.key.hasPrefix("trawl_polls_skipped_total{") }
                #expect(skipped.values.allSatisfy { $0 <= 2 })
            }
            #expect(fleet.statistics.connections == 6)
        }
    }

    @Test func `systemd hears that it is ready, alive and ending`() async throws {
        try await withServedFleet { _, sandbox in
            let script = """
                import os, socket, sys
                listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                listener.bind("notify")
                print("bound", flush=True)
                while True:
                    print(listener.recv(4096).decode().split("\\n")[0], flush=True)
                """
            let manager = try await sandbox.run(["python3", "-u", "-c", script], timeout: .seconds(60)) { manager in
                try await eventually { manager.output.contains("bound") }
                let environment = ["NOTIFY_SOCKET": sandbox.path("notify"), "WATCHDOG_USEC": "200000"]
                let result = try await withServing(in: sandbox, environment: environment) { trawl in
                    try await eventually { manager.output.contains("WATCHDOG=1") }
                    trawl.program.send(SIGHUP)
                    try await eventually { manager.output.contains("RELOADING=1") }
                }
                #expect(result.status == 143)
                try await eventually { manager.output.contains("STOPPING=1") }
                manager.send(SIGKILL)
            }
            let lines = manager.lines.filter { $0 != "WATCHDOG=1" }
            #expect(lines == ["bound", "READY=1", "RELOADING=1", "READY=1", "STOPPING=1"])
        }
    }

    @Test func `a log in JSON is an object a line, and tells of devices that begin to fail`() async throws {
        try await withServedFleet(.init(deviceCount: 3, faults: ["leaf1": .close])) { fleet, sandbox in
            let result = try await withServing("--log-format", "json", in: sandbox) { trawl in
                try await eventually { trawl.program.errors.contains("leaf1: ") }
                try fleet.setFault(nil, for: "leaf1")
                try await eventually { trawl.program.errors.contains("leaf1: is well again") }
            }
            struct Line: Decodable {
                var time: String
                var level: String
                var logger: String
                var message: String
            }
            let lines = try result.stderr.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
            #expect(lines.contains { $0.level == "warning" && $0.message.hasPrefix("leaf1: facts (and 1 more): ") })
            // A device that goes on failing as before is no news.
            #expect(lines.count { $0.message.hasPrefix("leaf1: ") && $0.level == "warning" } <= 2)
        }
    }

    @Test(arguments: [
        (["serve", "fabric.yaml", "--listen", "nowhere"], 64 as Int32, "needs the form address:port"),
        (["serve", "nothing"], 2, "no collection `nothing`"),
        (["serve", "fabric.yaml", "-i", "none.yaml"], 2, "none.yaml"),
        (["serve", "fabric.yaml", "-i", "sim.yaml", "--listen", "192.0.2.1:1"], 2, "cannot listen"),
        (["serve", "fabric.yaml", "-i", "sim.yaml", "--listen", "nowhere.invalid:1"], 2, "cannot listen"),
    ])
    func `what cannot be served is told before anything is sent`(
        arguments: [String],
        status: Int32,
        message: String
    ) async throws {
        try await withServedFleet(.init(deviceCount: 1)) { fleet, sandbox in
            let result = try await sandbox.run([TrawlProgram.path] + arguments)
            #expect(result.status == status)
            #expect(result.stderr.contains(message), "\(result.stderr)")
            #expect(fleet.statistics.requests == 0)
        }
    }
}
