import Foundation
import TestSupport
import Testing

/// Name resolution that fails for now, in a mount namespace whose resolver configuration is the test's own.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: getuid() == 0, "only root may change what is mounted"))
struct ResolverTests {
    @Test func `a name that DNS cannot answer for now is tried again`() async throws {
        try await Sandbox.with { sandbox in
            // Nobody answers there: DNS is down, which says nothing about the name.
            try sandbox.write("nameserver 127.203.0.53\noptions timeout:1 attempts:1\n", to: "resolv.conf", mode: 0o644)
            try sandbox.write(
                """
                defaults: { dialect: eapi }
                devices:
                  leaf1: { address: leaf1.trawl.test }
                  leaf2: { address: "127.203.0.54", port: 1 }

                """,
                to: "inventory.yaml"
            )
            let collection = try sandbox.writeCollection(limits: "retries: { attempts: 3, backoff: 10ms..20ms }")
            let script = """
                mount --bind resolv.conf /etc/resolv.conf && exec $trawl run \(collection) --order inventory
                """
            let result = try await runShell("exec unshare -m bash -c '\(script)'", in: sandbox)
            #expect(result.status == 3, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.map { $0.error?.code } == ["resolver-timeout", "connection-refused"])
            #expect(records.map(\.attempts) == [3, 3])
        }
    }
}
