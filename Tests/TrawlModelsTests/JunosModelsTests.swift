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
}
