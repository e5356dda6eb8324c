import Testing
import TrawlCore
import TrawlModels

@Suite(.timeLimit(.minutes(1)))
struct EnvironmentTests {
    let version = #"{"modelName":"DCS-7050"}"#
    let cooling = #"""
        {"fanTraySlots":[{"label":"1","status":"ok","speed":40,"fans":[{"label":"1/1","status":"failed"}]},
          {"label":"2","status":"notInserted"}],"powerSupplySlots":[{"label":"PowerSupply1","status":"ok"}]}
        """#
    let heat = #"""
        {"tempSensors":[{"name":"TempSensor1","description":"Cpu","hwStatus":"ok","currentTemperature":96.5,
          "overheatThreshold":95.0,"criticalThreshold":105.0,"inAlertState":false}],
         "cardSlots":[{"tempSensors":[{"name":"TempSensor2/1","currentTemperature":20}]}],"powerSupplySlots":[]}
        """#
    let power =
        #"{"powerSupplies":{"1":{"modelName":"PWR-500","capacity":500.0,"outputPower":90.5,"state":"ok"},"2":{"state":"powerLoss"}}}"#
    let top = """
        top - 17:19:10 up 67 days, 19:57,  0 users,  load average: 0.74, 0.66, 0.74
        Tasks: 298 total,   1 running, 297 sleeping,   0 stopped,   0 zombie
        %Cpu(s):  8.5 us,  1.4 sy,  0.0 ni, 89.7 id,  0.0 wa,  0.3 hi,  0.1 si,  0.0 st
        MiB Mem :   3889.2 total,    150.3 free,   1104.5 used,   2634.4 buff/cache

