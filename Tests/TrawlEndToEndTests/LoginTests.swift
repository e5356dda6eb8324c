import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlSimulator

/// `trawl login`, and passwords that are typed.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LoginTests {
    /// One line of what `login` says in a pipe.
    private struct Proof: Decodable {
        var credential: String
        var username: String
        var domain: String
        var device: String?
        var status: String
        var error: Record.Failure?

        static func all(in lines: [String]) throws -> [Proof] {
            try lines.map { try JSONDecoder().decode(Proof.self, from: Data($0.utf8)) }
        }
    }

    /// An inventory of a fleet whose devices have these credentials and domains, in turn.
    static func inventory(
        _ fleet: SimulatedFleet,
        credentials: String,
        _ members: [(credential: String, domain: String?)]
    ) -> String {
        let devices = fleet.devices.enumerated().map { index, device in
            let member = members[index % members.count]
            let labels = member.domain.map { ", labels: { aaa: \($0) }" } ?? ""
            let tls = device.tls.serverName.map { ", tls: { server_name: \($0) }" } ?? ""
            return "  \(device.name): { address: \(device.address), dialect: \(device.dialect), "
                + "credentials: \(member.credential)\(labels)\(tls) }"
        }
        return """
            credentials:
              \(credentials)
            defaults: { port: \(fleet.port), tls: { ca_file: "\(fleet.authorityFile ?? "")" } }
            devices:
            \(devices.joined(separator: "\n"))

            """
    }

    @Test func `each credential is proven on one device of each domain`() async throws {
        try await withFleet(.init(deviceCount: 12)) { fleet, sandbox in
            let credentials = """
                right: { username: admin, password: admin }
                  wrong: { username: backup, password: nope }
                """
            let text = Self.inventory(
                fleet,
                credentials: credentials,
                [("right", nil), ("right", "emea"), ("wrong", nil)]
            )
            try sandbox.write(text, to: "inventory.yaml")
            let result = try await runTrawl("login", in: sandbox)
            #expect(result.status == 5)
            let proofs = try Proof.all(in: result.lines)
            #expect(
                proofs.map { "\($0.credential) \($0.domain) \($0.status)" } == [
                    "right  accepted", "right emea accepted", "wrong  refused",
                ]
            )
            #expect(proofs.map(\.username) == ["admin", "admin", "backup"])
            #expect(proofs.map(\.device) == fleet.devices.prefix(3).map(\.name))
            #expect(proofs.last?.error?.code == "login-rejected")
            #expect(fleet.statistics.logins == 3)
            #expect(fleet.statistics.rejectedLogins == 1)

            let chosen = try await runTrawl("login", "--where", "aaa=emea", in: sandbox)
            #expect(chosen.status == 0)
            #expect(chosen.lines.count == 1)

            let table = try await runTrawlOnTerminal("login", in: sandbox)
            #expect(table.status == 5)
            #expect(
                inOrder(
                    ["credential", "user", "domain", "device", "login", "accepted", "emea", "refused: login-rejected"],
                    in: table.stdout
                ) == nil
            )
        }
    }

    @Test func `where the first devices cannot be reached, another proves`() async throws {
        try await withFleet(.init(deviceCount: 12)) { fleet, sandbox in
            for device in fleet.devices.prefix(7) { try fleet.setFault(.reset, for: device.name) }
            let result = try await runTrawl("login", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
            #expect(try Proof.all(in: result.lines).map(\.device) == [fleet.devices[7].name])
            #expect(fleet.statistics.logins == 1)

            for device in fleet.devices { try fleet.setFault(.reset, for: device.name) }
            let none = try await runTrawl("login", "-i", "sim.yaml", in: sandbox)
            #expect(none.status == 3)
            #expect(try Proof.all(in: none.lines).map { $0.error?.class } == ["transport"])
        }
    }

    @Test func `a user is rejected twice at most, under however many credentials`() async throws {
        try await withFleet(.init(deviceCount: 4)) { fleet, sandbox in
            let credentials = (1...4).map { "c\($0): { username: admin, password: wrong\($0) }" }
            let members: [(String, String?)] = (1...4).map { ("c\($0)", nil) }
            let text = Self.inventory(fleet, credentials: credentials.joined(separator: "\n  "), members)
            try sandbox.write(text, to: "inventory.yaml")
            let result = try await runTrawl("login", in: sandbox)
            #expect(result.status == 5)
            #expect(try Proof.all(in: result.lines).map(\.status) == ["refused", "refused", "spared", "spared"])
            #expect(fleet.statistics.rejectedLogins == 2)
        }
    }

    @Test func `a privileged password that is wrong is refused, and a command that is not allowed is no matter`()
        async throws
    {
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, enable: Secret("right"), nxosShare: 0)
        try await withFleet(configuration) { fleet, sandbox in
            let good = try await runTrawl("login", "-i", "sim.yaml", in: sandbox)
            #expect(good.status == 0, "\(good.stdout)")
            try sandbox.write("wrong", to: "sim.enable")
            let bad = try await runTrawl("login", "-i", "sim.yaml", in: sandbox)
            #expect(bad.status == 5)
            #expect(try Proof.all(in: bad.lines).first?.error?.code == "enable-refused")
            #expect(fleet.statistics.rejectedLogins == 0)
        }
        try await withFleet(.init(deviceCount: 1, faults: ["leaf1": .refuseCommands([])])) { _, sandbox in
            let result = try await runTrawl("login", "-i", "sim.yaml", in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
        }
    }

    // MARK: Typed passwords

    /// Runs `trawl` on a terminal and types a line at each prompt.
    private static func type(
        _ lines: [String],
        at arguments: [String],
        in sandbox: Sandbox
    ) async throws -> ProgramResult {
        try await TypingPerson.run(arguments, doing: lines.map { .line($0) }, in: sandbox).result
    }

    /// Eight devices whose password is typed.
    static func withTypedPassword(
        failures: Int = 2,
        latency: Duration? = nil,
        _ body: (SimulatedFleet, Sandbox, _ run: [String]) async throws -> Void
    ) async throws {
        try await withFleet(.init(deviceCount: 8, latency: latency.map { $0...$0 })) { fleet, sandbox in
            let text = Self.inventory(
                fleet,
                credentials: "asked: { username: admin, password: { prompt: true } }",
                [("asked", nil)]
            )
            try sandbox.write(text, to: "inventory.yaml")
            let collection = try sandbox.writeCollection(limits: "auth_failures: \(failures)")
            try await body(fleet, sandbox, ["run", collection, "--no-progress"])
        }
    }

    @Test(.enabled(if: Python.path != nil, "Python is not installed"))
    func `a typed password that is rejected is asked for again`() async throws {
        try await Self.withTypedPassword { fleet, sandbox, run in
            let result = try await Self.type(["hunter2canary!", "admin"], at: run, in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
            #expect(result.stdout.contains("leaf1 rejected the password of admin"))
            #expect(!result.stdout.contains("hunter2"))
            #expect(fleet.statistics.rejectedLogins == 1)
            #expect(result.stdout.contains("8 devices, 8 ok"))
        }
    }

    @Test(.enabled(if: Python.path != nil, "Python is not installed"), arguments: [(2, 2), (3, 3), (5, 3), (1, 1)])
    func `somebody is asked again twice at most, and never beyond what the account may bear`(
        failures: Int,
        questions: Int
    ) async throws {
        try await Self.withTypedPassword(failures: failures) { fleet, sandbox, run in
            let result = try await Self.type(Array(repeating: "wrong", count: questions), at: run, in: sandbox)
            #expect(result.status == 5, "\(result.stdout)")
            #expect(fleet.statistics.rejectedLogins == failures)
            // The device that was asked for the proofs is never asked again, and what it said counts.
            let first = fleet.devices[0].name
            #expect(fleet.statistics(of: first).rejectedLogins == questions)
            #expect(fleet.statistics(of: first).requests == questions)
            #expect(result.stdout.contains("\(8 - 1 - (failures - questions)) devices were spared"), "\(result.stdout)")
        }
    }

    @Test(.enabled(if: Python.path != nil, "Python is not installed"))
    func `trawl login asks again too`() async throws {
        try await Self.withTypedPassword { fleet, sandbox, _ in
            let result = try await Self.type(["wrong", "admin"], at: ["login"], in: sandbox)
            #expect(result.status == 0, "\(result.stdout)")
            #expect(result.stdout.contains("accepted"))
            #expect(fleet.statistics.rejectedLogins == 1)
        }
    }
}
