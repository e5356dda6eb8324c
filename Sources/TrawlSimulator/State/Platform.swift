public import TrawlCore

/// Which operating system a simulated switch plays.
public enum SimulatedPlatform: String, Sendable, Hashable, CaseIterable {
    /// Arista EOS, asked over eAPI.
    case eos
    /// Cisco NX-OS, asked over NX-API.
    case nxos

    /// What its API speaks.
    public var dialect: DialectName { self == .eos ? .eapi : .nxapi }

    /// The label `vendor` of its devices.
    public var vendor: String { self == .eos ? "arista" : "cisco" }
}
