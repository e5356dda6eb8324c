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
                #expect(result.lines.contains { $0.hasPrefix("\(device.name)  \(device.endpoint)  ") })
            }
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
                sound.lines == ["sim.yaml: inventory, 3 devices: ok", "\(collection): collection, 1 requests: ok"]
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
        }
    }
}
