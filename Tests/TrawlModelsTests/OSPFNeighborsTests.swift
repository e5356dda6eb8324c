import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct OSPFNeighborsTests {
    let eos = #"""
        {"vrfs":{"default":{"instList":{"1":{"ospfNeighborEntries":[{"routerId":"10.0.0.21","priority":1,"drState":"DR",
          "interfaceName":"Ethernet1","adjacencyState":"full","inactivity":1795208435.5,"interfaceAddress":"10.1.0.2",
          "details":{"areaId":"0.0.0.0","stateTime":1795122000.0,"numberOfStateChanges":6}},
         {"routerId":"10.0.0.22","interfaceName":"Et2","adjacencyState":"2Ways"}]}}},"MGMT":{"instList":{}}}}
        """#
    let nxos = #"""
        {"TABLE_ctx":{"ROW_ctx":[{"ptag":"UNDERLAY","cname":"default","TABLE_nbr":{"ROW_nbr":[{"rid":"10.0.0.21",
          "addr":"10.1.0.2","area":"0.0.0.0","intf":"Eth1/1","state":"FULL","transition":4,"lastchange":"P1D",
          "deadtimer":"PT35S"},{"rid":"10.0.0.22","intf":"Eth1/2","state":"TWOWAY/DROTHER","lastchange":"never"}]}}]}}
        """#

    @Test func `both vendors say the same`() throws {
        let common = #""area":"0.0.0.0","state":"full","full":true,"#
        let expected = #"""
            [{"vrf":"default","instance":"1","neighbor":"10.0.0.21","address":"10.1.0.2","interface":"Ethernet1",\#
            \#(common)"priority":1,"changes":6,"last_change":"2026-11-19T21:00:00.000Z","dead_seconds":35.5},\#
            {"vrf":"default","instance":"1","neighbor":"10.0.0.22","interface":"Ethernet2","state":"2way","full":false}]
            """#
        #expect(try Answers.json(OSPFNeighbors.self, Answers.eos, [eos]) == expected)
        let nexus = #"""
            [{"vrf":"default","instance":"UNDERLAY","neighbor":"10.0.0.21","address":"10.1.0.2","interface":"Ethernet1/1",\#
            \#(common)"changes":4,"last_change":"2026-11-19T21:00:00.000Z","dead_seconds":35},\#
            {"vrf":"default","instance":"UNDERLAY","neighbor":"10.0.0.22","interface":"Ethernet1/2","state":"2way",\#
            "full":false}]
            """#
        #expect(try Answers.json(OSPFNeighbors.self, Answers.nxos, [nxos]) == nexus)
    }

    @Test func `no OSPF is an empty list`() throws {
        #expect(try Answers.json(OSPFNeighbors.self, Answers.eos, [#"{"vrfs":{}}"#]) == "[]")
        #expect(try Answers.json(OSPFNeighbors.self, Answers.nxos, ["{}"]) == "[]")
        let error = DeviceError(.commandRefused, device: "n1", operation: "show ip ospf", detail: "% Invalid command")
        #expect(OSPFNeighbors.isAbsence(error, on: .nxapi))
        #expect(!OSPFNeighbors.isAbsence(error, on: .eapi))
    }

    @Test func `a neighbour that does not fit costs that neighbour`() throws {
        let (model, problems) = try Answers.read(
            OSPFNeighbors.self,
            Answers.eos,
            [eos.replacing("10.0.0.22", with: "x")]
        )
        #expect(model.entries.count == 1)
        #expect(
            problems.map(\.detail) == [
                "ShowIPOSPFNeighbor: vrfs.default.instList.1.ospfNeighborEntries[1].routerId: expected an IP address, found `x`"
            ]
        )
        let nexus = try Answers.read(OSPFNeighbors.self, Answers.nxos, [nxos.replacing("10.0.0.22", with: "x")])
        #expect(nexus.model.entries.count == 1)
        #expect(nexus.problems.count == 1)
    }
}
