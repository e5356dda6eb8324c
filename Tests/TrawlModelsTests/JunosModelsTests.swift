import Foundation
import TestSupport
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

/// Junos' JSON, in which every element is a list of one and every number a text.
@Suite(.timeLimit(.minutes(1)))
struct JunosModelsTests {
    private static let junos = Device(name: "qfx1", address: "192.0.2.3", dialect: .junos)

    @Test func `facts come from three answers, whichever member gives them`() throws {
        let system = #"""
            {"system-information":[{"hardware-model":[{"data":"qfx5120"}],"os-version":[{"data":"22.4R2"}],
             "serial-number":[{"data":" XY1 "}],"host-name":[{"data":"qfx1.example.net"}]}]}
            """#
        let uptime = #"""
            {"multi-routing-engine-results":[{"multi-routing-engine-item":[{"re-name":[{"data":"fpc0"}],
             "system-uptime-information":[{"system-booted-time":[{"time-length":[{"data":"1d","attributes":{"junos:seconds":"86400"}}]}]}]}]}]}
            """#
        let interfaces =
            #"{"interface-information":[{"physical-interface":[{"name":[{"data":"et-0/0/0"}]},{"name":[{"data":"em0"}]}]}]}"#
        let expected = #"""
            {"vendor":"Juniper","model":"qfx5120","serial_number":"XY1","version":"22.4R2","uptime_seconds":86400,\#
            "hostname":"qfx1","fqdn":"qfx1.example.net","interfaces":["et-0/0/0","em0"]}
            """#
        #expect(try Answers.json(Facts.self, Self.junos, [system, uptime, interfaces]) == expected)
        #expect(
            try Answers.json(Facts.self, Self.junos, [nil, nil, interfaces])
                == #"{"vendor":"Juniper","interfaces":["et-0/0/0","em0"]}"#
        )
    }

    @Test func `an interface comes with the logical ones on it`() throws {
        let answer = #"""
            {"interface-information":[{"attributes":{"xmlns":"x"},"physical-interface":[
              {"name":[{"data":"et-0/0/0"}],"admin-status":[{"data":"up","attributes":{"junos:format":"Enabled"}}],
               "oper-status":[{"data":"down"}],"description":[{"data":"to spine"}],"mtu":[{"data":"9214"}],"speed":[{"data":"100Gbps"}],
               "current-physical-address":[{"data":"02:05:86:71:74:0f"}],
               "interface-flapped":[{"data":"1h","attributes":{"junos:seconds":"3600"}}],
               "logical-interface":[{"name":[{"data":"et-0/0/0.0"}],"if-config-flags":[{"iff-up":[{"data":[null]}]}]}]},
              {"name":[{"data":"gr-0/0/0"}],"mtu":[{"data":"Unlimited"}],"speed":[{"data":"Auto"}],
               "interface-flapped":[{"data":"Never","attributes":{"junos:seconds":"0"}}]}]}]}
            """#
        let moment = UTCTimestamp(Answers.now.addingTimeInterval(-3600)).extended
        let expected = #"""
            [{"name":"et-0/0/0","enabled":true,"up":false,"description":"to spine","mac":"02:05:86:71:74:0f","mtu":9214,\#
            "speed_bps":100000000000,"last_change":"\#(moment)"},{"name":"et-0/0/0.0","enabled":true},{"name":"gr-0/0/0"}]
            """#
        #expect(try Answers.json(Interfaces.self, Self.junos, [answer]) == expected)
    }

    @Test func `the tables read, and a row that does not fit costs itself`() throws {
        let arp = #"""
            {"arp-table-information":[{"arp-table-entry":[
              {"mac-address":[{"data":"52:54:00:52:09:f3"}],"ip-address":[{"data":"10.0.0.1"}],"interface-name":[{"data":"irb.10 [et-0/0/1.0]"}]},
              {"mac-address":[{"data":"52:54:00:52:09:f4"}],"ip-address":[{"data":"none"}]},
              {"ip-address":[{"data":"10.0.0.2"}]}],"arp-entry-count":[{"data":"3"}]}]}
            """#
        let (table, problems) = try Answers.read(ARP.self, Self.junos, [arp])
        #expect(
            try Answers.json(table)
                == #"[{"address":"10.0.0.1","mac":"52:54:00:52:09:f3","interface":"irb.10"},{"address":"10.0.0.2"}]"#
        )
        #expect(problems.count == 1)
        #expect(problems.first?.detail.contains("`none` is not an IP address") == true)

        let vlans = #"""
            {"l2ng-l2ald-vlan-instance-information":[{"l2ng-l2ald-vlan-instance-group":[
              {"l2ng-l2rtb-vlan-name":[{"data":"SERVERS"}],"l2ng-l2rtb-instance-state":[{"data":"Active"}],"l2ng-l2rtb-vlan-tag":[{"data":"10"}],
               "l2ng-l2rtb-vlan-member":[{"l2ng-l2rtb-vlan-member-interface":[{"data":"et-0/0/1.0*"}]},{"l2ng-l2rtb-vlan-member-interface":[{"data":"ae1.0"}]}]},
              {"l2ng-l2rtb-vlan-name":[{"data":"none"}],"l2ng-l2rtb-vlan-tag":[{"data":"NA"}]}]}]}
            """#
        #expect(
            try Answers.json(VLANs.self, Self.junos, [vlans])
                == #"[{"id":10,"name":"SERVERS","status":"active","interfaces":["et-0/0/1.0","ae1.0"]}]"#
        )
        let macs = #"""
            {"l2ng-l2ald-rtb-macdb":[{"l2ng-l2ald-mac-entry-vlan":[{"l2ng-l2-mac-routing-instance":[{"data":"default-switch"}],
              "l2ng-mac-entry":[
                {"l2ng-l2-mac-vlan-name":[{"data":"SERVERS"}],"l2ng-l2-mac-address":[{"data":"52:54:00:52:09:f3"}],"l2ng-l2-mac-flags":[{"data":"D"}],"l2ng-l2-mac-logical-interface":[{"data":"et-0/0/1.0"}]},
                {"l2ng-l2-mac-vlan-name":[{"data":"OTHER"}],"l2ng-l2-mac-address":[{"data":"52:54:00:52:09:f4"}],"l2ng-l2-mac-flags":[{"data":"S,P"}]}]}]}]}
            """#
        #expect(
            try Answers.json(MACTable.self, Self.junos, [macs, vlans]) == #"""
                [{"vlan":10,"mac":"52:54:00:52:09:f3","interface":"et-0/0/1.0","static":false},\#
                {"mac":"52:54:00:52:09:f4","static":true}]
                """#
        )
        let lldp = #"""
            {"lldp-neighbors-information":[{"lldp-neighbor-information":[
              {"lldp-local-port-id":[{"data":"et-0/0/1"}],"lldp-remote-chassis-id":[{"data":"00:1c:73:00:00:01"}],"lldp-remote-port-id":[{"data":"Et3"}],"lldp-remote-system-name":[{"data":"leaf1"}]},
              {"lldp-local-interface":[{"data":"em0"}],"lldp-remote-chassis-id":[{"data":"00:1c:73:00:00:02"}],"lldp-remote-port-description":[{"data":"uplink"}]}]}]}
            """#
        #expect(
            try Answers.json(LLDPNeighbors.self, Self.junos, [lldp]) == #"""
                [{"interface":"et-0/0/1","neighbor":"leaf1","neighbor_port":"Ethernet3"},\#
                {"interface":"em0","neighbor":"00:1c:73:00:00:02","neighbor_port":"uplink"}]
                """#
        )
    }

    @Test func `a table without rows is an empty one, and another answer is none`() throws {
        #expect(
            try Answers.json(ARP.self, Self.junos, [#"{"arp-table-information":[{"arp-entry-count":[{"data":"0"}]}]}"#])
                == "[]"
        )
        let (_, problems) = try Answers.read(ARP.self, Self.junos, [#"{"something-else":[{}]}"#])
        #expect(problems.first?.code == .wrongShape)
        #expect(problems.first?.detail.contains("arp-table-information") == true)
    }

    @Test func `a session is in its instance, and what a table repeats is counted once`() throws {
        let sessions = #"""
            {"bgp-information":[{"bgp-peer":[
              {"peer-address":[{"data":"10.0.0.1+179"}],"peer-as":[{"data":"64520"}],"local-as":[{"data":"4200000001"}],"description":[{"data":"spine1"}],
               "peer-cfg-rti":[{"data":"master"}],"peer-state":[{"data":"Established"}],"peer-id":[{"data":"10.1.1.1"}],"local-id":[{"data":"10.1.1.2"}],
               "bgp-rib":[
                 {"name":[{"data":"inet.0"}],"received-prefix-count":[{"data":"3"}],"accepted-prefix-count":[{"data":"2"}],"advertised-prefix-count":[{"data":"6"}]},
                 {"name":[{"data":"bgp.l3vpn.0"}],"received-prefix-count":[{"data":"10"}]},
                 {"name":[{"data":"RED.inet.0"}],"received-prefix-count":[{"data":"10"}]},
                 {"name":[{"data":"default-switch.evpn.0"}],"received-prefix-count":[{"data":"7"}]},
                 {"name":[{"data":"inet.3"}],"received-prefix-count":[{"data":"1"}]}]},
              {"peer-address":[{"data":"10.0.0.1"}],"peer-as":[{"data":"64521"}],"peer-cfg-rti":[{"data":"RED"}],"peer-state":[{"data":"Established"}],
               "bgp-rib":[{"name":[{"data":"RED.inet.0"}],"received-prefix-count":[{"data":"4"}]}]},
              {"peer-address":[{"data":"10.0.0.1"}],"peer-cfg-rti":[{"data":"BLUE"}],"peer-state":[{"data":"Active"}],"peer-id":[{"data":"0.0.0.0"}]},
              {"peer-address":[{"data":"2001:db8::1"}],"peer-cfg-rti":[{"data":"master"}],"peer-state":[{"data":"Idle"}]},
              {"peer-address":[{"data":"none"}],"peer-state":[{"data":"Idle"}]}]}]}
            """#
        let summary = #"""
            {"bgp-information":[{"bgp-rib":[{"name":[{"data":"inet.0"}]}],"bgp-peer":[
              {"peer-address":[{"data":"10.0.0.1"}],"peer-state":[{"data":"Established"}],"elapsed-time":[{"data":"1:00","attributes":{"junos:seconds":"60"}}],
               "bgp-rib":[{"name":[{"data":"RED.inet.0"}]}]},
              {"peer-address":[{"data":"10.0.0.1"}],"peer-state":[{"data":"Established"}],"elapsed-time":[{"data":"2:00","attributes":{"junos:seconds":"120"}}],
               "bgp-rib":[{"name":[{"data":"inet.0"}]},{"name":[{"data":"bgp.l3vpn.0"}]},{"name":[{"data":"RED.inet.0"}]},{"name":[{"data":"default-switch.evpn.0"}]},{"name":[{"data":"inet.3"}]}]},
              {"peer-address":[{"data":"10.0.0.1"}],"peer-state":[{"data":"Active"}],"elapsed-time":[{"data":"3:00","attributes":{"junos:seconds":"180"}}]},
              {"peer-address":[{"data":"2001:db8::1"}],"peer-state":[{"data":"Idle"}],"elapsed-time":[{"data":"4:00","attributes":{"junos:seconds":"240"}}]}]}]}
            """#
        let (model, problems) = try Answers.read(BGPNeighbors.self, Self.junos, [sessions, summary])
        #expect(problems.count == 1)
        #expect(problems.first?.detail.contains("`none` is not an IP address") == true)
        let entries = model.entries
        #expect(entries.map(\.vrf.description) == ["default", "RED", "BLUE", "default"])
        #expect(entries.map(\.uptime) == [.seconds(120), .seconds(60), nil, nil])
        // Which of two neighbours that carry nothing it is, nobody can tell.
        #expect(entries.map { $0.lastChange.map { Answers.now.timeIntervalSince($0) } } == [120, 60, nil, 240])
        let first = try #require(entries.first)
        #expect(first.families.map(\.name) == ["ipv4", "vpnv4", "inet.3"])
        #expect([first.receivedPrefixes, first.acceptedPrefixes, first.sentPrefixes] == [14, 2, 6])
        #expect(first.localAS?.number == 4_200_000_001 && first.remoteAS?.number == 64_520)
        #expect(first.routerID?.description == "10.1.1.2" && first.remoteRouterID?.description == "10.1.1.1")
        #expect(entries[1].families.map(\.name) == ["ipv4"])
        #expect(entries[2].remoteRouterID == nil && !entries[2].up)
    }

    @Test func `a switch without BGP has no sessions, and other words are no answer`() throws {
        let none = #"{"output":[{"data":"BGP is not running"}]}"#
        #expect(try Answers.json(BGPNeighbors.self, Self.junos, [none, none]) == "[]")
        let other = #"{"output":[{"data":"error: communication failure with routing"}]}"#
        let (_, problems) = try Answers.read(BGPNeighbors.self, Self.junos, [other, none])
        #expect(problems.first?.detail.contains("no `bgp-information`, but `error: communication failure") == true)
    }

    @Test func `parts are found wherever they are, and what is built in is none`() throws {
        let answer = #"""
            {"chassis-inventory":[{"chassis":[{"attributes":{"junos:style":"inventory"},"name":[{"data":"Chassis"}],
              "serial-number":[{"data":"XH1"}],"description":[{"data":"QFX5120-48Y-8C"}],"chassis-module":[
                {"name":[{"data":"Routing Engine 0"}],"part-number":[{"data":"BUILTIN"}],"serial-number":[{"data":"BUILTIN"}]},
                {"name":[{"data":"FPC 0"}],"version":[{"data":"REV 27"}],"part-number":[{"data":"650-1"}],"serial-number":[{"data":"XH1"}],
                 "description":[{"data":"QFX5120"}],"chassis-sub-module":[
                  {"name":[{"data":"PIC 0"}],"part-number":[{"data":"BUILTIN"}],"serial-number":[{"data":"BUILTIN"}],"chassis-sub-sub-module":[
                    {"name":[{"data":"Xcvr 3"}],"part-number":[{"data":"740-1"}],"serial-number":[{"data":"AQ1"}],"description":[{"data":"SFP+-10G-SR"}]},
                    {"part-number":[{"data":"740-2"}]}]}]},
                {"name":[{"data":"Power Supply 0"}],"part-number":[{"data":"740-3"}],"model-number":[{"data":"JPSU-650W-AC-AFO"}],"serial-number":[{"data":"1G1"}]},
                {"name":[{"data":"Fan Tray 0"}],"description":[{"data":"fan-ctrl-0"}]}]}]}]}
            """#
        let (model, problems) = try Answers.read(HardwareInventory.self, Self.junos, [answer])
        #expect(problems.map(\.detail).count == 1)
        #expect(problems.first?.detail.hasSuffix("chassis-sub-sub-module[1]: no key `name`") == true)
        #expect(
            try Answers.json(model) == #"""
                [{"kind":"chassis","name":"Chassis","model":"QFX5120-48Y-8C","serial_number":"XH1","description":"QFX5120-48Y-8C"},\#
                {"kind":"module","name":"FPC 0","model":"650-1","serial_number":"XH1","revision":"REV 27","description":"QFX5120"},\#
                {"kind":"transceiver","name":"FPC 0 PIC 0 Xcvr 3","model":"740-1","serial_number":"AQ1","description":"SFP+-10G-SR"},\#
                {"kind":"power-supply","name":"Power Supply 0","model":"JPSU-650W-AC-AFO","serial_number":"1G1"}]
                """#
        )
    }

    // MARK: What others recorded

    private static func recorded(_ folder: String, _ name: String) -> [String] {
        SharedFixtures.files(below: "suzieq/\(folder)/junos") { $0.contains(name) && $0.hasSuffix(".json") }
    }

    private func reply(_ path: String) throws -> Reply {
        Reply(command: .get("/x"), body: .json(try JSONSlice(parsing: SharedFixtures.bytes(path))))
    }

    @Test(.enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"))
    func `every recorded answer reads whole`() throws {
        var rows = [0, 0, 0]
        for path in Self.recorded("interfaces", "show_interface_") {
            let model = try Interfaces(from: [reply(path)], of: Self.junos)
            #expect(model.entries.contains { $0.up == true }, "\(path)")
            rows[0] += model.entries.count
        }
        for path in Self.recorded("arpnd", "show_arp_") {
            rows[1] += try ARP(from: [reply(path)], of: Self.junos).entries.count
        }
        for path in Self.recorded("vlan", "show_vlans_detail") {
            rows[2] += try VLANs(from: [reply(path)], of: Self.junos).entries.count
        }
        for path in Self.recorded("device", "show_system_information") {
            let uptime = path.replacing(
                "show_system_information___display_json___no_more",
                with: "show_system_uptime___display_json"
            )
            let facts = try Facts(from: [reply(path), reply(uptime), nil], of: Self.junos)
            #expect(facts.version?.isEmpty == false, "\(path)")
            #expect(facts.hostname?.isEmpty == false, "\(path)")
            #expect(facts.uptime ?? .zero > .zero, "\(path)")
        }
        #expect(rows[0] > 100 && rows[1] > 20 && rows[2] > 5, "\(rows)")
    }

    @Test(.enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"))
    func `addresses are those that suzieq found`() throws {
        for path in SharedFixtures.files(below: "suzieq/arpnd/junos", where: { $0.hasSuffix("expected_suzieq.json") }) {
            let folder = path.replacing("/expected_suzieq.json", with: "")
            let body = try #require(SharedFixtures.files(below: folder) { $0.contains("show_arp") }.first)
            let found = try ARP(from: [reply(body)], of: Self.junos).entries
            let expected = try JSONSlice(parsing: SharedFixtures.bytes(path)).elements
            // suzieq leaves out what it holds for the switch's own; the rest agrees.
            for row in expected {
                guard let address = row["ipAddress"]?.string, !address.contains(":") else { continue }
                let entry = try #require(found.first { $0.address.description == address }, "\(path) \(address)")
                #expect(entry.mac?.description == row["macaddr"]?.string, "\(path) \(address)")
            }
        }
    }

    @Test(.enabled(if: SharedFixtures.isPresent, "no shared/fixtures above the checkout"))
    func `sessions are those that suzieq found`() throws {
        var compared = 0
        for path in Self.recorded("bgp", "show_bgp_neighbor") {
            let summary = path.replacing("neighbor___display_json", with: "summary___display_json___no_more")
            let model = try BGPNeighbors(from: [reply(path), reply(summary)], of: Self.junos)
            let view = path.replacing("show_bgp_neighbor___display_json", with: "expected_suzieq")
            guard !SharedFixtures.files(below: "suzieq/bgp/junos", where: { $0 == view }).isEmpty else {
                #expect(model.entries.isEmpty, "\(path)")
                continue
            }
            let expected = try JSONSlice(parsing: SharedFixtures.bytes(view)).elements
            #expect(model.entries.count == expected.count, "\(path)")
            for row in expected {
                let peer = try #require(row["peer"]?.string)
                let entry = try #require(model.entries.first { $0.neighbor.description == peer }, "\(path) \(peer)")
                let moment: String = "\(path) \(peer)"
                #expect(entry.vrf.description == row["vrf"]?.string, "\(moment)")
                #expect(entry.state == row["state"]?.string, "\(moment)")
                #expect(entry.localAS.map { "\($0.number)" } == row["asn"]?.numberText, "\(moment)")
                #expect(entry.remoteAS.map { "\($0.number)" } == row["peerAsn"]?.numberText, "\(moment)")
                #expect(entry.uptime ?? .zero > .zero, "\(moment)")
                let family = try #require(entry.families.first { $0.name == row["afi"]?.string }, "\(moment)")
                #expect(family.received.map { "\($0)" } == row["pfxRx"]?.numberText, "\(moment)")
                // Of EVPN suzieq has no prefixes sent.
                if family.name == "ipv4" {
                    #expect(family.sent.map { "\($0)" } == row["pfxTx"]?.numberText, "\(moment)")
                }
                compared += 1
            }
        }
        #expect(compared > 10)
    }
}
