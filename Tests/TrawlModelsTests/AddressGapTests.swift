import Testing
import TrawlCore
import TrawlModels

/// Rows of NX-OS that do not fit are told and cost only themselves.
@Suite(.timeLimit(.minutes(1)))
struct AddressGapTests {
    private let none = #"{"TABLE_intf":""}"#

    @Test(arguments: [
        (#""masklen":"77""#, "found `77`"), (#""masklen":-1"#, "found `-1`"), (#""mtu":1500"#, "found nothing"),
    ])
    func `an impossible prefix length is told`(length: String, finding: String) throws {
        let body = #"""
            {"TABLE_intf":{"ROW_intf":[{"intf-name":"Ethernet1/1","prefix":"10.0.0.1",\#(length)},
             {"intf-name":"Ethernet1/2","prefix":"10.0.1.1","masklen":"24"}]}}
            """#
        let (model, problems) = try Answers.read(InterfaceAddresses.self, Answers.nxos, [body, none])
        #expect(model.entries.map(\.address.description) == ["10.0.1.1/24"])
        #expect(problems.count == 1)
        #expect(problems.first?.detail.contains("masklen of 10.0.0.1 on Ethernet1/1") == true)
        #expect(problems.first?.detail.hasSuffix(finding) == true)
    }

    @Test func `an unnumbered interface uses its parent's address, and a parent's mistake is told once`() throws {
        let body = #"""
            {"TABLE_intf":{"ROW_intf":[{"intf-name":"loopback0","prefix":"10.0.0.1","masklen":"32",
              "TABLE_secondary_address":{"ROW_secondary_address":{"prefix1":"10.0.0.2","masklen1":"99"}}},
             {"intf-name":"Ethernet1/1","unnum-intf":"loopback0"},{"intf-name":"Ethernet1/2","unnum-intf":"loopback0"}]}}
            """#
        let (model, problems) = try Answers.read(InterfaceAddresses.self, Answers.nxos, [body, none])
        #expect(model.entries.map(\.unnumbered) == [nil, true, true])
        #expect(problems.count == 1)
    }

    @Test(arguments: [
        #""TABLE_addr":{"ROW_addr":{"addr":"2001:db8::1/64"}}"#,
        #""TABLE_addr":{"ROW_addr":[{"addr":"2001:db8::1/64"}]}"#,
        #""addr":"2001:db8::1/64","TABLE_addr":{"ROW_addr":[{"addr":"2001:db8::1/64"}]}"#,
    ])
    func `IPv6 addresses stand beside their interface or in rows`(addresses: String) throws {
        let body = #"{"TABLE_intf":{"ROW_intf":{"intf-name":"Ethernet1/1",\#(addresses)}}}"#
        let (model, problems) = try Answers.read(InterfaceAddresses.self, Answers.nxos, [none, body])
        #expect(model.entries.map(\.address.description) == ["2001:db8::1/64"])
        #expect(problems.isEmpty)
    }

    @Test func `an interface without a name is told unless its row is blank`() throws {
        let body = #"""
            {"TABLE_interface":{"ROW_interface":[{"interface":"Ethernet1/1","state":"up"},{"interface":""},
             {"state":"down","eth_inbytes":7}]}}
            """#
        let interfaces = try Answers.read(Interfaces.self, Answers.nxos, [body])
        #expect(interfaces.model.entries.count == 1)
        #expect(interfaces.problems.map(\.detail) == ["ShowInterface: row 2 of TABLE_interface: no key `interface`"])
        let counters = try Answers.read(InterfaceCounters.self, Answers.nxos, [body])
        #expect(counters.problems.count == 1)
    }

    @Test func `a model read strictly names the release that an answer tells`() throws {
        let version = #"{"version":"4.31.2F","uptime":"yes"}"#
        let replies = try Answers.replies(Facts.self, Answers.eos, [version, nil, nil]).all
        let error = #expect(throws: DeviceError.self) { try Facts(from: replies, of: Answers.eos) }
        #expect(error?.detail.hasPrefix("facts: ShowVersion: uptime:") == true)
        #expect(error?.detail.hasSuffix(", on EOS 4.31.2F") == true)
    }
}
