import Trawl
import TrawlSimulator

/// What this program wants of EOS's `show version`; the rest of the answer stays unread.
struct ShowVersion: Decodable {
    var modelName: String
    var version: String
    var uptime: Double
}

@main
enum ThreeDevices {
    static func main() async throws {
        let request = Request(name: "version", commands: [.eapi: .cli("show version")])
        // Three simulated switches, so that this runs anywhere. Yours are values too:
        // Device(name: "leaf1", address: "10.0.0.1", dialect: .eapi, credential: …)
        try await withSimulatedFleet(.init(deviceCount: 3, nxosShare: 0)) { fleet in
            let plan = try Plan(
                collections: [RequestCollection(name: "sample", requests: [request])],
                devices: fleet.devices
            )
            try await withPoller { poller in
                try await poller.withOutcomes(of: plan) { outcomes in
                    for await outcome in outcomes {
                        do {
                            let answer = try outcome.decode(ShowVersion.self)
                            print("\(outcome.device.name): \(answer.modelName), EOS \(answer.version)")
                        } catch {
                            print("\(error)")
                        }
                    }
                }
            }
        }
    }
}
