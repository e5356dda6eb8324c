import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlSimulator

/// NAPALM's recorded cases: the same device outputs in, over the real wire, and NAPALM's own answer out.
///
/// A case runs as soon as a model has its getter: nothing has to be switched on here.
@Suite(
    .serialized,
    .enabled(if: SharedFixtures.isPresent, "no shared/fixtures beside the checkout"),
    .timeLimit(.minutes(10))
)
struct NAPALMCasesTests {
    /// What Trawl does not do, and why.
    private static let leftOut = [
        "ping": "sends traffic from the device: no read",
        "traceroute": "sends traffic from the device: no read",
        "is_alive": "asks about NAPALM's own connection, not the device",
        "get_checkpoint_file": "writes a checkpoint on the device first: no read",
        "get_bgp_config": "no model: `get_config` has the section, and it is configuration, not state",
    ]

    /// What NAPALM's tests put in place of now, where a getter counts from it.
    private static let frozenClock = 1_500_000_000.0

    /// The model of each getter that has one, as `trawl schema collection` and the registry's names tell.
    private static let models: [String: String] = [
        "get_facts": "facts", "get_arp_table": "arp", "get_mac_address_table": "mac-table",
        "get_interfaces": "interfaces", "get_interfaces_counters": "interface-counters",
        "get_interfaces_ip": "interface-addresses", "get_vlans": "vlans", "get_network_instances": "vrfs",
        "get_lldp_neighbors": "lldp-neighbors", "get_lldp_neighbors_detail": "lldp-neighbors-detail",
        "get_route_to": "routes-to", "get_bgp_neighbors": "bgp-neighbors",
        "get_bgp_neighbors_detail": "bgp-neighbors-detail", "get_environment": "environment", "get_optics": "optics",
        "get_ntp_servers": "ntp-servers", "get_ntp_peers": "ntp-peers", "get_ntp_stats": "ntp-associations",
        "get_snmp_information": "snmp", "get_users": "users", "get_config": "config",
    ]

    @Test func `every case of a getter that has a model gives NAPALM's answer`() async throws {
        try await Sandbox.with { sandbox in
            let known = try await knownModels(sandbox)
            var passed = 0
            var failed: [String] = []
            var waiting: [String] = []
            for recorded in try NAPALMCase.all() {
                if Self.leftOut[recorded.method] != nil { continue }
                guard let model = Self.models[recorded.method], known.contains(model) else {
                    waiting.append(recorded.id)
                    continue
                }
                if let difference = try await difference(of: recorded, model: model, in: sandbox) {
                    failed.append("\(recorded.id)\(difference)")
                } else {
                    passed += 1
                }
            }
            print(
                "NAPALM cases: \(passed) passed, \(failed.count) failed, \(waiting.count) without a model: \(waiting)"
            )
            #expect(failed == [], "\(failed.joined(separator: "\n"))")
            #expect(passed > 0)
        }
    }

    /// The models of this build, as its schema names them.
    private func knownModels(_ sandbox: Sandbox) async throws -> Set<String> {
        let schema = try await runTrawl("schema", "collection", in: sandbox)
        return Set(
            Self.models.values.filter { model in
                schema.stdout.contains("(?:\(model)|") || schema.stdout.contains("|\(model)|")
                    || schema.stdout.contains("|\(model))")
            }
        )
    }

    /// How Trawl's answer differs from NAPALM's; `nil` where it does not.
    private func difference(
        of recorded: NAPALMCase,
        model: String,
        in sandbox: Sandbox
    ) async throws -> String? {
        let replay = sandbox.path("replay-\(UUID().uuidString)")
        try recorded.writeRecordings(to: replay)
        let share = recorded.platform == "nxos" ? 1.0 : 0.0
        return try await withSimulatedFleet(
            .init(deviceCount: 1, replayDirectory: replay, nxosShare: share, usesTLS: false)
        ) { fleet in
            let device = try #require(fleet.devices.first)
            if !recorded.refused.isEmpty { try fleet.setFault(.refuseCommands(recorded.refused), for: device.name) }
            try fleet.writeInventory(to: sandbox.path("sim.yaml"))
            let arguments = recorded.arguments.map { "\($0.key): \"\($0.value)\"" }.joined(separator: ", ")
            let collection = try sandbox.writeCollection(
                request: "{ name: case, model: \(model)\(arguments.isEmpty ? "" : ", arguments: { \(arguments) }") }"
            )
            let asked = Date().timeIntervalSince1970
            let result = try await runTrawl(
                "run",
                collection,
                "-i",
                "sim.yaml",
                "--format",
                "napalm",
                "--no-progress",
                in: sandbox
            )
            let complaint = result.stderr.prefix(400)
            guard let answer = try? JSONSlice(parsing: Array(result.stdout.utf8)),
                let found = answer[device.name]?[recorded.method]
            else { return ": no answer: \(complaint)" }
            // Ages count from the time of the poll here and from the frozen clock there.
            let shift = asked - Self.frozenClock
            let expected = try recorded.expected()
            let isClocked = recorded.platform == "nxos" && recorded.method == "get_interfaces"
            let wanted = isClocked ? try Self.shifted(expected, by: shift) : expected
            let difference = napalmDifference(wanted, found, tolerance: isClocked ? ["last_flapped": 60] : [:])
            if let difference { return "\(difference) \(complaint)" }
            // A device that refuses an optional command answers well all the same.
            return result.status == 0 ? nil : ": right, but exit status \(result.status): \(complaint)"
        }
    }

    /// The interfaces with the moments since the frozen clock moved to now.
    private static func shifted(_ interfaces: JSONSlice, by seconds: Double) throws -> JSONSlice {
        guard var root = try JSONSerialization.jsonObject(with: Data(interfaces.bytes)) as? [String: [String: Any]]
        else { return interfaces }
        for (name, fields) in root {
            guard let flapped = fields["last_flapped"] as? Double, flapped >= 0 else { continue }
            root[name]?["last_flapped"] = flapped + seconds
        }
        return try JSONSlice(parsing: Array(try JSONSerialization.data(withJSONObject: root)))
    }
}
