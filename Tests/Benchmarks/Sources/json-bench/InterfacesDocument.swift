/// An answer shaped like EOS's `show interfaces` over eAPI, with its spacing, made up here.
enum InterfacesDocument {
    /// About 204 KB: 119 interfaces.
    static func make(interfaces: Int = 119) -> [UInt8] {
        let entries = (1...interfaces).map { number in
            let (name, address) = ("Ethernet\((number + 3) / 4)/\((number + 3) % 4 + 1)", 0x1C_7300_0000 + number)
            let octets = 1_234_567_890_123 &* number
            return """
                "\(name)": {"name": "\(name)", "forwardingModel": "\(number % 3 == 0 ? "routed" : "bridged")", \
                "lineProtocolStatus": "up", "interfaceStatus": "connected", "hardware": "ethernet", \
                "interfaceAddress": [{"primaryIp": {"address": "10.\(number).0.1", "maskLen": 31}, \
                "secondaryIps": {}, "secondaryIpsOrderedList": [], "virtualIp": {"address": "0.0.0.0", "maskLen": 0}, \
                "virtualSecondaryIps": {}, "virtualSecondaryIpsOrderedList": [], \
                "broadcastAddress": "255.255.255.255", "dhcp": false}], \
                "physicalAddress": "\(mac(address))", "burnedInAddress": "\(mac(address))", \
                "description": "to spine-\(number % 4 + 1) \(name) circuit \(number * 7919)", "bandwidth": 100000000000, \
                "mtu": 9214, "l3MtuConfigured": true, "l2Mru": 0, "lastStatusChangeTimestamp": \
                \(1_700_000_000 + number).\(number)28145, "interfaceCounters": {"inOctets": \(octets), \
                "inUcastPkts": \(octets / 700), "inMulticastPkts": \(octets / 90_000), \
                "inBroadcastPkts": \(number), "inDiscards": 0, "inTotalPkts": \(octets / 650), \
                "outOctets": \(octets / 2), "outUcastPkts": \(octets / 1500), "outMulticastPkts": \(octets / 80_000), \
                "outBroadcastPkts": 3, "outDiscards": 0, "outTotalPkts": \(octets / 1400), "linkStatusChanges": 5, \
                "totalInErrors": 0, "inputErrorsDetail": {"runtFrames": 0, "giantFrames": 0, "fcsErrors": 0, \
                "alignmentErrors": 0, "symbolErrors": 0, "rxPause": 0}, "totalOutErrors": 0, \
                "outputErrorsDetail": {"collisions": 0, "lateCollisions": 0, "deferredTransmissions": 0, "txPause": 0}, \
                "counterRefreshTime": \(1_763_700_000 + number).512711}, "duplex": "duplexFull", \
                "autoNegotiate": "off", "loopbackMode": "loopbackNone", "lanes": 4, "interfaceStatistics": \
                {"updateInterval": 300.0, "inBitsRate": \(number * 1201).3178492, "outBitsRate": 894.1249815, \
                "inPktsRate": \(number).9182734512, "outPktsRate": 0.3817724154}, "fallbackEnabled": false, \
                "fallbackEnabledType": "fallbackNone"}
                """
        }
        let body = entries.joined(separator: ", ")
        return Array(#"{"jsonrpc": "2.0", "id": "trawl-1", "result": [{"interfaces": {\#(body)}}]}"#.utf8)
    }

    private static func mac(_ address: Int) -> String {
        (0..<6).map { String(address >> (40 - $0 * 8) & 0xFF | 0x100, radix: 16).dropFirst() }.joined(separator: ":")
    }
}

/// A model that reads most of what `show interfaces` says.
struct InterfacesReply: Decodable {
    var jsonrpc: String
    var id: String
    var result: [Result]

    struct Result: Decodable {
        var interfaces: [String: Interface]
    }

    struct Interface: Decodable {
        var name: String
        var lineProtocolStatus: String
        var interfaceStatus: String
        var hardware: String
        var interfaceAddress: [Addresses]?
        var physicalAddress: String?
        var description: String
        var bandwidth: UInt64
        var mtu: Int
        var lastStatusChangeTimestamp: Double?
        var interfaceCounters: Counters?
        var duplex: String?
        var autoNegotiate: String?
        var lanes: Int?
        var interfaceStatistics: Statistics?
    }

    struct Addresses: Decodable {
        var primaryIp: Address
        var secondaryIpsOrderedList: [Address]
        struct Address: Decodable {
            var address: String
            var maskLen: Int
        }
    }

    struct Counters: Decodable {
        var inOctets: UInt64
        var inUcastPkts: UInt64
        var inMulticastPkts: UInt64
        var inBroadcastPkts: UInt64
        var inDiscards: UInt64
        var outOctets: UInt64
        var outUcastPkts: UInt64
        var outMulticastPkts: UInt64
        var outBroadcastPkts: UInt64
        var outDiscards: UInt64
        var linkStatusChanges: Int
        var totalInErrors: UInt64
        var totalOutErrors: UInt64
        var counterRefreshTime: Double
        var inputErrorsDetail: [String: UInt64]
    }

    struct Statistics: Decodable {
        var updateInterval: Double
        var inBitsRate: Double
        var outBitsRate: Double
        var inPktsRate: Double
        var outPktsRate: Double
    }
}
