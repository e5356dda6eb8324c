import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl trust`, and runs over devices that are pinned.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TrustTests {
    /// One line of what `trust` says in a pipe.
    private struct Look: Decodable {
        var device: String
        var subject: String?
        var issuer: String?
        var names: [String]?
        var notBefore: String?
        var notAfter: String?
        var sha256: String?
        var trust: String?
        var error: Record.Failure?

        static func all(in lines: [String]) throws -> [Look] {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try lines.map { try decoder.decode(Look.self, from: Data($0.utf8)) }
        }
    }

    /// An inventory of the fleet that trusts no authority.
    private static func distrust(_ sandbox: Sandbox) throws {
        let text = try sandbox.text(of: "sim.yaml")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("ca_file") }
        try sandbox.write("# Nobody's authority.\n" + lines.joined(separator: "\n"), to: "sim.yaml")
    }

    @Test func `an untrusted certificate is shown, pinned, and refused once it changes`() async throws {
        try await withFleet(.init(deviceCount: 4, faults: ["leaf1": .selfSignedCertificate])) { fleet, sandbox in
            try Self.distrust(sandbox)
            let collection = try sandbox.writeCollection()
            let before = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(before.status == 3)
            #expect(try Record.all(in: before.lines).allSatisfy { $0.error?.code == "certificate-untrusted" })

            let shown = try await runTrawl("trust", "*", "-i", "sim.yaml", in: sandbox)
            #expect(shown.status == 0, "\(shown.stderr)")
            let looks = try Look.all(in: shown.lines)
            #expect(looks.map(\.device) == fleet.devices.map(\.name))
            #expect(looks.allSatisfy { $0.trust == "refused" && $0.error?.code == "certificate-untrusted" })
            let fingerprint = try #require(looks.first?.sha256)
            // What was refused is named by what to pin.
            #expect(before.stdout.contains(fingerprint))
            #expect(looks.first?.subject == looks.first?.issuer)
            #expect(looks.last?.subject != looks.last?.issuer)
            #expect(looks.first?.names?.isEmpty == false)
            #expect(looks.first?.notAfter?.hasSuffix("Z") == true)

            let mode = 0o640
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: sandbox.path("sim.yaml"))
            let text = try sandbox.text(of: "sim.yaml")
            let written = try await runTrawl("trust", "*", "-i", "sim.yaml", "--write", in: sandbox)
            #expect(written.status == 0)
            #expect(written.stderr.contains("sim.yaml: wrote `tls.pin` of 4 devices"))
            let pinned = try sandbox.text(of: "sim.yaml")
            #expect(pinned.hasPrefix("# Nobody's authority.\n"))
            let withoutPins = pinned.replacing(try Regex(#"pin: "[0-9A-F:]{95}", "#), with: "")
            #expect(withoutPins == text)
            let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.path("sim.yaml"))
            #expect(attributes[.posixPermissions] as? Int == mode)
            // No request was made, by nobody.
            #expect(fleet.statistics.requests == 0)

            let run = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(run.status == 0, "\(run.stdout)")
            try fleet.setFault(nil, for: "leaf1")
            let changed = try await runTrawl("run", collection, "-i", "sim.yaml", "--order", "inventory", in: sandbox)
            #expect(changed.status == 3)
            let records = try Record.all(in: changed.lines)
            #expect(records.map { $0.error?.code } == ["pin-mismatch", nil, nil, nil])
            #expect(records.first?.error?.class == "tls")
            #expect(records.first?.attempts == 1)
            #expect(records.first?.error?.message.contains(fingerprint) == true)
            let now = try Look.all(in: try await runTrawl("trust", "leaf1", "-i", "sim.yaml", in: sandbox).lines)
            let renewed = try #require(now.first?.sha256)
            #expect(records.first?.error?.message.contains(renewed) == true)
            #expect(now.first?.error?.code == "pin-mismatch")
            #expect(fleet.statistics(of: "leaf1").requests == 1)
        }
    }

    @Test func `on a terminal every device is a block, and device text is escaped`() async throws {
        try await Sandbox.with { sandbox in
            try await OpenSSLServer.with(subject: "/O=evil\u{1b}[2J/CN=server.trawl.test", in: sandbox) { server in
                try sandbox.write(
                    """
                    devices:
                      page: { address: \(server.address), port: \(server.port), dialect: http }
                      open: { address: \(server.address), port: \(server.port), dialect: http, tls: { verify: false } }
                      gone: { address: \(server.address), port: 1, dialect: http }
                      plain: { address: \(server.address), port: 1, dialect: http, scheme: http }

                    """,
                    to: "inventory.yaml"
                )
                let result = try await runTrawlOnTerminal("trust", "*", in: sandbox)
                #expect(result.status == 3)
                #expect(!result.stdout.contains("\u{1b}[2J"))
                let fingerprint = try await server.fingerprint(in: sandbox)
                let order = [
                    "page (\(server.address):\(server.port))", "subject    O=evil\\", "signed by  itself",
                    "names      DNS:server.trawl.test, IP Address:\(server.address)", "valid      20", " to 20",
                    "SHA-256    \(fingerprint)", "trusted    no, certificate-untrusted: ", "hint       ", "open (",
                    "trusted    not checked (`tls.verify: false`)", "gone (", "failed     connection-refused: ",
                    "plain (", "failed     not-tls: ",
                ]
                #expect(inOrder(order, in: result.stdout) == nil)
            }
        }
    }

    @Test func `a device of a range is not written, and what to write is told`() async throws {
        try await withFleet(.init(deviceCount: 2, nxosShare: 0)) { fleet, sandbox in
            let addresses = fleet.devices.map { $0.address.split(separator: ".").last.map(String.init) ?? "" }
            let text = """
                devices:
                  "leaf[1-2]": { address: "127.1.0.[\(addresses.joined(separator: ","))]", port: \(fleet.port), dialect: eapi }

                """
            try sandbox.write(text, to: "inventory.yaml")
            let result = try await runTrawl("trust", "leaf2", "--write", in: sandbox)
            #expect(result.status == 3)
            #expect(
                result.stderr.contains("inventory.yaml:2: `tls.pin` of leaf2 was not written: `leaf[1-2]` stands for")
            )
            #expect(result.stderr.contains("    leaf2: { tls: { pin: \""))
            #expect(try sandbox.text(of: "inventory.yaml") == text)
        }
    }

    @Test func `nothing chosen is wrong usage, nobody chosen is status 2`() async throws {
        try await withFleet(.init(deviceCount: 1)) { fleet, sandbox in
            let unsaid = try await runTrawl("trust", "-i", "sim.yaml", in: sandbox)
            #expect(unsaid.status == 64)
            let unknown = try await runTrawl("trust", "spine9", "-i", "sim.yaml", in: sandbox)
            #expect(unknown.status == 2)
            #expect(fleet.statistics.connections == 0)
        }
    }

    @Test func `devices that are not verified are named in every run, unless it is to be quiet`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            let name = try #require(fleet.devices.last?.name)
            let text = try sandbox.text(of: "sim.yaml")
            try sandbox.write(
                text.replacing(try Regex("\(name): \\{(.*)tls: \\{"), maxReplacements: 1) { match in
                    "\(name): {\(match[1].substring ?? "")tls: { verify: false,"
                },
                to: "sim.yaml"
            )
            let collection = try sandbox.writeCollection()
            let run = try await runTrawl("run", collection, "-i", "sim.yaml", in: sandbox)
            #expect(run.status == 0)
            #expect(run.stderr == "1 device not verified (`tls.verify: false`): \(name)\n")
            let quiet = try await runTrawl("run", collection, "-i", "sim.yaml", "--quiet", in: sandbox)
            #expect(quiet.stderr.isEmpty)
        }
    }

    /// What an old device speaks alone, and how large its key is.
    private static let old = [
        ("-tls1_2 -cipher DHE-RSA-AES256-SHA:@SECLEVEL=0", "rsa:1024"),
        ("-tls1 -cipher AES128-SHA:@SECLEVEL=0", "rsa:2048"),
        ("-tls1_1 -cipher DHE-RSA-AES256-SHA:@SECLEVEL=0", "rsa:2048"),
    ]

    @Test(arguments: old)
    func `an old device is refused with the keys that let it in`(spoken: String, key: String) async throws {
        try await Sandbox.with { sandbox in
            let options = spoken.split(separator: " ").map(String.init)
            try await OpenSSLServer.with(options, key: key, in: sandbox) { server in
                let place = "address: \(server.address), port: \(server.port), dialect: http"
                try sandbox.write(
                    """
                    devices:
                      today: { \(place), tls: { verify: false } }
                      old: { \(place), tls: { verify: false, ciphers: "DEFAULT:@SECLEVEL=0", minimum_version: 1.0 } }

                    """,
                    to: "inventory.yaml"
                )
                let result = try await runTrawl("ask", "/", "--text", "--order", "inventory", in: sandbox)
                let records = try Record.all(in: result.lines)
                #expect(records.map(\.status) == ["failed", "ok"])
                #expect(records.first?.error?.class == "tls")
                #expect(records.first?.error?.code == "no-common-cipher")
                let hint = records.first?.error?.hint ?? ""
                #expect(
                    hint.contains("`tls.ciphers: DEFAULT:@SECLEVEL=0`") && hint.contains("`tls.minimum_version: 1.0`")
                )
            }
        }
    }
}
