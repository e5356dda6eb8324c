import Testing
import Trawl

@testable import TrawlCollections

@Suite(.timeLimit(.minutes(1)))
struct ValidFixturesTests {
    @Test(arguments: Fixture.valid)
    func `a valid file loads`(fixture: Fixture) throws {
        let report = try fixture.report()
        #expect(report.problems.allSatisfy { $0.severity == .warning }, "\(report)")
    }

    @Test(arguments: Fixture.shipped)
    func `every shipped collection loads`(fixture: Fixture) throws {
        let file = try CollectionFile(contentsOf: fixture.path, vocabulary: .fixed)
        #expect(file.collection.name == fixture.name)
        #expect(file.collection.description != nil)
        #expect(file.warnings.isEmpty)
        for request in file.collection.requests {
            for dialect in [DialectName.eapi, .nxapi] {
                let commands = request.commands(for: dialect)
                #expect(!commands.isEmpty)
                #expect(commands.allSatisfy { ReadOnly.objection(to: $0, on: dialect) == nil })
            }
        }
    }

    @Test(
        .enabled(
            if: DialectRegistry.dialect(named: .eapi) != nil && ModelRegistry.model(named: "facts") != nil,
            "the dialects and models of this build are registered"
        ),
        arguments: Fixture.shipped
    )
    func `every shipped collection loads with what this build speaks`(fixture: Fixture) throws {
        _ = try CollectionFile(contentsOf: fixture.path)
    }

    @Test
    func `the eight shipped collections are there`() {
        let names = ["arp", "bgp", "facts", "interfaces", "lldp", "mac", "memory", "version"]
        #expect(Fixture.shipped.map(\.name) == names)
    }
}
