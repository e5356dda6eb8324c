import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct OpticsTests {
    let eos = #"""
        {"interfaces":{"Ethernet1":{"mediaType":"100GBASE-SR4","vendorSn":"XMD1","updateTime":1000.5,"temperature":35.25,
          "voltage":3.27,"txBias":6.3,"txPower":-0.91,"rxPower":-1.8},"Ethernet2":{},"Ethernet3":{"mediaType":"100GBASE-CR4"}}}
        """#

    @Test func `EOS tells modules, and NAPALM the empty ports too`() throws {
        let expected = #"""
            [{"interface":"Ethernet1","media":"100GBASE-SR4","rx_power_dbm":-1.8,"tx_power_dbm":-0.91,"tx_bias_ma":6.3,\#
            "temperature_celsius":35.25,"voltage_volts":3.27,"serial_number":"XMD1","measured":"1970-01-01T00:16:40.500Z"},\#
            {"interface":"Ethernet3","media":"100GBASE-CR4"}]
            """#
        #expect(try Answers.json(Optics.self, Answers.eos, [eos]) == expected)
        let (model, _) = try Answers.read(Optics.self, Answers.eos, [eos])
        #expect(model.emptyPorts.map(\.description) == ["Ethernet2"])
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(
            napalm.hasPrefix(
                #"{"Ethernet1":{"physical_channels":{"channel":[{"index":0,"state":{"input_power":{"instant":-1.8,"avg":0"#
            )
        )
        #expect(
            napalm.contains(
                #""Ethernet2":{"physical_channels":{"channel":[{"index":0,"state":{"input_power":{"instant":0"#
            )
        )
        #expect(try Answers.json(Optics.self, Answers.eos, [#"{"interfaces":{}}"#]) == "[]")
    }

    let nxos = #"""
        {"TABLE_interface":{"ROW_interface":[{"interface":"Ethernet1/1","sfp":"not present"},
         {"interface":"Ethernet1/2","sfp":"present","type":"QSFP-100G-SR4","name":"CISCO ","partnum":"FT ","serialnum":"FIW ",
          "TABLE_lane":{"ROW_lane":[{"lane_number":"1","temperature":"27.82","voltage":"3.28","current":"7.22","tx_pwr":"0.23",
           "rx_pwr":"-1.43"},{"lane_number":"2","temperature":"27.82","tx_pwr":"N/A","rx_pwr":"-2.00"}]}},
         {"interface":"Ethernet1/3","sfp":"present","type":"SFP-H10GB-CU1M","serialnum":"TED"}]}}
        """#

    @Test func `NX-OS tells a lane an entry, the same in rows and in text`() throws {
        let expected = #"""
            [{"interface":"Ethernet1/2","lane":1,"media":"QSFP-100G-SR4","rx_power_dbm":-1.43,"tx_power_dbm":0.23,\#
            "tx_bias_ma":7.22,"temperature_celsius":27.82,"voltage_volts":3.28,"serial_number":"FIW","vendor":"CISCO",\#
            "part_number":"FT"},\#
            {"interface":"Ethernet1/2","lane":2,"media":"QSFP-100G-SR4","rx_power_dbm":-2.0,"temperature_celsius":27.82,\#
            "serial_number":"FIW","vendor":"CISCO","part_number":"FT"},\#
            {"interface":"Ethernet1/3","media":"SFP-H10GB-CU1M","serial_number":"TED"}]
            """#
        #expect(try Answers.json(Optics.self, Answers.nxos, [nxos]) == expected)
        let text = """
            Ethernet1/1
                transceiver is not present

            Ethernet1/2
                transceiver is present
                type is QSFP-100G-SR4
                name is CISCO
                part number is FT
                serial number is FIW
                cisco part number is 10-3142-02

            Lane Number:1 Network Lane
                       SFP Detail Diagnostics Information (internal calibration)
              ----------------------------------------------------------------------------
                            Current              Alarms                  Warnings
                            Measurement     High        Low         High          Low
              ----------------------------------------------------------------------------
              Temperature   27.82 C        75.00 C     -5.00 C     70.00 C        0.00 C
              Voltage        3.28 V         3.63 V      2.97 V      3.46 V        3.13 V
              Current        7.22 mA       10.00 mA     2.50 mA     9.50 mA       3.00 mA
              Tx Power       0.23 dBm       3.39 dBm   -8.40 dBm    2.39 dBm     -7.40 dBm
              Rx Power      -1.43 dBm       3.39 dBm  -14.31 dBm    2.39 dBm    -10.31 dBm
              Transmit Fault Count = 0

            Lane Number:2 Network Lane
              Temperature   27.82 C        75.00 C     -5.00 C     70.00 C        0.00 C
              Tx Power       N/A            3.39 dBm   -8.40 dBm    2.39 dBm     -7.40 dBm
              Rx Power      -2.00 dBm       3.39 dBm  -14.31 dBm    2.39 dBm    -10.31 dBm

            Ethernet1/3
                transceiver is present
                type is SFP-H10GB-CU1M
                serial number is TED
                DOM is not supported

            """
        #expect(try Answers.json(Optics.self, Answers.nxos, [text]) == expected)
        #expect(try Answers.json(Optics.self, Answers.nxos, [#"{"TABLE_interface":""}"#]) == "[]")
    }

    @Test func `a port that does not fit costs that port`() throws {
        let bad = nxos.replacing("27.82", with: "warm")
        let (model, problems) = try Answers.read(Optics.self, Answers.nxos, [bad])
        #expect(model.entries.map(\.interface.description) == ["Ethernet1/2", "Ethernet1/3"])
        #expect(problems.count == 2)
        let arista = eos.replacing("-0.91", with: #""bright""#)
        let rest = try Answers.read(Optics.self, Answers.eos, [arista])
        #expect(rest.model.entries.map(\.interface.description) == ["Ethernet3"])
        #expect(
            rest.problems.first?.detail.hasPrefix("ShowInterfacesTransceiver: interfaces.Ethernet1.txPower:") == true
        )
    }
}
