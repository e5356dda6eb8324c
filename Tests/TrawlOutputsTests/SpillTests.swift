import Testing

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct SpillTests {
    private func item(_ index: Int) -> [UInt8] { Array("item \(index) \(String(repeating: "x", count: index))".utf8) }

    @Test(arguments: [0, 100, 1000, 1 << 20])
    func `items come back whatever fits in memory`(limit: Int) throws {
        let spill = Spill(limit: limit)
        let tickets = try (0..<300).map { try spill.hold(item($0)) }
        for index in (0..<300).reversed() {
            #expect(try spill.item(tickets[index]) == item(index))
            #expect(try spill.take(tickets[index]) == item(index))
        }
        #expect(spill.isOnDisk == (limit < 1 << 20))
    }

    @Test func `memory that is given back is used again`() throws {
        let spill = Spill(limit: 1000)
        for index in 0..<200 { #expect(try spill.take(try spill.hold(item(index))) == item(index)) }
        #expect(!spill.isOnDisk)
    }

    @Test func `nothing is left in the directory`() throws {
        try withScratchDirectory { directory in
            let spill = Spill(limit: 0, directory: directory)
            let ticket = try spill.hold(Array("secret".utf8))
            #expect(try names(in: directory) == [])
            #expect(try spill.take(ticket) == Array("secret".utf8))
        }
    }

    @Test func `a directory that cannot be used is named`() {
        let spill = Spill(limit: 0, directory: "/nonexistent")
        let error = #expect(throws: OutputError.self) { _ = try spill.hold([1]) }
        #expect(error?.description.contains("/nonexistent/") == true)
    }

    @Test func `an empty item is an item`() throws {
        let spill = Spill(limit: 0)
        #expect(try spill.take(try spill.hold([])) == [])
    }

    @Test(arguments: [[], [""], ["a", "", "b"], [String(repeating: "é", count: 70_000), "x"]])
    func `fields come back`(fields: [String]) {
        #expect(FieldList.decode(FieldList.encode(fields)) == fields)
    }
}