        """

    @Test func `EOS tells every component`() throws {
        let expected = #"""
            [{"component":"fan","name":"1","ok":false,"status":"ok","speed_percent":40.0},\#
            {"component":"fan","name":"2","status":"notInserted"},\#
            {"component":"fan","name":"PowerSupply1","ok":true,"status":"ok"},\#
            {"component":"power-supply","name":"1","ok":true,"status":"ok","output_watts":90.5,"capacity_watts":500.0,\#
            "description":"PWR-500"},{"component":"power-supply","name":"2","ok":false,"status":"powerLoss"},\#
            {"component":"temperature","name":"TempSensor2/1","ok":true,"temperature_celsius":20.0},\#
            {"component":"temperature","name":"TempSensor1","ok":false,"status":"ok","temperature_celsius":96.5,\#
            "alert_celsius":95.0,"critical_celsius":105.0,"description":"Cpu"},\#
            {"component":"cpu","name":"total","usage_percent":10.3},\#
            {"component":"memory","name":"system","used_bytes":1158152192,"free_bytes":157600972,"total_bytes":4078121779}]
            """#
        #expect(try Answers.json(Environment.self, Answers.eos, [version, cooling, heat, top, power]) == expected)
    }

    @Test(arguments: ["vEOS", "cEOSLab"])
    func `a virtual switch has no power supplies, whatever it says of them`(model: String) throws {
        let virtual = #"{"modelName":"\#(model)"}"#
        let (found, problems) = try Answers.read(Environment.self, Answers.eos, [virtual, cooling, heat, top, "{}"])
        #expect(found.entries(of: .powerSupply).isEmpty)
        #expect(problems.isEmpty)
    }

    @Test func `NAPALM has fans without those of power supplies, and memory in KiB`() throws {
        let (model, _) = try Answers.read(Environment.self, Answers.eos, [version, cooling, heat, top, power])
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(
            napalm.hasPrefix(#"{"fans":{"1":{"status":true},"2":{"status":false}},"temperature":{"TempSensor2/1":"#)
        )
        #expect(napalm.contains(#""TempSensor1":{"temperature":96.5,"is_alert":true,"is_critical":false}"#))
        #expect(napalm.contains(#""2":{"status":false,"capacity":-1.0,"output":-1.0}"#))
        #expect(
            napalm.hasSuffix(#""cpu":{"0":{"%usage":10.3}},"memory":{"available_ram":3982540,"used_ram":1131008}}"#)
        )
    }

    let nxos = #"""
        {"fandetails_3k":{"TABLE_faninfo":{"ROW_faninfo":[{"fanname":"Fan-1","fanmodel":"NXA","fanstatus":"Ok"},
           {"fanname":"PS-1","fanmodel":"------","fanstatus":"Absent"}]}},
         "powersup":{"TABLE_psinfo_n3k":[{"ROW_psinfo_n3k":{"psmodel":"N2200-PAC-400W","watts":" 396.00","ps_status_3k":"ok"}},
           {"ROW_psinfo_n3k":{"psmodel":"------------","actual_out":"    0 W","tot_capa":"    0 W","ps_status_3k":"Absent"}}]},
         "TABLE_tempinfo":{"ROW_tempinfo":[{"tempmod":"1   ","sensor":"ASIC  ","curtemp":"37  ","minthres":"85 ","majthres":"92 ","alarmstatus":"Ok  "},
           {"tempmod":"1","sensor":"ASIC","curtemp":"93","minthres":"85","majthres":"92","alarmstatus":"Major"},
           {"tempmod":"2","sensor":"IN","curtemp":"20","minthres":"N/A","majthres":"45","alarmstatus":"Ok"}]}}
        """#
    let processes = #"{"TABLE_cpu_util":{"ROW_cpu_util":{"idle_percent":"99.99","kernel_percent":"0.00"}}}"#
    let shared = #"""
        {"TABLE_process_tag":{"ROW_process_tag":{"process-memory-share-total-shm-avail":268,
          "process-memory-share-total-shm-size":291,"process-memory-share-total-shm-used":24}}}
        """#
    let resources =
        #"{"memory_usage_total":1000,"memory_usage_used":"400","memory_usage_free":600,"current_memory_status":"OK"}"#

    @Test func `NX-OS tells every component, whatever its series calls the tables`() throws {
        let expected = #"""
            [{"component":"fan","name":"Fan-1","ok":true,"status":"Ok","description":"NXA"},\#
            {"component":"fan","name":"PS-1","status":"Absent"},\#
            {"component":"power-supply","name":"1","ok":true,"status":"ok","output_watts":396.0,"description":"N2200-PAC-400W"},\#
            {"component":"power-supply","name":"2","status":"Absent","output_watts":0.0,"capacity_watts":0.0},\#
            {"component":"temperature","name":"1-1 ASIC","ok":true,"status":"Ok","temperature_celsius":37.0,"alert_celsius":85.0,\#
            "critical_celsius":92.0},\#
            {"component":"temperature","name":"1-2 ASIC","ok":false,"status":"Major","temperature_celsius":93.0,\#
            "alert_celsius":85.0,"critical_celsius":92.0},\#
            {"component":"temperature","name":"2-1 IN","ok":true,"status":"Ok","temperature_celsius":20.0,"critical_celsius":45.0},\#
            {"component":"cpu","name":"total","usage_percent":0.01},\#
            {"component":"memory","name":"system","ok":true,"status":"OK","used_bytes":409600,"free_bytes":614400,\#
            "total_bytes":1024000},\#
            {"component":"memory","name":"shared","used_bytes":25165824,"free_bytes":281018368,"total_bytes":305135616}]
            """#
        let bodies = [nxos, processes, shared, resources]
        #expect(try Answers.json(Environment.self, Answers.nxos, bodies) == expected)
        let (model, _) = try Answers.read(Environment.self, Answers.nxos, bodies)
        let napalm = try Answers.json(AnyEncodable(model.napalm()))
        #expect(napalm.hasPrefix(#"{"fans":{"Fan-1":{"status":true}},"#))
        #expect(napalm.contains(#""1-2 ASIC":{"temperature":93.0,"is_alert":true,"is_critical":true}"#))
        #expect(napalm.contains(#""power":{"1":{"status":true,"capacity":400.0,"output":396.0},"#))
        #expect(napalm.hasSuffix(#""memory":{"available_ram":268000,"used_ram":24000}}"#))
    }

    @Test func `a box without sensors has what it says`() throws {
        let (model, problems) = try Answers.read(Environment.self, Answers.nxos, ["{}", processes, nil, nil])
        #expect(model.entries.map(\.component) == [.processor])
        #expect(problems.isEmpty)
        let eos = try Answers.read(Environment.self, Answers.eos, [nil, nil, nil, nil, nil])
        #expect(eos.model.entries.isEmpty)
    }

    @Test func `a row that does not fit costs that row`() throws {
        let bad = nxos.replacing(#""curtemp":"93""#, with: #""curtemp":"warm""#)
        let (model, problems) = try Answers.read(Environment.self, Answers.nxos, [bad, processes, shared, resources])
        #expect(model.entries(of: .temperature).count == 2)
        #expect(
            problems.map(\.detail) == [
                "ShowEnvironment: TABLE_tempinfo.ROW_tempinfo[1].curtemp: expected a number, found `warm`"
            ]
        )
        let odd = try Answers.read(Environment.self, Answers.eos, [version, cooling, heat, "no head", power])
        #expect(odd.problems.map(\.operation) == ["show processes top once", "show processes top once"])
        #expect(odd.model.entries(of: .fan).count == 3)
    }

    @Test func `memory is in bytes`() throws {
        let eos = #"{"memTotal":8155180,"memFree":4000000}"#
        let expected = #"{"total_bytes":8350904320,"used_bytes":4254904320,"free_bytes":4096000000}"#
        #expect(try Answers.json(Memory.self, Answers.eos, [eos]) == expected)
        let nexus = #"{"total_bytes":1024000,"used_bytes":409600,"free_bytes":614400,"status":"OK"}"#
        #expect(try Answers.json(Memory.self, Answers.nxos, [resources]) == nexus)
        for (device, body) in [
            (Answers.eos, version), (Answers.nxos, "{}"), (Answers.nxos, #"{"memory_usage_total":"x"}"#),
        ] {
            let error = #expect(throws: DeviceError.self) { try Answers.json(Memory.self, device, [body]) }
            #expect(error?.code == .wrongShape)
        }
    }
}
