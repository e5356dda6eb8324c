public import TrawlCore

/// Which operating system a simulated switch plays.
public enum SimulatedPlatform: String, Sendable, Hashable, CaseIterable {
    /// Arista EOS, asked over eAPI.
    case eos
    /// Cisco NX-OS, asked over NX-API.
    case nxos
    /// SONiC, asked over RESTCONF.
    case sonic
    /// Cumulus Linux, asked over NVUE.
    case cumulus
    /// Junos, asked over its REST API.
    case junos

    /// What its API speaks.
    public var dialect: DialectName {
        switch self {
        case .eos: .eapi
        case .nxos: .nxapi
        case .sonic: .restconf
        case .cumulus: .nvue
        case .junos: .junos
        }
    }

    /// The label `vendor` of its devices.
    public var vendor: String {
        switch self {
        case .eos: "arista"
        case .nxos: "cisco"
        case .sonic: "sonic"
        case .cumulus: "nvidia"
        case .junos: "juniper"
        }
    }
}

extension SimulatedPlatform {
    /// What LLDP says of a device.
    var systemDescription: String {
        switch self {
        case .eos: "Arista Networks EOS version \(EOSSystem.version) running on an Arista Networks switch"
        case .nxos: "Cisco Nexus Operating System (NX-OS) Software \(NXOSSystem.version)"
        case .sonic: "SONiC Software Version: SONiC.202311"
        case .cumulus: "Cumulus Linux version 5.11.0 running on Mellanox"
        case .junos: "Juniper Networks, Inc. qfx5120 Ethernet Switch, kernel JUNOS 22.4R2"
        }
    }
}
