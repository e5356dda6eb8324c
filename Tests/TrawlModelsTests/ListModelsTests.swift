import FoundationEssentials
import Testing
import TrawlCore
import TrawlModels

/// Each model from both vendors' words; what NAPALM has recorded is in NAPALMCasesTests.
@Suite(.timeLimit(.minutes(1)))
struct ListModelsTests {
    @Test func `interfaces have a state, and no field for what is not said`() throws {
        let eos = #"""
            {"interfaces":{"Ethernet1":{"lineProtocolStatus":"up","interfaceStatus":"connected","description":"to spine",
              "physicalAddress":"00:1c:73:0a:bc:0f","mtu":9214,"bandwidth":100000000000,"lastStatusChangeTimestamp":1000.5},
             "Loopback0":{"lineProtocolStatus":"down","interfaceStatus":"disabled","description":""}}}
            """#
        let expected = #"""
            [{"name":"Ethernet1","enabled":true,"up":true,"description":"to spine","mac":"00:1c:73:0a:bc:0f","mtu":9214,\#
            "speed_bps":100000000000,"last_change":"1970-01-01T00:16:40.500Z"},\#
            {"name":"Loopback0","enabled":false,"up":false}]
            """#
        #expect(try Answers.json(Interfaces.self, Answers.eos, [eos]) == expected)
        let nxos = #"""
            {"TABLE_interface":{"ROW_interface":[{"interface":"Ethernet1/1","state":"up","admin_state":"up","desc":"x",
              "eth_hw_addr":"2cc2.604f.feb2","eth_mtu":"1500","eth_bw":10000000,"eth_link_flapped":"1d02h"},
             {"interface":"Vlan10","svi_admin_state":"up","svi_mac":" 2cc2.604f.feb3","svi_mtu":1500,"svi_bw":["1000","1000"]},
             {"interface":"Ethernet1/2","state":"down","admin_state":"down","eth_link_flapped":"never"}]}}
            """#
        let other = #"""
            [{"name":"Ethernet1/1","enabled":true,"up":true,"description":"x","mac":"2c:c2:60:4f:fe:b2","mtu":1500,\#
            "speed_bps":10000000000,"last_change":"2026-11-19T19:00:00.000Z"},\#
            {"name":"Vlan10","enabled":true,"up":true,"mac":"2c:c2:60:4f:fe:b3","mtu":1500,"speed_bps":1000000},\#
            {"name":"Ethernet1/2","enabled":false,"up":false}]
            """#
        #expect(try Answers.json(Interfaces.self, Answers.nxos, [nxos]) == other)
    }

    @Test func `counters are exact to 64 bits`() throws {
        let eos = #"""
            {"interfaces":{"Ethernet1":{"interfaceCounters":{"inOctets":18446744073709551615,"totalInErrors":0}},
             "Ethernet1.5":{"hardware":"subinterface"}}}
            """#
        let (model, _) = try Answers.read(InterfaceCounters.self, Answers.eos, [eos])
        #expect(model.entries[0].inOctets == .max)
        #expect(
            try Answers.json(model).hasPrefix(#"[{"name":"Ethernet1","in_octets":18446744073709551615,"in_errors":0}"#)
        )
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.contains(#""rx_octets":18446744073709551615"#))
        #expect(napalm.contains(#""tx_octets":-1"#))
        #expect(!napalm.contains("Ethernet1.5"))
        let nxos = #"""
            {"TABLE_interface":{"ROW_interface":[{"interface":"Ethernet1/1","eth_inbytes":"18446744073709551615",
             "eth_outerr":3},{"interface":"mgmt0","vdc_lvl_in_bytes":"77"}]}}
            """#
        let nexus = try Answers.read(InterfaceCounters.self, Answers.nxos, [nxos])
        #expect(nexus.model.entries[0].inOctets == .max)
        #expect(nexus.model.entries[0].outErrors == 3)
        #expect(nexus.model.entries[1].inOctets == 77)
        #expect(nexus.model.entries[1].outOctets == nil)
    }

    @Test func `addresses come with their prefix length, unnumbered ones from their parent`() throws {
        let v4 = #"""
            {"interfaces":{"Ethernet1":{"vrf":"default","interfaceAddress":{"primaryIp":{"address":"10.0.0.1","maskLen":24},
              "secondaryIpsOrderedList":[{"address":"10.0.1.1","maskLen":24}]}},
             "Ethernet2":{"interfaceAddress":[{"primaryIp":{"address":"0.0.0.0","maskLen":0}}]}}}
            """#
        let v6 = #"""
            {"interfaces":{"Ethernet1":{"addresses":[{"address":"2001:db8::1","subnet":"2001:db8::/64"}],
              "linkLocal":{"address":"fe80::1","subnet":"fe80::/64"}}}}
            """#
        let expected = #"""
            [{"interface":"Ethernet1","vrf":"default","address":"10.0.0.1/24"},\#
            {"interface":"Ethernet1","vrf":"default","address":"10.0.1.1/24","secondary":true},\#
            {"interface":"Ethernet1","address":"2001:db8::1/64"},{"interface":"Ethernet1","address":"fe80::1/64"}]
            """#
        #expect(try Answers.json(InterfaceAddresses.self, Answers.eos, [v4, v6]) == expected)
        let nxos = #"""
            {"TABLE_vrf":{"ROW_vrf":{"vrf-name-out":"default"}},"TABLE_intf":[{"ROW_intf":{"intf-name":"loopback0",
              "prefix":"10.0.0.1","masklen":"32"}},{"ROW_intf":{"intf-name":"Ethernet1/1","unnum-intf":"loopback0"}}]}
            """#
        let bodies = [nxos, #"{"TABLE_intf":{"ROW_intf":{"intf-name":"Eth1/2","addr":["2001:db8::2/64","fe80::2"]}}}"#]
        let other = #"""
            [{"interface":"Loopback0","vrf":"default","address":"10.0.0.1/32"},\#
            {"interface":"Ethernet1/1","vrf":"default","address":"10.0.0.1/32","unnumbered":true},\#
            {"interface":"Ethernet1/2","address":"2001:db8::2/64"},{"interface":"Ethernet1/2","address":"fe80::2/128"}]
            """#
        #expect(try Answers.json(InterfaceAddresses.self, Answers.nxos, bodies) == other)
        #expect(try Answers.read(InterfaceAddresses.self, Answers.nxos, [nxos, nil]).model.entries.count == 2)
    }

    @Test func `MAC addresses are behind ports`() throws {
        let eos = #"""
            {"unicastTable":{"tableEntries":[{"macAddress":"00:1c:73:0a:bc:0f","vlanId":10,"interface":"Po1",
              "entryType":"dynamic","moves":1,"lastMove":1000},{"macAddress":"bad","vlanId":1}]}}
            """#
        let (model, problems) = try Answers.read(MACTable.self, Answers.eos, [eos])
        #expect(
            try Answers.json(model)
                == #"[{"vlan":10,"mac":"00:1c:73:0a:bc:0f","interface":"Port-Channel1","static":false,"moves":1,"last_move":"1970-01-01T00:16:40.000Z"}]"#
        )
        #expect(problems.count == 1)
        let nxos = #"""
            {"TABLE_mac_address":{"ROW_mac_address":[{"disp_mac_addr":"5087.89a1.de75","disp_vlan":"-",
              "disp_is_static":"disabled","disp_port":"sup-eth1(R)"}]}}
            """#
        let nexus = #"[{"mac":"50:87:89:a1:de:75","interface":"sup-eth1(R)","static":false}]"#
        #expect(try Answers.json(MACTable.self, Answers.nxos, [nxos]) == nexus)
    }

    @Test func `VLANs have their ports one by one`() throws {
        let nxos = #"""
            {"TABLE_vlanbriefxbrief":{"ROW_vlanbriefxbrief":[{"vlanshowbr-vlanid":7,"vlanshowbr-vlanname":"a",
              "vlanshowbr-vlanstate":"active","vlanshowplist-ifidx":["Ethernet1/6-8,port-channel1-2","Eth2/1"]},
             {"vlanshowbr-vlanid":"8"}]}}
            """#
        let (model, _) = try Answers.read(VLANs.self, Answers.nxos, [nxos])
        let ports = ["Ethernet1/6", "Ethernet1/7", "Ethernet1/8", "Port-Channel1", "Port-Channel2", "Ethernet2/1"]
        #expect(model.entries[0].interfaces.map(\.description) == ports)
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.contains(#""Port-channel1""#))
        #expect(napalm.hasSuffix(#""8":{"name":"","interfaces":[""]}}"#))
        let eos = #"{"vlans":{"10":{"name":"x","status":"active","interfaces":{"Et1":{}}},"11":{}}}"#
        let expected = #"""
            [{"id":10,"name":"x","status":"active","interfaces":["Ethernet1"]},{"id":11,"interfaces":[]}]
            """#
        #expect(try Answers.json(VLANs.self, Answers.eos, [eos]) == expected)
    }

    @Test func `VRFs have their interfaces`() throws {
        let eos = #"{"vrfs":{"MGMT":{"routeDistinguisher":"<not set>","vrfState":"up","interfaces":["Ma1"]}}}"#
        let expected = #"[{"name":"MGMT","state":"up","interfaces":["Management1"]}]"#
        #expect(try Answers.json(VRFs.self, Answers.eos, [eos]) == expected)
        let nxos = [
            #"{"TABLE_vrf":{"ROW_vrf":{"vrf_name":"default","rd":"0:0","vrf_state":"Up"}}}"#,
            #"{"TABLE_if":{"ROW_if":{"if_name":"mgmt0","vrf_name":"default"}}}"#,
        ]
        let other = #"[{"name":"default","route_distinguisher":"0:0","state":"up","interfaces":["mgmt0"]}]"#
        #expect(try Answers.json(VRFs.self, Answers.nxos, nxos) == other)
        #expect(try Answers.read(VRFs.self, Answers.nxos, nxos, ["name": "other"]).model.entries.isEmpty)
    }

    @Test func `neighbours of NX-OS are the same in structured data and in text`() throws {
        let structured = #"""
            {"TABLE_nbor_detail":{"ROW_nbor_detail":{"chassis_id":"5087.89a1.d8d6","port_id":"Eth1/3","l_port_id":"Eth1/1",
             "port_desc":"up","sys_name":"n9k2","sys_desc":"NX-OS","system_capability":"B, R","enabled_capability":"R",
             "mgmt_addr":"10.1.1.1","mgmt_addr_ipv6":"not advertised"}}}
            """#
        let text = """
            Chassis id: 5087.89a1.d8d6
            Port id: Eth1/3
            Local Port id: Eth1/1
            Port Description: up
            System Name: n9k2
            System Description: NX-OS
            TAC support: http://www.cisco.com/tac
            System Capabilities: B, R
            Enabled Capabilities: R
            Management Address: 10.1.1.1
            Management Address IPV6: not advertised
            """
        let expected = #"""
            [{"interface":"Ethernet1/1","neighbor":"n9k2","neighbor_port":"Ethernet1/3","neighbor_port_description":"up",\#
            "chassis_id":"50:87:89:a1:d8:d6","system_description":"NX-OS","capabilities":["bridge","router"],\#
            "enabled_capabilities":["router"],"management_addresses":["10.1.1.1"]}]
            """#
        #expect(try Answers.json(LLDPNeighborsDetail.self, Answers.nxos, [structured]) == expected)
        #expect(try Answers.json(LLDPNeighborsDetail.self, Answers.nxos, [text]) == expected)
        let short = #"[{"interface":"Ethernet1/1","neighbor":"n9k2","neighbor_port":"Ethernet1/3"}]"#
        #expect(try Answers.json(LLDPNeighbors.self, Answers.nxos, [structured]) == short)
        let one = try Answers.read(LLDPNeighborsDetail.self, Answers.nxos, [text], ["interface": "Ethernet1/2"])
        #expect(one.model.entries.isEmpty)
    }

    @Test func `routes are asked VRF by VRF, and never by a name that is no plain word`() throws {
        let vrfs = #"{"vrfs":{"default":{},"B":{},"a | reload":{}}}"#
        let arguments: ModelArguments = ["destination": "10.0.0.0/8", "longer": "true", "protocol": "bgp"]
        let replies = try Answers.replies(RoutesTo.self, Answers.eos, [vrfs], arguments)
        #expect(
            RoutesTo.followUps(to: replies).map(\.title) == [
                "show ip route vrf B 10.0.0.0/8 longer-prefixes bgp detail",
                "show ip route vrf default 10.0.0.0/8 longer-prefixes bgp detail",
            ]
        )
        #expect(
            RoutesTo.commands(for: .nxapi, with: ["destination": "2001:db8::1"])?.map(\.title)
                == ["show ipv6 route 2001:db8::1/128 vrf all"]
        )
    }
}
