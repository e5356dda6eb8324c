import Testing
import TrawlCore

@testable import TrawlOutputs

@Suite(.timeLimit(.minutes(1)))
struct OrderedItemsTests {
    private let order = OutcomeOrder(
        devices: ["a", "b", "c"],
        requests: [.init(collection: "fabric", request: "x"), .init(collection: "fabric", request: "y")]
    )

    private func drain(_ ordered: inout OrderedItems) throws -> [String] {
        var items: [String] = []
        while let item = try ordered.nextItem() { items.append(String(decoding: item, as: UTF8.self)) }
        return items
    }

    private func hold(_ device: String, _ request: String, in ordered: inout OrderedItems) throws {
        try ordered.hold(
            Array("\(device)\(request)".utf8),
            of: OutcomeKey(makeOutcome(makeDevice(device), request: request))
        )
    }

    @Test(arguments: [0, 1 << 20])
    func `items leave in the plan's order`(limit: Int) throws {
        var ordered = OrderedItems(order: order, spill: Spill(limit: limit))
        try hold("b", "y", in: &ordered)
        try hold("c", "x", in: &ordered)
        ordered.deviceFinished("c")
        #expect(try drain(&ordered) == [])
        try hold("a", "y", in: &ordered)
        try hold("a", "x", in: &ordered)
        ordered.deviceFinished("a")
        #expect(try drain(&ordered) == ["ax", "ay"])
        try hold("b", "x", in: &ordered)
        ordered.deviceFinished("b")
        #expect(try drain(&ordered) == ["bx", "by", "cx"])
    }

    @Test func `an interrupted run keeps what it has, in order`() throws {
        var ordered = OrderedItems(order: order, spill: Spill(limit: 0))
        try hold("stranger", "x", in: &ordered)
        try hold("c", "x", in: &ordered)
        try hold("b", "x", in: &ordered)
        ordered.finishAll()
        #expect(try drain(&ordered) == ["bx", "cx", "strangerx"])
    }

    @Test func `what comes late is not lost`() throws {
        var ordered = OrderedItems(order: order, spill: Spill(limit: 0))
        ordered.deviceFinished("a")
        #expect(try drain(&ordered) == [])
        try hold("a", "x", in: &ordered)
        try hold("c", "x", in: &ordered)
        ordered.finishAll()
        #expect(try drain(&ordered) == ["cx", "ax"])
    }

    @Test func `the same request twice keeps the order of its answers`() throws {
        var ordered = OrderedItems(order: order, spill: Spill(limit: 0))
        for text in ["1", "2", "3"] {
            try ordered.hold(Array(text.utf8), of: OutcomeKey(makeOutcome(makeDevice("a"), request: "x")))
        }
        ordered.finishAll()
        #expect(try drain(&ordered) == ["1", "2", "3"])
    }
}
