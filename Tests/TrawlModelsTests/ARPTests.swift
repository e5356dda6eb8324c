import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct ARPTests {
    private let eos = #"""
        {"vrfs":{"MGMT":{"ipV4Neighbors":[{"hwAddress":"001c.730a.bc0f","address":"10.0.0.1","interface":"Ma1","age":7}]},
                 "default":{"ipV4Neighbors":[{"hwAddress":"001c.730a.bc10","address":"10.1.0.1","interface":"Vlan10, Ethernet1"}]}}}
        """#

    @Test func `EOS tells every VRF`() throws {
        let expected = #"""
            [{"vrf":"MGMT","address":"10.0.0.1","mac":"00:1c:73:0a:bc:0f","interface":"Management1","age_seconds":7},\#
            {"vrf":"default","address":"10.1.0.1","mac":"00:1c:73:0a:bc:10","interface":"Vlan10, Ethernet1"}]
            """#
        #expect(try Answers.json(ARP.self, Answers.eos, [eos]) == expected)
        #expect(try Answers.read(ARP.self, Answers.eos, [eos], ["vrf": "all"]).model.entries.count == 2)
        let one = try Answers.read(ARP.self, Answers.eos, [eos], ["vrf": "MGMT"]).model
        #expect(one.entries.map(\.address.description) == ["10.0.0.1"])
    }

    @Test(arguments: [
        (nil, "show ip arp"), ("all", "show ip arp vrf all"), ("MGMT", "show ip arp vrf MGMT"),
    ])
    func `NX-OS is asked about the VRF`(vrf: String?, command: String) {
        let arguments = ModelArguments(vrf.map { ["vrf": $0] } ?? [:])
        #expect(ARP.commands(for: .nxapi, with: arguments)?.map(\.title) == [command])
        #expect(ARP.commands(for: .http, with: arguments) == nil)
    }

    private let nxos = #"""
        {"TABLE_vrf":{"ROW_vrf":{"vrf-name-out":"default","TABLE_adj":{"ROW_adj":[
          {"ip-addr-out":"10.0.0.9","mac":"188b.9d0b.b33f","time-stamp":"00:09:43","intf-out":"Vlan100"},
          {"ip-addr-out":"10.0.0.8","mac":"INCOMPLETE","time-stamp":"PT3S","intf-out":"Eth1/1"},
          {"ip-addr-out":"10.0.0.7","mac":"188b.9d0b.b340","time-stamp":"-","intf-out":"mgmt0"}]}}}}
        """#

    @Test func `NX-OS tells what is not resolved and what does not age by leaving it out`() throws {
        let expected = #"""
            [{"vrf":"default","address":"10.0.0.9","mac":"18:8b:9d:0b:b3:3f","interface":"Vlan100","age_seconds":583},\#
            {"vrf":"default","address":"10.0.0.8","interface":"Ethernet1/1","age_seconds":3},\#
            {"vrf":"default","address":"10.0.0.7","mac":"18:8b:9d:0b:b3:40","interface":"mgmt0"}]
            """#
        #expect(try Answers.json(ARP.self, Answers.nxos, [nxos]) == expected)
        #expect(try Answers.json(ARP.self, Answers.nxos, [#"{"TABLE_vrf":""}"#]) == "[]")
    }

    @Test func `a row that does not fit costs that row`() throws {
        let bad = eos.replacing("10.0.0.1", with: "tuesday")
        let (model, problems) = try Answers.read(ARP.self, Answers.eos, [bad])
        #expect(model.entries.map(\.address.description) == ["10.1.0.1"])
        #expect(problems.map(\.code) == [.wrongShape])
        #expect(
            problems.first?.detail
                == "ShowARP: vrfs.MGMT.ipV4Neighbors[0].address: expected an IP address, found `tuesday`"
        )
        #expect(problems.first?.operation == "show arp vrf all")
        let nexus = nxos.replacing("188b.9d0b.b340", with: "x").replacing("10.0.0.9", with: "y")
        let rest = try Answers.read(ARP.self, Answers.nxos, [nexus])
        #expect(rest.model.entries.map(\.address.description) == ["10.0.0.8"])
        #expect(rest.problems.count == 2)
    }

    @Test(arguments: ["[]", "{}", #"{"vrfs":[]}"#, "no table"])
    func `another shape is an error and no empty table`(body: String) throws {
        let (model, problems) = try Answers.read(ARP.self, Answers.eos, [body])
        #expect(model.entries.isEmpty)
        #expect(problems.map(\.code) == [.wrongShape])
    }

    @Test func `NAPALM knows its own words`() throws {
        let (model, _) = try Answers.read(ARP.self, Answers.nxos, [nxos])
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(
            napalm.hasPrefix(#"[{"interface":"Vlan100","mac":"18:8B:9D:0B:B3:3F","ip":"10.0.0.9","age":583"#)
        )
        #expect(napalm.contains(#"{"interface":"Eth1/1","mac":"","ip":"10.0.0.8","age":3"#))
        #expect(napalm.contains(#""age":-1"#))
    }
}

/// A value whose type is not known.
struct AnyEncodable: Encodable {
    private let value: any Encodable

    init(_ value: any Encodable) { self.value = value }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
