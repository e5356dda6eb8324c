import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

/// Routing, environment and parts from what other projects recorded, where it lies beside the checkout.
@Suite(
    .enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"),
    .timeLimit(.minutes(1))
)
struct RecordedHealthTests {
    private static let ospf = SharedFixtures.files(below: "suzieq/ospfNbr") { path in
        path.contains("/nxos/") && path.contains("/show_ip_ospf_neighbor_detail")
    }

    @Test(arguments: ospf)
    func `every recorded OSPF neighbour of NX-OS is read`(path: String) throws {
        let body = try JSONSlice(parsing: SharedFixtures.bytes(path))
        let text = String(decoding: try SharedFixtures.bytes(path), as: UTF8.self)
        let (model, problems) = try Answers.read(OSPFNeighbors.self, Answers.nxos, [text])
        #expect(problems.isEmpty)
        let rows = body["TABLE_ctx"]?["ROW_ctx"]?.elements.flatMap { $0["TABLE_nbr"]?["ROW_nbr"]?.elements ?? [] } ?? []
        #expect(model.entries.map(\.neighbor.description) == rows.compactMap { $0["rid"]?.string })
        #expect(model.entries.allSatisfy { $0.full && $0.lastChange != nil && $0.deadTime != nil })
        #expect(!model.entries.isEmpty)
    }

    /// The body of a recorded HTTP answer.
    private func body(_ path: String) throws -> String {
        let answer = try JSONSlice(parsing: SharedFixtures.bytes("wire/\(path)"))
        var bytes: [UInt8] = []
        try #require(answer["result"]?["body"]).write(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `a virtual Nexus has fans and no power supplies`() throws {
        let folder = "greenpau+go-cisco-nx-api"
        let bodies = try [
            body("\(folder)/resp.show.environment.2.json"), body("\(folder)/resp.show.processes.cpu.1.json"), nil,
            body("\(folder)/resp.show.system.resources.1.json"),
        ]
        let (model, problems) = try Answers.read(Environment.self, Answers.nxos, bodies)
        #expect(problems.isEmpty)
        #expect(model.entries(of: .fan).map(\.ok) == [true, true, true, nil, nil])
        #expect(model.entries(of: .powerSupply).map(\.ok) == [nil, nil])
        #expect(model.entries(of: .processor).map(\.usage) == [8.44])
        #expect(model.entries(of: .memory).map(\.totalMemory) == [16_794_853_376])
        let memory = try Answers.read(Memory.self, Answers.nxos, [bodies[3]]).model
        #expect(memory.used == 5_771_256 * 1024)
    }

    @Test func `a power supply without power is not well`() throws {
        let answer = try JSONSlice(
            parsing: SharedFixtures.bytes("wire/aristanetworks+goeapi/show_environment_power.json")
        )
        let power = try #require(answer["result"]?[1]).decode(EOS.ShowEnvironmentPower.self)
        #expect(power.powerSupplies.map(\.row.state) == ["ok", "powerLoss"])
        #expect(power.powerSupplies.map(\.row.outputPower) == [194.25, 0])
    }

    private static let trimmed: [(file: String, index: Int, read: @Sendable (JSONSlice) throws -> Void)] = [
        ("routing.bgp/VerifyBGPPeersHealthRibd", 0, { _ = try $0.decode(EOS.ShowIPBGPNeighbors.self) }),
        ("hardware/VerifyEnvironmentCooling", 0, { _ = try $0.decode(EOS.ShowEnvironmentCooling.self) }),
        ("hardware/VerifyEnvironmentSystemCooling", 0, { _ = try $0.decode(EOS.ShowEnvironmentCooling.self) }),
        ("hardware/VerifyTransceiversTemperature", 0, { _ = try $0.decode(EOS.ShowEnvironmentTemperature.self) }),
    ]

    @Test(arguments: trimmed.indices)
    func `answers with missing members are read into the vendor's types`(number: Int) throws {
        let (file, index, read) = Self.trimmed[number]
        let recorded = try JSONSlice(parsing: SharedFixtures.bytes("anta/\(file).json"))
        let cases = try #require(recorded["cases"]).elements
        #expect(!cases.isEmpty)
        for item in cases {
            let answer = try #require(item["eos_data"]?[index])
            // Some have nothing at all, which is another shape.
            if answer.count > 0 { try read(answer) }
        }
    }
}
