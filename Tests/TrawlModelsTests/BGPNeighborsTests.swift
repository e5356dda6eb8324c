import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct BGPNeighborsTests {
    let summary = #"""
        {"vrfs":{"default":{"routerId":"10.0.0.1","asn":"65001.1","peers":{"192.0.2.2":{"prefixAccepted":7,"upDownTime":1795122000.0}}},
                 "EMPTY":{"routerId":"10.0.0.9","peers":{}}}}
        """#
    let peers = #"""
        {"vrfs":{"default":{"peerList":[{"peerAddress":"192.0.2.2","asn":"4200000001","localAsn":"65001.1","routerId":"10.0.0.2",
          "localRouterId":"10.0.0.1","state":"Established","establishedTime":86400,"description":"leaf2","prefixesReceived":9,
          "prefixesSent":3,"v6PrefixesReceived":0,"v6PrefixesSent":0},
         {"peerAddress":"192.0.2.4","asn":65002,"localAsn":"65001.1","routerId":"0.0.0.0","state":"Idle",
          "idleReason":"Administratively shut down","prefixesReceived":0,"prefixesSent":0}]}}}
        """#
    let nobody = #"{"vrfs":{}}"#

    @Test func `EOS tells sessions, with what the summaries know`() throws {
        let expected = #"""
            [{"vrf":"default","neighbor":"192.0.2.2","description":"leaf2","remote_as":4200000001,"up":true,\#
            "state":"Established","uptime_seconds":86400,"received_prefixes":9,"accepted_prefixes":7,"sent_prefixes":3,\#
            "enabled":true,"last_change":"2026-11-19T21:00:00.000Z","local_as":4259905537,"router_id":"10.0.0.1",\#
            "remote_router_id":"10.0.0.2","families":[{"name":"ipv4","received":9,"accepted":7,"sent":3},\#
            {"name":"ipv6","received":0,"sent":0}]},\#
            {"vrf":"default","neighbor":"192.0.2.4","remote_as":65002,"up":false,"state":"Idle","received_prefixes":0,\#
            "sent_prefixes":0,"enabled":false,"local_as":4259905537,"router_id":"10.0.0.1",\#
            "families":[{"name":"ipv4","received":0,"sent":0}]}]
            """#
        #expect(try Answers.json(BGPNeighbors.self, Answers.eos, [summary, nobody, peers, nobody]) == expected)
    }

    @Test func `NAPALM gets every family of EOS, and VRFs without neighbours`() throws {
        let (model, _) = try Answers.read(BGPNeighbors.self, Answers.eos, [summary, nobody, peers, nobody])
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.hasPrefix(#"{"global":{"router_id":"10.0.0.1","peers":{"192.0.2.2":{"local_as":4259905537,"#))
        #expect(
            napalm.contains(#""remote_id":"0.0.0.0","is_up":false,"is_enabled":false,"description":"","uptime":-1"#)
        )
        #expect(napalm.contains(#""ipv6":{"received_prefixes":0,"accepted_prefixes":0,"sent_prefixes":0}"#))
        #expect(napalm.hasSuffix(#""EMPTY":{"router_id":"10.0.0.9","peers":{}}}"#))
    }

    let nxos = #"""
        {"TABLE_vrf":{"ROW_vrf":[{"vrf-name-out":"BLUE","vrf-router-id":"10.0.0.3","vrf-local-as":"64861"},
         {"vrf-name-out":"BLUE","vrf-router-id":"10.0.0.3","vrf-local-as":"64861","TABLE_af":{"ROW_af":[
          {"af-id":"1","TABLE_saf":{"ROW_saf":{"safi":1,"af-name":"IPv4 Unicast","TABLE_neighbor":{"ROW_neighbor":[
           {"neighborid":"192.0.2.7","neighboras":"64862","time":"P1DT2H","state":"Established","prefixreceived":"13"},
           {"neighborid":"192.0.2.8","neighboras":"64862.1","time":"never","state":"Shut (Admin)","prefixreceived":0},
           {"neighborid":"192.0.2.0/26","neighboras":"0","time":"never","state":"Idle","prefixreceived":0}]}}}},
          {"af-id":"25","TABLE_saf":{"ROW_saf":{"safi":"70","af-name":"L2VPN EVPN","TABLE_neighbor":{"ROW_neighbor":
           {"neighborid":"192.0.2.7","neighboras":"64862","time":"P1DT2H","state":"Established","prefixreceived":"700"}}}}},
          {"af-id":"2","TABLE_saf":{"ROW_saf":{"safi":"1","af-name":"IPv6 Unicast"}}}]}}]}}
        """#

    @Test func `a neighbour in two address families of NX-OS is one session`() throws {
        let expected = #"""
            [{"vrf":"BLUE","neighbor":"192.0.2.7","remote_as":64862,"up":true,"state":"Established","uptime_seconds":93600,\#
            "received_prefixes":713,"enabled":true,"last_change":"2026-11-19T19:00:00.000Z","local_as":64861,\#
            "router_id":"10.0.0.3","families":[{"name":"ipv4","received":13},{"name":"l2vpn","received":700}]},\#
            {"vrf":"BLUE","neighbor":"192.0.2.8","remote_as":4250796033,"up":false,"state":"Shut (Admin)",\#
            "received_prefixes":0,"enabled":false,"local_as":64861,"router_id":"10.0.0.3",\#
            "families":[{"name":"ipv4","received":0}]}]
            """#
        #expect(try Answers.json(BGPNeighbors.self, Answers.nxos, [nxos]) == expected)
        let (model, _) = try Answers.read(BGPNeighbors.self, Answers.nxos, [nxos])
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        // NAPALM keeps the last family alone.
        #expect(
            napalm.contains(#""192.0.2.7":{"local_as":64861,"remote_as":64862,"remote_id":"192.0.2.7","is_up":true"#)
        )
        #expect(
            napalm.contains(
                #""address_family":{"l2vpn":{"received_prefixes":700,"accepted_prefixes":-1,"sent_prefixes":-1}}"#
            )
        )
    }

    @Test(arguments: [
        (Answers.nxos, DeviceError.Code.commandRefused, "% Invalid command", true),
        (Answers.nxos, .commandFailed, "timed out", false),
        (Answers.eos, .commandFailed, "BGP inactive", true),
        (Answers.eos, .commandRefused, "Invalid input", false),
    ])
    func `a switch without BGP has no sessions`(device: Device, code: DeviceError.Code, said: String, isAbsence: Bool) {
        let error = DeviceError(code, device: device.name, operation: "show bgp", detail: said)
        #expect(BGPNeighbors.isAbsence(error, on: device.dialect) == isAbsence)
    }

    @Test func `nobody is an empty list`() throws {
        #expect(try Answers.json(BGPNeighbors.self, Answers.eos, [nobody, nobody, nobody, nobody]) == "[]")
        #expect(try Answers.json(BGPNeighbors.self, Answers.nxos, ["{}"]) == "[]")
    }

    @Test func `a session that does not fit costs that session`() throws {
        let bad = peers.replacing(#""asn":65002"#, with: #""asn":"lots""#)
        let (model, problems) = try Answers.read(BGPNeighbors.self, Answers.eos, [summary, nobody, bad, nobody])
        #expect(model.entries.map(\.neighbor.description) == ["192.0.2.2"])
        #expect(
            problems.map(\.detail) == [
                "ShowIPBGPNeighbors: vrfs.default.peerList[1].asn: expected the number of an autonomous system, found `lots`"
            ]
        )
        let nexus = nxos.replacing(#""neighborid":"192.0.2.8""#, with: #""neighborid":"8""#)
        let rest = try Answers.read(BGPNeighbors.self, Answers.nxos, [nexus])
        #expect(rest.model.entries.count == 1)
        #expect(rest.problems.count == 1)
    }
}
