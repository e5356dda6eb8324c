import Foundation
import Testing
import TrawlJSON

@testable import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct ValueTests {
    @Test(arguments: [
        ("001c.730a.bc0f", "00:1c:73:0a:bc:0f"), ("00:1C:73:0a:bc:f", "00:1c:73:0a:bc:0f"),
        ("001c-730a-bc0f", "00:1c:73:0a:bc:0f"), ("00-1c-73-0a-bc-0f", "00:1c:73:0a:bc:0f"),
        ("001C730ABC0F", "00:1c:73:0a:bc:0f"), ("00c.297b.d2a8", "00:0c:29:7b:d2:a8"),
        ("00:1c:73:", "00:1c:73:00:00:00"), ("ffff.ffff.ffff", "ff:ff:ff:ff:ff:ff"), ("", nil), ("N/A", nil),
        ("001c.730a", nil), ("001c.730a.bc0f.0000", nil), ("001c.730a.bcog", nil), ("01c730abc0f", nil),
        ("00:1c:73:0a:bc:0ff", nil), ("00:1c.73:0a:bc:0f", nil), ("1.2.3.4.5.6.7", nil), ("٠01c.730a.bc0f", nil),
    ])
    func `a MAC address has one writing`(text: String, canonical: String?) {
        #expect(MACAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
        ("2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"), ("::", "::"), ("::1", "::1"), ("1::", "1::"),
        ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0:1:2:3:4:5:6", "2001:0:1:2:3:4:5:6"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::FFFF:c000:201", "::ffff:192.0.2.1"),
        ("fe80::1%Ethernet1", "fe80::1%Ethernet1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"), ("192.0.2.256", nil), ("192.0.2.01", nil), ("192.0.2", nil),
        ("192.0.2.1.5", nil), ("1::2::3", nil), (":::", nil), ("1:2:3:4:5:6:7", nil), ("1:2:3:4:5:6:7:8:9", nil),
        ("12345::", nil), ("g::", nil), ("+1::", nil), ("192.0.2.1%eth0", nil), ("fe80::1%", nil), ("", nil),
        ("1:2:3:4:5:6:7:8::", nil),
    ])
    func `an IP address has one writing`(text: String, canonical: String?) {
        #expect(IPAddress(text)?.description == canonical)
        if let canonical { #expect(IPAddress(canonical) == IPAddress(text)) }
    }

    @Test(arguments: [
        ("192.0.2.77/24", "192.0.2.77/24", "192.0.2.0/24"), ("192.0.2.1/0", "192.0.2.1/0", "0.0.0.0/0"),
        ("192.0.2.1/32", "192.0.2.1/32", "192.0.2.1/32"), ("2001:db8::5:1/64", "2001:db8::5:1/64", "2001:db8::/64"),
        ("2001:db8:ffff::1/33", "2001:db8:ffff::1/33", "2001:db8:8000::/33"),
        ("2001:db8::ff/124", "2001:db8::ff/124", "2001:db8::f0/124"), ("::1/128", "::1/128", "::1/128"),
        ("192.0.2.1/33", nil, nil), ("::1/129", nil, nil), ("192.0.2.1", nil, nil), ("192.0.2.1/", nil, nil),
        ("192.0.2.1/024", nil, nil), ("192.0.2.1/-1", nil, nil), ("a/24", nil, nil), ("192.0.2.1/24/24", nil, nil),
    ])
    func `a prefix keeps its address, and knows its network`(text: String, canonical: String?, network: String?) {
        #expect(IPPrefix(text)?.description == canonical)
        #expect(IPPrefix(text)?.network.description == network)
    }

    @Test(arguments: [
        ("Et1", "Ethernet1", "Et1"), ("Ethernet1", "Ethernet1", "Et1"), ("ethernet1/1", "Ethernet1/1", "Eth1/1"),
        ("Eth1/1", "Ethernet1/1", "Eth1/1"), ("Et1/1.100", "Ethernet1/1.100", "Eth1/1.100"),
        ("Po1", "Port-Channel1", "Po1"), ("port-channel1", "Port-Channel1", "Po1"), ("mgmt0", "mgmt0", "mgmt0"),
        ("Ma1", "Management1", "Ma1"), ("Lo0", "Loopback0", "Lo0"), ("loopback0", "Loopback0", "Lo0"),
        ("Vl10", "Vlan10", "Vl10"), ("Vlan10", "Vlan10", "Vl10"), ("nve1", "nve1", "nve1"), ("Vx1", "Vxlan1", "Vx1"),
        ("Gi0/1", "GigabitEthernet0/1", "Gi0/1"), ("Ethernet 1/2", "Ethernet1/2", "Eth1/2"),
        ("0800.274f.332d", "0800.274f.332d", "0800.274f.332d"), ("Cpu", "Cpu", "Cpu"),
        ("xe-0/0/1", "xe-0/0/1", "xe-0/0/1"),
        ("Vlan10, Ethernet1", "Vlan10, Ethernet1", "Vlan10, Ethernet1"), ("po", "po", "po"),
    ])
    func `an interface has one long and one short name`(text: String, long: String, short: String) throws {
        let name = try #require(InterfaceName(text))
        #expect(name.description == long)
        #expect(name.short == short)
        #expect(name.written == text)
        #expect(InterfaceName(long) == name)
        #expect(InterfaceName(short) == name)
    }

    @Test func `a VRF without a name of its own is default`() {
        #expect(VRFName("Default") == .default)
        #expect(VRFName("MGMT")?.description == "MGMT")
        #expect(VRFName("") == nil)
        #expect(VRFName("MGMT")?.isPlainWord == true)
        #expect(VRFName("a | redirect")?.isPlainWord == false)
    }

    @Test func `values are strings in JSON, bandwidths numbers`() throws {
        struct Values: Codable, Equatable {
            var mac: MACAddress
            var prefix: IPPrefix
            var speed: Bandwidth
            @InSeconds var age: Duration?
            @InUTC var since: Date?
        }
        let text = #"{"mac":"001c.730a.bc0f","prefix":"2001:DB8::1/64","speed":18446744073709551615,"age":1.5}"#
        let values = try JSONSlice(parsing: Array(text.utf8)).decode(Values.self)
        #expect(values.age == .seconds(1.5))
        let canonical = #"{"mac":"00:1c:73:0a:bc:0f","prefix":"2001:db8::1/64","speed":18446744073709551615,"age":1.5}"#
        #expect(try Answers.json(values) == canonical)
        var later = values
        (later.age, later.since) = (nil, Date(timeIntervalSince1970: 1_795_208_400.123))
        #expect(try Answers.json(later).hasSuffix(#","since":"2026-11-20T21:00:00.123Z"}"#))
        let again = try JSONSlice(parsing: Array(try Answers.json(later).utf8)).decode(Values.self)
        #expect(abs((again.since ?? .distantPast).timeIntervalSince(later.since ?? .distantFuture)) < 0.001)
        #expect(again.age == nil)
    }

    @Test func `a value that does not fit is named with its place`() throws {
        struct Row: Decodable { var mac: MACAddress }
        let slice = try JSONSlice(parsing: Array(#"[{"mac":"00:11:22:33:44:55"},{"mac":"tuesday"}]"#.utf8))
        let error = #expect(throws: DecodingError.self) { try slice.decode([Row].self) }
        guard case .dataCorrupted(let context) = error else { return #expect(Bool(false)) }
        #expect(context.debugDescription == "expected a MAC address, found `tuesday`")
        #expect(context.codingPath.map(\.stringValue) == ["Index 1", "mac"])
    }

    @Test(arguments: [
        ("00:09:43", 583.0), ("0.411797", 0.411797), ("583.0", 583), ("-", nil), ("never", nil), ("2d15h", 226_800),
        ("1w2d", 777_600), ("23week(s) 3day(s)", 14_169_600), ("PT7M2S", 422), ("P1DT2H", 93_600),
        ("P2M", 5_184_000), ("PT2M", 120), ("2 day(s), 03:04:05", 183_845), ("3d04h", 273_600), ("00:12", 12),
        ("1y2w", 32_745_600), ("", nil), ("5 bananas", nil), ("01:02:03:04", nil), ("P", nil), ("-5", nil),
        ("1:x:3", nil), ("7week(s) 1day(s)", 4_320_000),
    ])
    func `NX-OS's spans of time are read`(text: String, seconds: Double?) {
        #expect(NXOSAge(text)?.duration == seconds.map { .seconds($0) })
    }
}
