import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct HardwareInventoryTests {
    let eos = #"""
        {"systemInformation":{"name":"DCS-7508","description":"8 slot chassis","hardwareRev":"01.00","serialNum":"JPE1"},
         "cardSlots":{"Linecard3":{"modelName":"7500E-36Q","serialNum":"JPE3","hardwareRev":"02.00"},"Linecard4":{"modelName":"Not Inserted","serialNum":""}},
         "powerSupplySlots":{"1":{"name":"PWR-3KW","serialNum":"K1"}},"fanTraySlots":{"1":{"name":"FAN-7000H-F","numFans":1,"serialNum":"N/A"}},
         "xcvrSlots":{"10":{"mfgName":"Arista Networks","modelName":"SFP-10G-SR","serialNum":"XK10","hardwareRev":"0002"},
           "2":{"mfgName":"Arista Networks","modelName":"SFP-10G-SR","serialNum":"XK2"},"3":{"mfgName":"Not Present","modelName":"","serialNum":""}},
         "storageDevices":{}}
        """#

    @Test func `EOS tells the parts that are there`() throws {
        let expected = #"""
            [{"kind":"chassis","name":"Chassis","model":"DCS-7508","serial_number":"JPE1","revision":"01.00",\#
            "description":"8 slot chassis"},\#
            {"kind":"module","name":"Linecard3","model":"7500E-36Q","serial_number":"JPE3","revision":"02.00"},\#
            {"kind":"power-supply","name":"1","model":"PWR-3KW","serial_number":"K1"},\#
            {"kind":"fan","name":"1","model":"FAN-7000H-F"},\#
            {"kind":"transceiver","name":"Ethernet2","model":"SFP-10G-SR","serial_number":"XK2",\#
            "description":"Arista Networks"},\#
            {"kind":"transceiver","name":"Ethernet10","model":"SFP-10G-SR","serial_number":"XK10","revision":"0002",\#
            "description":"Arista Networks"}]
            """#
        #expect(try Answers.json(HardwareInventory.self, Answers.eos, [eos]) == expected)
        let (model, problems) = try Answers.read(HardwareInventory.self, Answers.eos, ["{}"])
        #expect(model.entries.isEmpty)
        #expect(problems.map(\.code) == [.wrongShape])
    }

    let parts = #"""
        {"TABLE_inv":{"ROW_inv":[{"name":"\"Chassis\"","desc":"\"Nexus9000 Chassis\"","productid":"N9K-C93180","vendorid":"V01","serialnum":"FDO1"},
          {"name":"Slot 1","desc":"Module","productid":"N9K-C93180","vendorid":"V01","serialnum":"FDO1"},
          {"name":"Power Supply 1","productid":"NXA-PAC","serialnum":"ART1"},{"name":"Fan 1","productid":"NXA-FAN","vendorid":"","serialnum":"N/A"},
          {"desc":"nameless"}]}}
        """#
    let optics = #"""
        {"TABLE_interface":{"ROW_interface":[{"interface":"Eth1/1","sfp":"not present"},
          {"interface":"Eth1/2","sfp":"present","type":"10Gbase-SR","partnum":"FTLX ","rev":"A ","serialnum":"AGD "}]}}
        """#

    @Test func `NX-OS tells parts and transceivers, and a part without a place costs itself`() throws {
        let (model, problems) = try Answers.read(HardwareInventory.self, Answers.nxos, [parts, optics])
        let expected = #"""
            [{"kind":"chassis","name":"Chassis","model":"N9K-C93180","serial_number":"FDO1","revision":"V01",\#
            "description":"Nexus9000 Chassis"},\#
            {"kind":"module","name":"Slot 1","model":"N9K-C93180","serial_number":"FDO1","revision":"V01",\#
            "description":"Module"},\#
            {"kind":"power-supply","name":"Power Supply 1","model":"NXA-PAC","serial_number":"ART1"},\#
            {"kind":"fan","name":"Fan 1","model":"NXA-FAN"},\#
            {"kind":"transceiver","name":"Ethernet1/2","model":"FTLX","serial_number":"AGD","revision":"A",\#
            "description":"10Gbase-SR"}]
            """#
        #expect(try Answers.json(model) == expected)
        #expect(
            problems.map(\.detail) == [
                "ShowInventory: TABLE_inv.ROW_inv[4].name: expected the place of a part, found none"
            ]
        )
        #expect(try Answers.json(HardwareInventory.self, Answers.nxos, ["{}", nil]) == "[]")
    }
}
