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

    /// Collections about what one vendor has alone.
    private static let oneVendor: [String: DialectName] = ["cdp-neighbors": .nxapi]

    @Test(arguments: Fixture.shipped)
    func `every shipped collection loads and asks both vendors reads`(fixture: Fixture) throws {
        let file = try CollectionFile(contentsOf: fixture.path)
        #expect(file.collection.name == fixture.name)
        #expect(file.collection.description != nil)
        #expect(file.warnings.isEmpty)
        for request in file.collection.requests {
            for dialect in Self.oneVendor[fixture.name].map({ [$0] }) ?? [.eapi, .nxapi] {
                let commands = request.commands(for: dialect)
                #expect(!commands.isEmpty)
                #expect(commands.allSatisfy { ReadOnly.objection(to: $0, on: dialect) == nil })
            }
        }
    }

    @Test
    func `every model that needs no argument has a collection of its name`() {
        let names = Set(Fixture.shipped.map(\.name))
        for model in ModelRegistry.all where !model.arguments.contains(where: \.isRequired) {
            #expect(names.contains(model.name), "no collections/\(model.name).yaml")
        }
    }
}
