import Testing

@testable import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct NaturalOrderTests {
    private let ordered = [
        "", "0", "1", "2", "10", "Ethernet1", "Ethernet1.5", "Ethernet1/1", "Ethernet1/2", "Ethernet1/10",
        "Ethernet2", "Ethernet10", "Ethernet10/1/1", "Ethernet99999999999999999999999", "Loopback0", "Management1",
        "Port-Channel1", "Vlan1", "Vlan4094",
    ]

    @Test func `numbers count`() {
        #expect(ordered.reversed().sorted(by: NaturalOrder.precedes) == ordered)
    }

    @Test func `the order is strict`() {
        for (position, left) in ordered.enumerated() {
            for (other, right) in ordered.enumerated() {
                #expect(NaturalOrder.precedes(left, right) == (position < other), "\(left) \(right)")
            }
        }
    }

    @Test func `leading zeros only break a tie`() {
        #expect(NaturalOrder.precedes("Ethernet01", "Ethernet1"))
        #expect(!NaturalOrder.precedes("Ethernet1", "Ethernet01"))
        #expect(NaturalOrder.precedes("Ethernet01", "Ethernet2"))
        #expect(NaturalOrder.precedes("Ethernet1/1", "Ethernet01/2"))
    }
}
