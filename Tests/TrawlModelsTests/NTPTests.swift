import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

/// NTP servers, peers and associations from both vendors' words.
@Suite(.timeLimit(.minutes(1)))
struct NTPTests {
    private let section = """
        ntp authentication-key 1 md5 7 070C285F4D06
        ntp server 192.0.2.10 version 3 key 1
        ntp server vrf MGMT 192.0.2.11 prefer iburst
        ntp server vrf MGMT time.example.net local-interface Ma1
        ntp peer 2001:DB8::1
        """
    private let addresses = [
        #"{"interfaces":{"Management1":{"interfaceAddress":{"primaryIp":{"address":"198.51.100.7","maskLen":24}}}}}"#,
        #"{"interfaces":{"Management1":{"addresses":[{"address":"2001:db8::7","subnet":"2001:db8::/64"}]}}}"#,
    ]

    @Test func `EOS has its servers in the configuration`() throws {
        let expected = #"""
            [{"address":"192.0.2.10","vrf":"default","prefer":false,"iburst":false,"version":3,"key_id":1},\#
            {"address":"192.0.2.11","vrf":"MGMT","prefer":true,"iburst":true},\#
            {"address":"time.example.net","vrf":"MGMT","prefer":false,"iburst":false,"source_interface":"Management1",\#
            "source_address":"198.51.100.7"}]
            """#
        #expect(try Answers.json(NTPServers.self, Answers.eos, [section] + addresses) == expected)
        let peers = #"[{"address":"2001:db8::1","vrf":"default","prefer":false,"iburst":false}]"#
        #expect(try Answers.json(NTPPeers.self, Answers.eos, [section]) == peers)
    }

    @Test func `addresses are asked for where a server is asked from an interface`() throws {
        let replies = try Answers.replies(NTPServers.self, Answers.eos, [section])
        #expect(NTPServers.followUps(to: replies).map(\.title) == ["show ip interface", "show ipv6 interface"])
        let plain = try Answers.replies(NTPServers.self, Answers.eos, ["ntp server 192.0.2.10"])
        #expect(NTPServers.followUps(to: plain).isEmpty)
        let answered = try Answers.replies(NTPServers.self, Answers.eos, [section] + addresses)
        #expect(NTPServers.followUps(to: answered).isEmpty)
    }

    @Test func `a line that does not fit costs that line`() throws {
        let text = "ntp server\nntp server vrf\nntp server 192.0.2.1 key seven\nntp server 192.0.2.2\nntp authenticate"
        let (model, problems) = try Answers.read(NTPServers.self, Answers.eos, [text])
        #expect(model.entries.map(\.address.description) == ["192.0.2.2"])
        #expect(
            problems.map(\.detail) == [
                "NTPSection: ntp server: expected an IP address or a name, found nothing",
                "NTPSection: ntp server vrf: expected the name of a VRF, found nothing",
                "NTPSection: ntp server 192.0.2.1 key: expected a number, found `seven`",
            ]
        )
    }

    private let peers = #"""
        {"TABLE_peers":{"ROW_peers":[{"PeerIPAddress":"192.0.2.10 ","serv_peer":"Server","conf_flag":"(configured)"},
         {"PeerIPAddress":"2001:DB8::4101","serv_peer":"Peer","conf_flag":"(configured)"},{"serv_peer":"Server"}]}}
        """#

    @Test func `NX-OS lists servers and peers in one table`() throws {
        let servers = try Answers.read(NTPServers.self, Answers.nxos, [peers])
        #expect(servers.model.entries.map(\.address.description) == ["192.0.2.10"])
        #expect(servers.problems.map(\.detail).allSatisfy { $0.contains("TABLE_peers.ROW_peers[2].PeerIPAddress") })
        #expect(servers.problems.count == 1)
        #expect(try Answers.json(servers.model) == #"[{"address":"192.0.2.10"}]"#)
        let found = try Answers.read(NTPPeers.self, Answers.nxos, [peers])
        #expect(try Answers.json(found.model) == #"[{"address":"2001:db8::4101"}]"#)
        #expect(try Answers.json(AnyEncodable(found.model.napalm())) == #"{"2001:db8::4101":{}}"#)
    }

    @Test(arguments: ["{}", #"{"TABLE_peers":""}"#])
    func `NX-OS without servers has an empty answer`(body: String) throws {
        #expect(try Answers.json(NTPServers.self, Answers.nxos, [body]) == "[]")
    }

    private let table = """
             remote           refid      st t when poll reach   delay   offset  jitter
        ==============================================================================
        *192.0.2.10      .GPS.            1 u   12   64  377    0.512   -0.013   0.021
         xray.example.ne 192.0.2.1        2 u   3m 1024   17    1.250   10.500   2.000
         2001:db8::1     .INIT.          16 -    -   64    0    0.000    0.000   0.000
        """

    @Test func `EOS tells associations in text`() throws {
        let expected = #"""
            [{"remote":"192.0.2.10","synchronized":true,"reference_id":".GPS.","stratum":1,"type":"u",\#
            "last_heard_seconds":12,"poll_interval_seconds":64,"answered_polls":8,"delay_seconds":0.000512,\#
            "offset_seconds":-1.3e-05,"jitter_seconds":2.1e-05},\#
            {"remote":"xray.example.ne","synchronized":false,"reference_id":"192.0.2.1","stratum":2,"type":"u",\#
            "last_heard_seconds":180,"poll_interval_seconds":1024,"answered_polls":4,"delay_seconds":0.00125,\#
            "offset_seconds":0.0105,"jitter_seconds":0.002},\#
            {"remote":"2001:db8::1","synchronized":false,"reference_id":".INIT.","stratum":16,\#
            "poll_interval_seconds":64,"answered_polls":0,"delay_seconds":0,"offset_seconds":0,"jitter_seconds":0}]
            """#
        let (model, problems) = try Answers.read(NTPAssociations.self, Answers.eos, [table])
        #expect(problems.isEmpty)
        #expect(try Answers.json(model) == expected)
        let again = try JSONSlice(parsing: Array(expected.utf8)).decode(NTPAssociations.self)
        #expect(again.entries.map(\.offset) == model.entries.map(\.offset))
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.contains(#""reachability":377,"delay":0.512,"offset":-0.013,"jitter":0.021"#))
        #expect(napalm.contains(#""when":"3m""#))
        #expect(napalm.contains(#""type":"-","when":"-""#))
    }

    @Test(arguments: ["", "NTP is disabled.", "% No associations"])
    func `EOS without NTP has no associations`(text: String) throws {
        #expect(try Answers.json(NTPAssociations.self, Answers.eos, [text]) == "[]")
    }

    @Test func `EOS tells associations in structured data in newer releases`() throws {
        let body = #"""
            {"peers":{"192.0.2.10 (time.example.net)":{"condition":"sys.peer","peerIpAddr":"192.0.2.10","stratumLevel":1,
              "refid":".GPS.","pollInterval":64,"reachabilityHistory":[true,false,true,true,true,true,true,true],
              "delay":0.512,"lastReceived":1795208390},"192.0.2.11":{"condition":"candidate","stratumLevel":"two"}}}
            """#
        let (model, problems) = try Answers.read(NTPAssociations.self, Answers.eos, [body])
        let expected = #"""
            [{"remote":"192.0.2.10","synchronized":true,"reference_id":".GPS.","stratum":1,"last_heard_seconds":10,\#
            "poll_interval_seconds":64,"answered_polls":7,"delay_seconds":0.000512}]
            """#
        #expect(try Answers.json(model) == expected)
        #expect(problems.count == 1)
        #expect(try Answers.json(NTPAssociations.self, Answers.eos, [#"{"peers":{}}"#]) == "[]")
    }

    @Test func `a line of associations that does not fit costs that line`() throws {
        let text = table + "\n*192.0.2.12 .GPS. 1 u 12 64 399 0.5 0.0 0.0\n too short"
        let (model, problems) = try Answers.read(NTPAssociations.self, Answers.eos, [text])
        #expect(model.entries.count == 3)
        #expect(problems.count == 2)
        #expect(problems.allSatisfy { $0.detail.hasPrefix("NTPAssociationTable: ") })
    }

    @Test func `NX-OS tells associations by VRF`() throws {
        let body = #"""
            {"totalpeers":"Total peers : 4","TABLE_peersstatus":{"ROW_peersstatus":[{"syncmode":"*","remote":"192.0.2.10",
              "local":"0.0.0.0","st":"1","poll":"64","reach":"377","delay":"0.00051","vrf":"management"},
             {"syncmode":"=","remote":"192.0.2.11","st":16,"poll":64,"reach":0,"delay":"0.00000","vrf":"default"},
             {"syncmode":"=","remote":"192.0.2.12","st":"many"},{"syncmode":"=","st":"2"},
             {"remote":"192.0.2.13","reach":"999"}]}}
            """#
        let expected = #"""
            [{"remote":"192.0.2.10","vrf":"management","synchronized":true,"stratum":1,"poll_interval_seconds":64,\#
            "answered_polls":8,"delay_seconds":0.00051},\#
            {"remote":"192.0.2.11","vrf":"default","synchronized":false,"stratum":16,"poll_interval_seconds":64,\#
            "answered_polls":0,"delay_seconds":0}]
            """#
        let (model, problems) = try Answers.read(NTPAssociations.self, Answers.nxos, [body])
        #expect(try Answers.json(model) == expected)
        #expect(problems.count == 3)
        #expect(try Answers.json(AnyEncodable(model.napalm())).contains(#""reachability":377,"delay":0.00051,"#))
        #expect(try Answers.json(NTPAssociations.self, Answers.nxos, [#"{"totalpeers":"Total peers : 0"}"#]) == "[]")
    }
}
