import Foundation
import TestSupport
import Testing
import TrawlSimulator

/// Rows of the catalogue that need a network or a resolver of their own, which a namespace gives them.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Namespace.isAvailable, "only root may make namespaces"))
struct ReachingFaultTests {
    @Test func `row 5: an unknown name is not tried again`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            try sandbox.write("hosts: files\n", to: "nsswitch.conf", mode: 0o644)
            try sandbox.append("  nobody: { address: nobody.invalid, dialect: eapi }\n", to: "sim.yaml")
            let collection = try sandbox.writeCollection()
            let result = try await Namespace.run(
                "mount --bind nsswitch.conf /etc/nsswitch.conf && exec $trawl run \(collection) -i sim.yaml",
                kind: "-m",
                in: sandbox
            )
            #expect(result.status == 3, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            let nobody = try #require(records.first { $0.device == "nobody" })
            #expect(nobody.error?.code == "name-unknown" && nobody.attempts == 1)
            #expect(records.count { $0.status == "ok" } == 2)
        }
    }

    @Test func `row 6: a silent resolver costs its device the connect timeout, and others nothing`() async throws {
        try await withFleet(.init(deviceCount: 2)) { _, sandbox in
            let resolver = try SilentSocket(address: "127.203.0.53", port: 53)
            try sandbox.write(
                "nameserver 127.203.0.53\noptions timeout:30 attempts:1\n",
                to: "resolv.conf",
                mode: 0o644
            )
            try sandbox.write("hosts: dns\n", to: "nsswitch.conf", mode: 0o644)
            try sandbox.append("  nobody: { address: nobody.trawl.test, dialect: eapi }\n", to: "sim.yaml")
            let collection = try sandbox.writeCollection(limits: "timeout: { connect: 1s }, retries: { attempts: 1 }")
            let result = try await Namespace.run(
                """
                mount --bind resolv.conf /etc/resolv.conf && mount --bind nsswitch.conf /etc/nsswitch.conf \
                    && exec $trawl run \(collection) -i sim.yaml
                """,
                kind: "-m",
                in: sandbox
            )
            #expect(result.status == 3, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.map(\.status) == ["ok", "ok", "failed"])
            #expect(records.last?.error?.code == "resolver-timeout")
            // Nobody waits for the resolver's own 30 s.
            #expect(result.duration < .seconds(15))
            withExtendedLifetime(resolver) {}
        }
    }

    @Test func `row 8: without a route there is no wait`() async throws {
        try await Sandbox.with { sandbox in
            let collection = try sandbox.writeCollection(limits: "retries: { attempts: 2, backoff: 10ms..20ms }")
            let result = try await Namespace.run(
                """
                ip route add unreachable 192.0.2.0/24
                \(Namespace.simulation(devices: 2))
                echo '  far: { address: 192.0.2.1, dialect: eapi }' >>sim.yaml
                $trawl run \(collection) -i sim.yaml
                status=$?; kill -INT $fleet; wait $fleet; exit $status
                """,
                kind: "-n",
                in: sandbox
            )
            #expect(result.status == 3, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            let far = try #require(records.first { $0.device == "far" })
            #expect(far.error?.code == "no-route" && far.attempts == 2)
            #expect(records.count { $0.status == "ok" } == 2)
        }
    }

    @Test func `row 10: few local ports are waited for`() async throws {
        try await Sandbox.with { sandbox in
            let requests = (1...100).map { "  - { name: r\($0), http: \"/api/system?\($0)\" }\n" }.joined()
            try sandbox.write(
                "limits: { per_host: { concurrency: 80, rate: 1000/s, burst: 100 }, logins: 2000/s }\nrequests:\n\(requests)",
                to: "ports.yaml"
            )
            let result = try await Namespace.run(
                """
                echo 40000 40049 >/proc/sys/net/ipv4/ip_local_port_range
                \(Namespace.simulation(devices: 1, flags: "--latency 200ms..300ms"))
                sed -i 's/dialect: [a-z]*/dialect: http/' sim.yaml
                $trawl run ./ports.yaml -i sim.yaml
                status=$?; kill -INT $fleet; wait $fleet; exit $status
                """,
                kind: "-n",
                in: sandbox
            )
            #expect(result.status == 0, "\(result.stderr)")
            let records = try Record.all(in: result.lines)
            #expect(records.count == 100)
            #expect(records.allSatisfy { $0.status == "ok" && $0.attempts == 1 })
        }
    }
}
