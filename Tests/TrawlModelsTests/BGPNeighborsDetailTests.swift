import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct BGPNeighborsDetailTests {
    let text = """
        BGP neighbor is 192.0.2.2, remote AS 65002, external link
          Description: "up, VRF OTHER, remote port is 7"
          BGP version 4, remote router ID 10.0.0.2, VRF default
          Hold time is 180, keepalive interval is 60 seconds
          Configured hold time is 90, keepalive interval is 30 seconds
          BGP state is Established, up for   65d00h
          Number of transitions to established: 3
          Last state was OpenConfirm
          Last event was RecvKeepAlive
          Neighbor Capabilities:
            Additional-paths Receive:
              IPv4 Unicast: advertised and received
          Message statistics:
            OutQ depth is 2
            Updates:                6        68
            Total messages:     93655     93716
          Prefix statistics:
            IPv4 Unicast:           2         8
            IPv6 Unicast:           1         5
          Inbound route map is IN
          Outbound route map is OUT
        Local AS is 65001, local router ID 10.0.0.1
        Local TCP address is 192.0.2.1, local port is 179
        Remote TCP address is 192.0.2.2, remote port is 45048
        Auto-Local-Addr is disabled
          Send-Q: 17/32768
        BGP neighbor is 192.0.2.4, remote AS 65004, external link
          BGP version 4, remote router ID 0.0.0.0, VRF B
          BGP state is Idle, Administratively shut down
        Local AS is 65001, local router ID 10.0.0.1

        """
    let summary = #"{"vrfs":{"default":{"peers":{"192.0.2.2":{"prefixAccepted":7}}}}}"#
    let nobody = #"{"vrfs":{}}"#

    @Test func `EOS tells it in text`() throws {
        let expected = #"""
            [{"vrf":"default","neighbor":"192.0.2.2","description":"up, VRF OTHER, remote port is 7","local_as":65001,\#
            "remote_as":65002,"up":true,"state":"Established","uptime_seconds":5616000,"previous_state":"OpenConfirm",\#
            "last_event":"RecvKeepAlive","established_count":3,"received_prefixes":13,"accepted_prefixes":7,\#
            "sent_prefixes":3,"received_messages":93716,"sent_messages":93655,"received_updates":68,"sent_updates":6,\#
            "queued_messages":2,"queued_bytes":17,"hold_seconds":180,"keepalive_seconds":60,"configured_hold_seconds":90,\#
            "configured_keepalive_seconds":30,"local_address":"192.0.2.1","local_port":179,"remote_port":45048,\#
            "router_id":"10.0.0.1","remote_router_id":"10.0.0.2","import_policy":"IN","export_policy":"OUT"},\#
            {"vrf":"B","neighbor":"192.0.2.4","local_as":65001,"remote_as":65004,"up":false,"state":"Idle",\#
            "reason":"Administratively shut down","router_id":"10.0.0.1"}]
            """#
        let found = try Answers.json(BGPNeighborsDetail.self, Answers.eos, [text, "", summary, nobody, "\n"])
        #expect(found == expected)
    }

    @Test(arguments: [(" \n", 2), ("service routing protocols model multi-agent\n", 17), (nil, 17)])
    func `NAPALM counts what waits as the routing model has it`(configuration: String?, queued: Int) throws {
        let bodies = [text, "", summary, nobody, configuration]
        let (model, _) = try Answers.read(BGPNeighborsDetail.self, Answers.eos, bodies)
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.hasPrefix(#"{"default":{"65002":[{"up":true,"local_as":65001,"#))
        #expect(napalm.contains(#""messages_queued_out":\#(queued),"connection_state":"Established""#))
        #expect(napalm.contains(#""B":{"65004":[{"up":false"#))
    }

    @Test func `NX-OS tells it in rows`() throws {
        let nxos = #"""
            {"TABLE_neighbor":{"ROW_neighbor":[{"ipv4prefixneighbor":"192.0.2.0/26","vrf":"default"},{"neighbor":"192.0.2.2","remoteas":"65002","vrf":"default","remote-id":"10.0.0.2",
             "state":"Established","elapsedtime":"P3DT2H","holdtime":"180","keepalivetime":"60","msgrecvd":"6","msgsent":7,
             "connsestablished":"1","resetreason":"No error","localaddr":"192.0.2.1","localport":"179","remoteport":"20137",
             "TABLE_peraf":{"ROW_peraf":[{"per-afi":"1","TABLE_persaf":{"ROW_persaf":{"per-safi":"1","pfxrecvd":"2","pfxsent":"4",
              "TABLE_inpolicy":{"ROW_inpolicy":{"inpolicyname":"IN"}}}}},
              {"per-afi":"2","TABLE_persaf":{"ROW_persaf":{"per-safi":"1","pfxrecvd":"18446744073709551000"}}}]}}]}}
            """#
        let summary =
            #"{"TABLE_vrf":{"ROW_vrf":{"vrf-name-out":"default","vrf-router-id":"10.0.0.1","vrf-local-as":"65001"}}}"#
        let expected = #"""
            [{"vrf":"default","neighbor":"192.0.2.2","local_as":65001,"remote_as":65002,"up":true,"state":"Established",\#
            "uptime_seconds":266400,"established_count":1,"received_prefixes":18446744073709551002,"sent_prefixes":4,\#
            "received_messages":6,"sent_messages":7,"hold_seconds":180,"keepalive_seconds":60,"local_address":"192.0.2.1",\#
            "local_port":179,"remote_port":20137,"router_id":"10.0.0.1","remote_router_id":"10.0.0.2","import_policy":"IN"}]
            """#
        #expect(try Answers.json(BGPNeighborsDetail.self, Answers.nxos, [nxos, summary]) == expected)
        #expect(try Answers.json(BGPNeighborsDetail.self, Answers.nxos, ["{}", "{}"]) == "[]")
    }

    @Test func `older NX-OS tells it in text`() throws {
        let text = """
            BGP neighbor is 192.0.2.2, remote AS 65002, ebgp link, Peer index 1
              Description: leaf2, Local port: 7
              BGP version 4, remote router ID 10.0.0.2
              Neighbor previous state = OpenConfirm
              BGP state = Established, up for 3d02h
              Neighbor vrf: BLUE
              Last read 00:00:04, hold time = 180, keepalive interval is 60 seconds
              Received 8835 messages, 0 notifications, 0 bytes in queue
              Sent 8836 messages, 0 notifications, 0(0) bytes in queue
              Connections established 1, dropped 0
              Message statistics:
                                          Sent               Rcvd
              Updates:                       4                 10

              For address family: IPv4 Unicast
              2 accepted prefixes (2 paths), consuming 0 bytes of memory
              3 sent prefixes (3 paths)
              Inbound route-map configured is IN, handle obtained

              For address family: IPv6 Unicast
              5 accepted paths consume 0 bytes of memory

              Local host: 192.0.2.1, Local port: 179
              Foreign host: 192.0.2.2, Foreign port: 37989
            BGP neighbor is 192.0.2.0/26, remote AS 0, unknown link, Peer index 2
              BGP state = Idle, down for 3d02h
            BGP neighbor is 192.0.2.9, remote AS 65009, ebgp link, Peer index 3

            """
        let expected = #"""
            [{"vrf":"BLUE","neighbor":"192.0.2.2","description":"leaf2, Local port: 7","remote_as":65002,"up":true,\#
            "state":"Established","uptime_seconds":266400,"previous_state":"OpenConfirm","established_count":1,\#
            "accepted_prefixes":7,"sent_prefixes":3,"received_messages":8835,"sent_messages":8836,"received_updates":10,\#
            "sent_updates":4,"hold_seconds":180,"keepalive_seconds":60,"local_address":"192.0.2.1","local_port":179,\#
            "remote_port":37989,"remote_router_id":"10.0.0.2","import_policy":"IN"}]
            """#
        let (model, problems) = try Answers.read(BGPNeighborsDetail.self, Answers.nxos, [text, nil])
        #expect(try Answers.json(model) == expected)
        #expect(problems.map(\.detail) == ["neighbour 3: expected address and state, found 1 lines without"])
    }

    @Test func `a neighbour that does not fit costs that neighbour`() throws {
        let bad = text.replacing("BGP neighbor is 192.0.2.2,", with: "BGP neighbor is somebody,")
        let (model, problems) = try Answers.read(BGPNeighborsDetail.self, Answers.eos, [bad, "", summary, nobody, ""])
        #expect(model.entries.map(\.neighbor.description) == ["192.0.2.4"])
        #expect(problems.map(\.operation) == ["show ip bgp neighbors vrf all"])
        #expect(problems.first?.detail.hasPrefix("neighbour 1: expected address, VRF and state") == true)
    }
}
