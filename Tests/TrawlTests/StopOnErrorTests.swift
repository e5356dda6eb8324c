import Testing
import TrawlCore
import TrawlDialects
import TrawlJSON
import TrawlSimulator
import TrawlTransfer

/// eAPI's answer to a call that goes on past failing commands, over the wire.
///
/// Trawl sends no `stopOnError`, as an old EOS refuses a call for it and nothing says which is the first to know it; its answer
/// reads all the same.
@Suite(.timeLimit(.minutes(1)))
struct StopOnErrorTests {
    private static let commands: [Command] = [
        .cli("show hostname"), .cli("show bogus"), .cli("show version"), .cli("show nonsense"), .cli("show vlan"),
    ]

    private func results(_ device: Device, goesOn: Bool, _ client: TransferClient) async throws -> [CommandResult] {
        let dialect = EAPIDialect()
        var request = dialect.request(for: Self.commands, on: device, id: 7)
        if goesOn {
            let body = String(decoding: try #require(request.body), as: UTF8.self)
            request.body = Array(body.replacing(#""params":{"#, with: #""params":{"stopOnError":false,"#).utf8)
        }
        let response = try await client.channel(to: device).perform(request, within: TransferLimits())
        return try dialect.results(of: Self.commands, on: device, id: 7, from: response)
    }

    @Test(arguments: [nil, Secret("secret")])
    func `every command has its own result, those behind a failing one too`(enable: Secret?) async throws {
        let configuration = SimulatedFleet.Configuration(deviceCount: 1, enable: enable, nxosShare: 0)
        try await withSimulatedFleet(configuration) { fleet in
            let device = try #require(fleet.devices.first)
            try await withTransferClient(.init(devices: 1)) { client in
                let stopped = try await results(device, goesOn: false, client)
                #expect(stopped.map(\.kind) == ["reply", "failure", "again", "again", "again"])
                let whole = try await results(device, goesOn: true, client)
                #expect(whole.map(\.kind) == ["reply", "failure", "reply", "failure", "reply"])
                guard case .reply(let version) = whole[2], case .failure(let error) = whole[3] else { return }
                #expect(version.command == .cli("show version"))
                #expect(version.json?["mfgName"]?.string == "Arista")
                #expect(error.code == .commandRefused)
                #expect(error.operation == "show nonsense (4 of 5)")
                #expect(error.detail.contains("'nonsense'"), "\(error.detail)")
            }
            #expect(fleet.statistics.requests == 2)
        }
    }
}

extension CommandResult {
    fileprivate var kind: String {
        switch self {
        case .reply: "reply"
        case .failure: "failure"
        case .askAgain: "again"
        case .part: "part"
        }
    }
}
