import Testing
import TrawlCore
import TrawlModels

/// Port channels, MLAG and vPC, and CDP.
@Suite(.timeLimit(.minutes(1)))
struct PairTests {
    // MARK: Port channels

    @Test func `EOS tells its port channels`() throws {
        let body = #"""
            {"portChannels":{"Port-Channel1":{"minLinks":0,"activePorts":{"Ethernet1":{"protocol":"lacp"},"PeerEthernet4":{}},
              "inactivePorts":{}},"Port-Channel5":{"minLinks":2,"activePorts":{},
              "inactivePorts":{"Ethernet8":{"reasonUnconfigured":"waiting for LACP response"}}},
             "Port-Channel9":{"minLinks":"two"}}}
            """#
        let expected = #"""
            [{"name":"Port-Channel1","up":true,"protocol":"lacp","minimum_links":0,"active_members":["Ethernet1",\#
            "PeerEthernet4"],"inactive_members":[]},{"name":"Port-Channel5","up":false,"minimum_links":2,\#
            "active_members":[],"inactive_members":["Ethernet8"],"inactive_reasons":["waiting for LACP response"]}]
            """#
        let (model, problems) = try Answers.read(PortChannels.self, Answers.eos, [body])
        #expect(try Answers.json(model) == expected)
        #expect(problems.map(\.detail).allSatisfy { $0.contains("portChannels.Port-Channel9.minLinks") })
        #expect(problems.count == 1)
        #expect(try Answers.json(PortChannels.self, Answers.eos, [#"{"portChannels":{}}"#]) == "[]")
    }

    @Test func `NX-OS tells its port channels`() throws {
        let body = #"""
            {"TABLE_channel":{"ROW_channel":[{"group":"1","port-channel":"port-channel1","layer":"S","status":"U",
              "type":"Eth","prtcl":"LACP","TABLE_member":{"ROW_member":[{"port":"Ethernet1/5","port-status":"P"},
               {"port":"Ethernet1/6","port-status":"s"}]}},
             {"group":2,"port-channel":"port-channel2","status":"D","prtcl":"NONE",
              "TABLE_member":{"ROW_member":{"port":"Ethernet1/7","port-status":"D"}}},{"group":"3"}]}}
            """#
        let expected = #"""
            [{"name":"Port-Channel1","up":true,"protocol":"lacp","active_members":["Ethernet1/5"],\#
            "inactive_members":["Ethernet1/6"],"inactive_reasons":["suspended"]},\#
            {"name":"Port-Channel2","up":false,"protocol":"static","active_members":[],\#
            "inactive_members":["Ethernet1/7"],"inactive_reasons":["down"]}]
            """#
        let (model, problems) = try Answers.read(PortChannels.self, Answers.nxos, [body])
        #expect(try Answers.json(model) == expected)
        #expect(problems.count == 1)
        #expect(try Answers.json(PortChannels.self, Answers.nxos, ["{}"]) == "[]")
    }

    // MARK: MLAG

    @Test func `EOS tells its half of a pair`() throws {
        let detail = #"""
            {"state":"active","domainId":"pair1","localInterface":"Vlan4094","peerAddress":"169.254.255.2",
             "peerLink":"Po500","peerLinkStatus":"up","negStatus":"connected","configSanity":"consistent",
             "systemId":"02:1c:73:00:00:01","detail":{"mlagState":"primary"}}
            """#
        let interfaces = #"""
            {"interfaces":{"3":{"localInterface":"Port-Channel3","localInterfaceStatus":"up","peerInterface":"Port-Channel3",
              "peerInterfaceStatus":"down","status":"active-partial"},"x":{}}}
            """#
        let expected = #"""
            {"state":"active","domain_id":"pair1","role":"primary","system_id":"02:1c:73:00:00:01",\#
            "peer_address":"169.254.255.2","peer_connected":true,"peer_link":"Port-Channel500","peer_link_up":true,\#
            "consistent":true,"interfaces":[{"id":3,"name":"Port-Channel3","up":true,"peer_up":false,\#
            "status":"active-partial"}]}
            """#
        let (model, problems) = try Answers.read(MLAG.self, Answers.eos, [detail, interfaces])
        #expect(try Answers.json(model) == expected)
        #expect(problems.map(\.detail) == ["ShowMLAGInterfaces: interfaces: expected a number, found `x`"])
    }

    @Test(arguments: [#"{"state":"disabled","peerAddress":"0.0.0.0"}"#])
    func `EOS without a pair says so`(body: String) throws {
        #expect(try Answers.json(MLAG.self, Answers.eos, [body, #"{"interfaces":{}}"#]) == #"{"state":"disabled"}"#)
    }

    @Test(arguments: [#"{"state":"upside-down"}"#, "{}", "[]"])
    func `another state is an error`(body: String) {
        let error = #expect(throws: DeviceError.self) { try Answers.read(MLAG.self, Answers.eos, [body, nil]) }
        #expect(error?.code == .wrongShape)
        #expect(error?.detail.contains("ShowMLAG") == true)
    }

    private let vpc = #"""
        {"vpc-domain-id":"12","vpc-peer-status":"peer-ok","vpc-peer-keepalive-status":"peer-alive",
         "vpc-peer-consistency":"consistent","vpc-role":"primary, operational secondary","num-of-vpcs":"2",
         "TABLE_peerlink":{"ROW_peerlink":[{"peer-link-id":1,"peerlink-ifindex":"Po1","peer-link-port-state":1}]},
         "vpc-end":"End of table","TABLE_vpc":{"ROW_vpc":[{"vpc-id":3,"vpc-ifindex":"Po3","vpc-port-state":1,
          "vpc-consistency":"consistent","vpc-consistency-status":"SUCCESS"},{"vpc-id":"4","vpc-ifindex":"Po4",
          "vpc-port-state":"0","vpc-consistency":"inconsistent"},{"vpc-ifindex":"Po5"}]},"vpc-end":"End of table"}
        """#
    private let role = #"{"vpc-current-role":"primary","dual-active-detected":0,"vpc-system-mac":"00:23:04:ee:be:0c"}"#
    private let keepalive = #"""
        {"vpc-peer-keepalive-status":"peer-alive","vpc-keepalive-dest":"10.255.2.188","vpc-keepalive-dest":"10.255.2.188"}
        """#

    @Test func `NX-OS tells its half of a pair`() throws {
        let expected = #"""
            {"state":"active","domain_id":"12","role":"secondary","system_id":"00:23:04:ee:be:0c",\#
            "peer_address":"10.255.2.188","peer_connected":true,"peer_alive":true,"peer_link":"Port-Channel1",\#
            "peer_link_up":true,"consistent":true,"dual_active":false,"interfaces":[{"id":3,"name":"Port-Channel3",\#
            "up":true,"consistent":true,"status":"SUCCESS"},{"id":4,"name":"Port-Channel4","up":false,\#
            "consistent":false}]}
            """#
        let (model, problems) = try Answers.read(MLAG.self, Answers.nxos, [vpc, role, keepalive])
        #expect(try Answers.json(model) == expected)
        #expect(problems.count == 1)
        #expect(problems.first?.detail.contains("vpc-id") == true)
    }

    @Test func `NX-OS without a domain is in no pair, and without an answer nothing is known`() throws {
        let none = #"{"vpc-domain-id":"not configured","vpc-role":"none established"}"#
        #expect(try Answers.json(MLAG.self, Answers.nxos, [none, nil, nil]) == #"{"state":"disabled"}"#)
        let down = #"{"vpc-domain-id":1,"vpc-peer-status":"peer-link-down"}"#
        let (model, _) = try Answers.read(MLAG.self, Answers.nxos, [down, nil, nil])
        #expect(model.state == .inactive)
        #expect(model.peerConnected == false)
        #expect(throws: DeviceError.self) { try Answers.read(MLAG.self, Answers.nxos, [nil, role, keepalive]) }
        #expect(throws: DeviceError.self) { try Answers.read(MLAG.self, Answers.nxos, ["[]", role, keepalive]) }
        let refusal = DeviceError(.commandRefused, device: "n", operation: "show vpc", detail: "% Invalid command")
        #expect(MLAG.isAbsence(refusal, on: .nxapi))
    }

    // MARK: CDP

    @Test func `NX-OS tells its neighbours by CDP, in detail and in short`() throws {
        let detail = #"""
            {"neigh_count":2,"TABLE_cdp_neighbor_detail_info":{"ROW_cdp_neighbor_detail_info":[{"ifindex":436207616,
              "device_id":"n9k2.example.net(SAL1819S6LU)","sysname":"n9k2","numaddr":"1","v4addr":"192.0.2.2",
              "platform_id":"N9K-C9372TX","capability":"router","capability":"switch","intf_id":"Ethernet1/1",
              "port_id":"Eth1/3","ttl":"144","version":"Cisco Nexus\nVersion 7.0","nativevlan":"1",
              "v4mgmtaddr":"198.51.100.2"},{"device_id":"lost","port_id":"x"}]}}
            """#
        let expected = #"""
            [{"interface":"Ethernet1/1","neighbor":"n9k2","device_id":"n9k2.example.net(SAL1819S6LU)",\#
            "neighbor_port":"Ethernet1/3","platform":"N9K-C9372TX","capabilities":["router","switch"],\#
            "version":"Cisco Nexus","native_vlan":1,"hold_time_seconds":144,"addresses":["192.0.2.2","198.51.100.2"]}]
            """#
        let (model, problems) = try Answers.read(CDPNeighbors.self, Answers.nxos, [detail])
        #expect(try Answers.json(model) == expected)
        #expect(problems.count == 1)
        let brief = #"""
            {"TABLE_cdp_neighbor_brief_info":{"ROW_cdp_neighbor_brief_info":{"device_id":"node1","intf_id":"mgmt0",
              "ttl":91,"capability":["host"],"platform_id":"Linux","port_id":"dsc0"}}}
            """#
        let short = #"""
            [{"interface":"mgmt0","neighbor":"node1","device_id":"node1","neighbor_port":"dsc0","platform":"Linux",\#
            "capabilities":["host"],"hold_time_seconds":91}]
            """#
        #expect(try Answers.json(CDPNeighbors.self, Answers.nxos, [brief]) == short)
        #expect(try Answers.json(CDPNeighbors.self, Answers.nxos, [#"{"neigh_count":0}"#]) == "[]")
        #expect(CDPNeighbors.commands(for: .eapi) == nil)
    }
}
