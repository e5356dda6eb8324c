/// One interface of a simulated switch: what never changes, and counters that follow from the time.
struct SimulatedInterface: Sendable, Hashable {
    /// What kind of interface it is.
    enum Kind: Sendable, Hashable {
        case management
        case ethernet(Int)
        case loopback(Int)
        case vlan(Int)
    }

    /// What went through an interface so far.
    struct Counters: Sendable, Hashable {
        var inOctets: UInt64
        var outOctets: UInt64
        var inUnicast: UInt64
        var outUnicast: UInt64
        var inMulticast: UInt64
        var outMulticast: UInt64
        var inBroadcast: UInt64
        var outBroadcast: UInt64
        var inErrors: UInt64
        var outErrors: UInt64
        var inDiscards: UInt64
        var outDiscards: UInt64
    }

    let kind: Kind
    let description: String
    /// Whether it is configured to be up.
    let isEnabled: Bool
    /// Whether it is up.
    let isUp: Bool
    let mtu: Int
    /// Bits a second.
    let bandwidth: Int
    let mac: MACAddress
    let address: IPv4?
    let prefixLength: Int
    /// The VLAN of an access port.
    let accessVLAN: Int?
    /// Seconds before the fleet's start when the interface last went up or down.
    let lastChange: Double
    /// How often it did.
    let changes: Int
    private let base: Counters
    private let inRate: UInt64
    private let outRate: UInt64

    /// A packet's mean size, which ties packet counters to octet counters.
    private static let packetSize: UInt64 = 700

    init(
        kind: Kind,
        description: String,
        isEnabled: Bool = true,
        isUp: Bool,
        mtu: Int,
        bandwidth: Int,
        mac: MACAddress,
        address: IPv4? = nil,
        prefixLength: Int = 0,
        accessVLAN: Int? = nil,
        isHuge: Bool = false,
        using generator: inout SeededGenerator
    ) {
        self.kind = kind
        self.description = description
        self.isEnabled = isEnabled
        self.isUp = isUp
        self.mtu = mtu
        self.bandwidth = bandwidth
        self.mac = mac
        self.address = address
        self.prefixLength = prefixLength
        self.accessVLAN = accessVLAN
        lastChange = Double(UInt64.random(in: 3_600_000...20_000_000_000, using: &generator)) / 1000
        changes = Int.random(in: 1...9, using: &generator)
        let ceiling = UInt64(max(bandwidth, 1000)) / 16
        inRate = isUp ? UInt64.random(in: ceiling / 100...ceiling, using: &generator) : 0
        outRate = isUp ? UInt64.random(in: ceiling / 100...ceiling, using: &generator) : 0
        // Beyond 2^53 and odd: a reader that goes through a floating-point number shows itself.
        let floor: UInt64 = isHuge ? 1 << 53 : 0
        let inOctets = floor + (UInt64.random(in: 0...1 << 44, using: &generator) | 1)
        let outOctets = floor + (UInt64.random(in: 0...1 << 44, using: &generator) | 1)
        base = Counters(
            inOctets: inOctets,
            outOctets: outOctets,
            inUnicast: inOctets / Self.packetSize,
            outUnicast: outOctets / Self.packetSize,
            inMulticast: UInt64.random(in: 0...1 << 30, using: &generator),
            outMulticast: UInt64.random(in: 0...1 << 30, using: &generator),
            inBroadcast: UInt64.random(in: 0...1 << 24, using: &generator),
            outBroadcast: UInt64.random(in: 0...1 << 24, using: &generator),
            inErrors: UInt64.random(in: 0...3, using: &generator),
            outErrors: 0,
            inDiscards: UInt64.random(in: 0...500, using: &generator),
            outDiscards: UInt64.random(in: 0...500, using: &generator)
        )
    }

    /// What went through the interface until then; never less than before.
    func counters(at time: SimulatedTime) -> Counters {
        let milliseconds = time.milliseconds
        let inGrown = milliseconds &* inRate / 1000
        let outGrown = milliseconds &* outRate / 1000
        var counters = base
        counters.inOctets &+= inGrown
        counters.outOctets &+= outGrown
        counters.inUnicast &+= inGrown / Self.packetSize
        counters.outUnicast &+= outGrown / Self.packetSize
        guard isUp else { return counters }
        counters.inMulticast &+= milliseconds / 2000
        counters.outMulticast &+= milliseconds / 2000
        counters.inBroadcast &+= milliseconds / 30_000
        counters.outBroadcast &+= milliseconds / 30_000
        return counters
    }

    /// Bits a second, received and sent.
    var bitRates: (received: Double, sent: Double) { (Double(inRate) * 8, Double(outRate) * 8) }
    /// Packets a second, received and sent.
    var packetRates: (received: Double, sent: Double) {
        (Double(inRate) / Double(Self.packetSize), Double(outRate) / Double(Self.packetSize))
    }

    /// The number of an Ethernet port.
    var port: Int? {
        guard case .ethernet(let port) = kind else { return nil }
        return port
    }
}
