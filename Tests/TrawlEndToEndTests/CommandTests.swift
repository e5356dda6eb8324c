import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// The commands beside `run`.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct CommandTests {
    @Test func `version names what runs here`() async throws {
        try await Sandbox.with { sandbox in
            let result = try await runTrawl("version", in: sandbox)
            #expect(result.status == 0)
            #expect(
                result.lines.map { String($0.prefix { $0 != " " && $0 != "/" }) } == ["trawl", "libcurl", "OpenSSL"]
            )
        }
    }

    @Test(arguments: ["collection", "inventory"])
    func `a schema is JSON`(kind: String) async throws {
        try await Sandbox.with { sandbox in
            let result = try await runTrawl("schema", kind, in: sandbox)
            #expect(result.status == 0)
            let schema = try #require(JSONSerialization.jsonObject(with: result.output) as? [String: Any])
            #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
        }
    }

    @Test func `plan sends nothing and reads no password`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            // A plan that read the password would fail now.
            try FileManager.default.removeItem(atPath: sandbox.path("sim.password"))
            let result = try await runTrawl("plan", "version", "arp", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            #expect(result.stderr.isEmpty)
            for device in fleet.devices {
                #expect(
                    result.lines.contains { $0.hasPrefix("\(device.name) ") && $0.contains(" \(device.endpoint) ") }
                )
            }
            #expect(
                result.stdout.contains(
                    "limits: burst 2; timeout connect 5s; timeout request 30s; response_size 16MiB; "
                        + "retries attempts 3, backoff 500ms..10s; auth_failures 2"
                )
            )
            #expect(result.stdout.contains("show version; show arp vrf all"))
            #expect(result.stdout.contains("4 devices, 4 calls, 4 logins, 8 outcomes"))
            #expect(result.stdout.contains("credentials: sim"))
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test func `plan says what this host lacks`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            try FileManager.default.removeItem(atPath: sandbox.path("sim-ca.pem"))
            let result = try await runTrawl("plan", "version", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 2)
            #expect(result.stderr.contains("sim-ca.pem"))
        }
    }

    @Test func `check says what each file is, and the mistakes of all`() async throws {
        try await withFleet(.init(deviceCount: 3)) { fleet, sandbox in
            let collection = try sandbox.writeCollection()
            let sound = try await runTrawl("check", "sim.yaml", collection, in: sandbox)
            #expect(sound.status == 0)
            #expect(
                sound.lines == ["sim.yaml: inventory, 3 devices: ok", "\(collection): collection, 1 request: ok"]
            )
            try sandbox.write("devices: { a: { dialekt: eapi } }\n", to: "bad.yaml")
            let mixed = try await runTrawl("check", "bad.yaml", "sim.yaml", "absent.yaml", in: sandbox)
            #expect(mixed.status == 2)
            #expect(mixed.lines == ["sim.yaml: inventory, 3 devices: ok"])
            #expect(mixed.stderr.contains("bad.yaml:1:17: error: unknown key `dialekt`"), "\(mixed.stderr)")
            #expect(mixed.stderr.contains("absent.yaml"))
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test func `devices shows the inventory after inheritance`() async throws {
        try await Sandbox.with { sandbox in
            let text = """
                defaults: { dialect: eapi, labels: { site: dc1 } }
                groups: { nexus: { dialect: nxapi, labels: { vendor: cisco } } }
                devices:
                  leaf[1-2]: { address: "10.0.0.[1-2]" }
                  old: { address: 10.0.1.1, groups: [nexus], port: 8443, tls: { verify: false } }

                """
            try sandbox.write(text, to: "inventory.yaml")
            let result = try await runTrawl("devices", in: sandbox)
            let expected = """
                device  address        dialect  credential  tls           labels
                leaf1   10.0.0.1:443   eapi     -           verified      site=dc1
                leaf2   10.0.0.2:443   eapi     -           verified      site=dc1
                old     10.0.1.1:8443  nxapi    -           not verified  site=dc1 vendor=cisco

                """
            let difference = difference(of: result.stdout, from: expected)
            #expect(difference == nil, "\(difference ?? "")")
            #expect(result.status == 0)
        }
    }

    @Test func `ask takes a password from its input where there is no terminal`() async throws {
        try await withFleet(.init(deviceCount: 1, nxosShare: 0)) { fleet, sandbox in
            let device = try #require(fleet.devices.first)
            // A session of its own has no terminal, even where the tests were started from one.
            let ask = [
                "/usr/bin/setsid", "--wait", TrawlProgram.path, "ask", "show hostname", "--address", device.address,
                "--port", "\(device.port)", "--username", "admin", "--insecure",
            ]
            let json = try await sandbox.run(ask, input: "admin\n")
            #expect(json.status == 0, "\(json.stdout)")
            #expect(json.stdout.contains("\"hostname\":\"\(device.name)\""))
            let text = try await sandbox.run(ask + ["--text"], input: "admin\n")
            #expect(text.status == 0)
            #expect(text.stdout.contains(#""format":"text""#))
            let empty = try await sandbox.run(ask, input: "")
            #expect(empty.status == 2)
            #expect(empty.stderr.contains("no password was entered"))
            #expect(fleet.statistics.logins == 2)
            // The certificate is for a name, and no address: it is refused where it is checked.
            let checked = try await sandbox.run(
                ask.filter { $0 != "--insecure" } + ["--ca-file", "sim-ca.pem"],
                input: "admin\n"
            )
            #expect(checked.status == 3)
            #expect(try Record.all(in: checked.lines).map { $0.error?.class } == ["tls"])
            #expect(checked.stderr.contains("hint: say `--insecure`"), "\(checked.stderr)")
            let nobody = try await sandbox.run(ask.filter { $0 != "--username" && $0 != "admin" }, input: "")
            #expect(nobody.status == 3)
            #expect(nobody.stderr.contains("hint: no user was given: say `--username USER`"), "\(nobody.stderr)")
            #expect(nobody.stdout.contains("no user was given"))
        }
    }

    @Test func `plan lines up, and says what is special and what nobody is asked`() async throws {
        try await withFleet(.init(deviceCount: 12)) { fleet, sandbox in
            let text = """
                limits:
                  hosts: [{ match: { name: leaf1 }, timeout: { request: 2m }, retries: { attempts: 1 } }]
                requests:
                  - { name: version, eapi: show version, nxapi: show version }
                  - { name: tree, restconf: "ietf-interfaces:interfaces" }
                  - { name: slow, eapi: show inventory, timeout: 90s }

                """
            try sandbox.write(text, to: "mixed.yaml")
            let result = try await runTrawl("plan", "mixed.yaml", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stderr)")
            let heading = try #require(result.lines.first)
            let calls = try #require(heading.range(of: "calls")).lowerBound
            let column = heading.distance(from: heading.startIndex, to: calls)
            #expect(
                result.lines.dropFirst().prefix(12).allSatisfy {
                    $0.dropFirst(column).hasPrefix("1 call: show version")
                }
            )
            #expect(result.stdout.contains(", 10/s; timeout request 2m; no retries  1 call"))
            #expect(result.stdout.components(separatedBy: "timeout request 2m").count == 2)
            #expect(result.stdout.contains("timeouts of their own: `slow` 90s\n"))
            #expect(result.stdout.contains("nobody is asked `tree`: it has no command for eapi, nxapi\n"))
            #expect(!result.stdout.contains("nobody is asked `slow`"))
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test(arguments: [
        (["rnu", "version"], 64, "error: unknown command `rnu`; did you mean `run`?\n"),
        (
            ["ask", "reload", "-i", "sim.yaml"], 5,
            "error: `reload` is not plainly a read; only `show …` and `dir …` are sent, written out\n"
        ),
        (
            ["ask", "clear counters", "-i", "sim.yaml"], 5,
            "error: `clear counters` is refused: `clear` is not plainly a read; only `show …` and `dir …` are sent, "
                + "written out\n"
        ),
    ])
    func `what is wrong is said once`(words: [String], status: Int32, message: String) async throws {
        try await Sandbox.with { sandbox in
            try sandbox.write("devices: { a: { address: 127.0.0.1, dialect: eapi } }\n", to: "sim.yaml")
            let result = try await sandbox.run([TrawlProgram.path] + words)
            #expect(result.status == status)
            #expect(result.stderr == message)
        }
    }
}
