import Foundation
import TestSupport
import TrawlSimulator

/// Runs a body with a simulated fleet in this process, and `sim.yaml`, its inventory, in a sandbox.
func withFleet<Result>(
    _ configuration: SimulatedFleet.Configuration = SimulatedFleet.Configuration(),
    _ body: (SimulatedFleet, Sandbox) async throws -> Result
) async throws -> Result {
    try await Sandbox.with { sandbox in
        try await withSimulatedFleet(configuration) { fleet in
            try fleet.writeInventory(to: sandbox.path("sim.yaml"))
            return try await body(fleet, sandbox)
        }
    }
}

extension Sandbox {
    /// A collection that asks `show version` under limits that no test waits for.
    ///
    /// - Returns: Its path.
    func writeCollection(
        _ name: String = "quick",
        limits: String = "",
        request: String = "{ name: version, eapi: show version, nxapi: show version }"
    ) throws -> String {
        try write(
            """
            limits: { logins: 2000/s\(limits.isEmpty ? "" : ", ")\(limits) }
            requests:
              - \(request)

            """,
            to: "\(name).yaml"
        )
    }
}
