import Testing
import TrawlCore
import TrawlModels

/// When a refusal means that there is none of what a model asks for.
@Suite(.timeLimit(.minutes(1)))
struct AbsenceTests {
    private func error(_ code: DeviceError.Code, _ words: String, during operation: String) -> DeviceError {
        DeviceError(code, device: "leaf1", operation: operation, detail: words)
    }

    @Test(arguments: [
        ("% LLDP is not enabled", true), ("% Invalid command", true), ("Invalid params", true),
        ("% Permission denied for the role", false), ("% Ambiguous command", false), ("Unexpected trouble", false),
    ])
    func `NX-OS without LLDP has no neighbours`(words: String, isAbsence: Bool) {
        let refusal = error(.commandRefused, words, during: "show lldp neighbors detail")
        #expect(LLDPNeighbors.isAbsence(refusal, on: .nxapi) == isAbsence)
        #expect(LLDPNeighborsDetail.isAbsence(refusal, on: .nxapi) == isAbsence)
    }

    @Test(arguments: [
        ("LLDP is not enabled", true), ("Invalid input (at token 1: 'lldp')", false),
        ("Invalid input (privileged mode required)", false),
    ])
    func `EOS knows its commands whether a feature is on or not`(words: String, isAbsence: Bool) {
        let refusal = error(.commandRefused, words, during: "show lldp neighbors")
        #expect(LLDPNeighbors.isAbsence(refusal, on: .eapi) == isAbsence)
    }

    @Test func `only the command about IPv6 may be refused`() {
        let none = "No IPv6 configured interfaces"
        #expect(InterfaceAddresses.isAbsence(error(.commandFailed, none, during: "show ipv6 interface"), on: .eapi))
        #expect(!InterfaceAddresses.isAbsence(error(.commandFailed, none, during: "show ip interface"), on: .eapi))
        let denied = error(.commandFailed, "Authorization denied: IPv6 not configured", during: "show ipv6 interface")
        #expect(!InterfaceAddresses.isAbsence(denied, on: .eapi))
    }

    @Test(arguments: [
        ("show ip route vrf A 10.0.0.0/8 detail", "VRF 'A' is not active", true),
        ("show ip bgp 10.0.0.0/8 vrf A", "BGP inactive", true),
        ("show ip route vrf A 10.0.0.0/8 detail", "Invalid input (privileged mode required)", false),
        ("show vrf", "BGP inactive", false), ("show ip route 10.0.0.0/8 vrf all", "Route not found", true),
        ("show ip route 10.0.0.0/8 vrf A", "VRF A not found", false),
    ])
    func `a VRF without routing has no routes`(command: String, words: String, isAbsence: Bool) {
        #expect(RoutesTo.isAbsence(error(.commandFailed, words, during: command), on: .eapi) == isAbsence)
    }

    @Test func `what is no refusal is no absence`() {
        let late = error(.requestTimeout, "not enabled", during: "show lldp neighbors")
        #expect(!late.saysNone)
    }
}
