import Foundation
import Testing
import TrawlCore
import TrawlJSON
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct FactsTests {
    private let leaf = Device(name: "leaf1", address: "192.0.2.1", dialect: .eapi)
    private let nexus = Device(name: "nexus1", address: "192.0.2.2", dialect: .nxapi)

    private func facts(_ device: Device, _ bodies: [String?]) throws -> Facts {
        let commands = Facts.commands(for: device.dialect) ?? []
        let replies = try zip(commands, bodies).map { command, body -> Reply? in
            guard let body else { return nil }
            return Reply(command: command, body: .json(try JSONSlice(parsing: Array(body.utf8))))
        }
        return try Facts(from: replies, of: device)
    }

    private func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    // MARK: EOS

    private let eos = [
        #"{"modelName":"DCS-7050","serialNumber":"JPE1","version":"4.30.1F","internalVersion":"4.30.1F-1.4301F","uptime":5860361.78}"#,
        #"{"hostname":"leaf1","fqdn":"leaf1.dc1.example.net"}"#,
        #"{"interfaces":{"Ethernet10":{},"Ethernet2":{},"Ethernet2.100":{},"Management1":{},"Ethernet1/1":{}}}"#,
    ]

    @Test func `EOS says what it is`() throws {
        let expected = Facts(
            vendor: "Arista",
            model: "DCS-7050",
            serialNumber: "JPE1",
            version: "4.30.1F",
            internalVersion: "4.30.1F-1.4301F",
            uptime: .seconds(5_860_361.78),
            hostname: "leaf1",
            fqdn: "leaf1.dc1.example.net",
            interfaces: ["Ethernet1/1", "Ethernet2", "Ethernet10", "Management1"]
        )
        #expect(try facts(leaf, eos) == expected)
    }

    @Test func `records have whole words and no fields for what is unknown`() throws {
        let whole = try json(try facts(leaf, eos))
        #expect(
            whole == """
                {"fqdn":"leaf1.dc1.example.net","hostname":"leaf1","interfaces":\
                ["Ethernet1/1","Ethernet2","Ethernet10","Management1"],"internal_version":"4.30.1F-1.4301F",\
                "model":"DCS-7050","serial_number":"JPE1","uptime_seconds":5860361.78,"vendor":"Arista",\
                "version":"4.30.1F"}
                """
        )
        #expect(try json(Facts(vendor: "Arista")) == #"{"vendor":"Arista"}"#)
        #expect(try json(Facts(vendor: "x", uptime: .seconds(60))) == #"{"uptime_seconds":60,"vendor":"x"}"#)
    }

    @Test func `facts read back as they were written`() throws {
        let facts = try facts(leaf, eos)
        let text = Array(try json(facts).utf8)
        #expect(try JSONSlice(parsing: text).decode(Facts.self) == facts)
        #expect(throws: (any Error).self) {
            try JSONSlice(parsing: Array(#"{"vendor":"x","uptime_seconds":-1}"#.utf8)).decode(Facts.self)
        }
    }

    @Test func `a failed command leaves its fields out`() throws {
        #expect(
            try facts(leaf, [nil, eos[1], nil])
                == Facts(vendor: "Arista", hostname: "leaf1", fqdn: "leaf1.dc1.example.net")
        )
        #expect(try facts(leaf, [nil, nil, eos[2]]).interfaces?.count == 4)
    }

    @Test func `empty words are no words`() throws {
        let veos = #"{"modelName":"vEOS","serialNumber":"","mfgName":"","version":" ","uptime":-5,"future":[1]}"#
        #expect(try facts(leaf, [veos, "{}", nil]) == Facts(vendor: "Arista", model: "vEOS"))
    }

    @Test(arguments: ["1e300", "9.3e15", "-1"])
    func `an uptime that is no time is left out`(uptime: String) throws {
        #expect(try facts(leaf, [#"{"uptime":\#(uptime)}"#, nil, nil]).uptime == nil)
    }

    @Test(arguments: [
        (#"{"modelName":7}"#, "EOSShowVersion", "modelName"), ("[]", "object", "object"),
        (#"{"uptime":"long"}"#, "Double", "uptime"),
    ])
    func `another shape is an error that names the place`(body: String, expected: String, path: String) throws {
        let error = #expect(throws: DeviceError.self) { try facts(leaf, [body, eos[1], eos[2]]) }
        #expect(error?.code == .wrongShape)
        #expect(error?.device == "leaf1")
        #expect(error?.operation == "show version")
        #expect(error?.detail.contains(path) == true)
    }

    @Test func `no answer at all is an error`() throws {
        #expect(throws: DeviceError.self) { try facts(leaf, [nil, nil, nil]) }
        #expect(throws: DeviceError.self) { try Facts(from: [], of: leaf) }
    }

    @Test func `a command that only has text is left out`() throws {
        let commands = try #require(Facts.commands(for: .eapi))
        let host = Reply(command: commands[1], body: .json(try JSONSlice(parsing: Array(eos[1].utf8))))
        let text = Reply(command: commands[0], body: .text("Arista DCS-7050"))
        #expect(try Facts(from: [text, host], of: leaf).hostname == "leaf1")
        #expect(try Facts(from: [text, host], of: leaf).model == nil)
    }

    @Test func `other dialects have no facts`() {
        #expect(Facts.commands(for: .http) == nil)
        #expect(Facts.commands(for: .eapi)?.map(\.title) == ["show version", "show hostname", "show interfaces"])
        #expect(
            Facts.commands(for: .nxapi)?.map(\.title)
                == ["show version", "show inventory", "show interface", "show hostname"]
        )
        let server = Device(name: "s", address: "192.0.2.3", dialect: .http)
        #expect(throws: DeviceError.self) { try facts(server, []) }
    }

    // MARK: NX-OS

    private let nxos = [
        #"""
        {"nxos_ver_str":"9.3(2)","kickstart_ver_str":"9.3(2)","chassis_id":"Nexus9000 C93180YC-FX Chassis",
         "proc_board_id":"FDO1","host_name":"nexus1","kern_uptm_days":"2","kern_uptm_hrs":"0","kern_uptm_mins":18,
         "kern_uptm_secs":56,"rr_sys_ver":"7.0(3)I4(5)"}
        """#,
        #"{"TABLE_inv":{"ROW_inv":[{"name":"\"Chassis\"","serialnum":"FDO2"},{"name":"Fan 1","serialnum":"N/A"}]}}"#,
        #"{"TABLE_interface":{"ROW_interface":[{"interface":"mgmt0"},{"interface":"Ethernet1/10"},{"interface":"Ethernet1/2"},{"interface":"mgmt0"}]}}"#,
        #"{"hostname":"nexus1.dc1.example.net"}"#,
    ]

    @Test func `NX-OS says what it is`() throws {
        let expected = Facts(
            vendor: "Cisco",
            model: "Nexus9000 C93180YC-FX Chassis",
            serialNumber: "FDO2",
            version: "9.3(2)",
            uptime: .seconds(2 * 86400 + 18 * 60 + 56),
            hostname: "nexus1",
            fqdn: "nexus1.dc1.example.net",
            interfaces: ["mgmt0", "Ethernet1/10", "Ethernet1/2"]
        )
        #expect(try facts(nexus, nxos) == expected)
    }

    @Test(arguments: [
        (#"{"sys_ver_str":"7.3(1)","kickstart_ver_str":"7.3(0)"}"#, "7.3(1)"),
        (#"{"nxos_ver_str":"10.2(1)"}"#, "10.2(1)"),
        (#"{"kickstart_ver_str":"7.0(3)I4(1)","rr_sys_ver":"7.0(3)I4(5)"}"#, "7.0(3)I4(1)"),
        (#"{"sys_ver_str":"N/A","kickstart_ver_str":" 6.0 "}"#, "6.0"),
        (#"{"rr_sys_ver":"7.0(3)I4(5)"}"#, nil),
        ("{}", nil),
    ])
    func `the release is where the train keeps it`(body: String, version: String?) throws {
        #expect(try facts(nexus, [body, nil, nil, nil]).version == version)
    }

    @Test(arguments: [
        (#"{"kern_uptm_secs":5}"#, Duration.seconds(5)), (#"{"kern_uptm_days":1}"#, .seconds(86400)),
        (#"{"kern_uptm_days":9223372036854775807}"#, nil), (#"{"host_name":"x"}"#, nil),
    ])
    func `uptime is the sum of what is given`(body: String, uptime: Duration?) throws {
        #expect(try facts(nexus, [body, nil, nil, nil]).uptime == uptime)
    }

    @Test func `without a chassis in the inventory the processor board's serial number stands in`() throws {
        #expect(try facts(nexus, [nxos[0], nil, nil, nil]).serialNumber == "FDO1")
        #expect(try facts(nexus, [nxos[0], #"{"TABLE_inv":""}"#, nil, nil]).serialNumber == "FDO1")
        #expect(try facts(nexus, [nil, nxos[1], nil, nil]).serialNumber == "FDO2")
    }

    @Test func `without show version the name's first label is the name`() throws {
        let facts = try facts(nexus, [nil, nil, nil, nxos[3]])
        #expect(facts == Facts(vendor: "Cisco", hostname: "nexus1", fqdn: "nexus1.dc1.example.net"))
    }

    @Test func `an answer without a table has no interfaces`() throws {
        #expect(try facts(nexus, [nil, nil, "{}", nil]).interfaces == nil)
    }

    // MARK: NAPALM

    @Test func `NAPALM knows no absence`() throws {
        #expect(Facts.napalmGetter == "get_facts")
        let unknown =
            #"{"fqdn":"","hostname":"","interface_list":[],"model":"","os_version":"","serial_number":"","uptime":-1,"vendor":"Cisco"}"#
        #expect(try json(NAPALMFacts(Facts(vendor: "Cisco"))) == unknown)
        let whole = try json(NAPALMFacts(try facts(leaf, eos)))
        #expect(whole.contains(#""os_version":"4.30.1F-1.4301F""#))
        #expect(whole.contains(#""uptime":5860361.78"#))
        #expect(NAPALMFacts(try facts(nexus, nxos)).osVersion == "9.3(2)")
    }

    @Test func `an outcome's model is found as NAPALM's`() throws {
        let model: any Encodable & Sendable = try facts(nexus, nxos)
        let convertible = try #require(model as? any NAPALMConvertible)
        #expect(type(of: convertible).napalmGetter == "get_facts")
        #expect(convertible.napalm() is NAPALMFacts)
    }
}
