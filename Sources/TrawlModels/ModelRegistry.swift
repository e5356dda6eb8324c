/// The normalised models, by the name that `model:` takes.
public struct ModelRegistry: Sendable {
    /// Every model, in the order of the documentation.
    ///
    /// A new model is one line here.
    public static let all: [any NormalizedModel.Type] = [
        Facts.self,
        Interfaces.self,
        InterfaceCounters.self,
        InterfaceAddresses.self,
        ARP.self,
        MACTable.self,
        VLANs.self,
        VRFs.self,
        LLDPNeighbors.self,
        LLDPNeighborsDetail.self,
        BGPNeighbors.self,
        BGPNeighborsDetail.self,
        OSPFNeighbors.self,
        Environment.self,
        Memory.self,
        Optics.self,
        HardwareInventory.self,
        RoutesTo.self,
        CDPNeighbors.self,
        PortChannels.self,
        MLAG.self,
        NTPServers.self,
        NTPPeers.self,
        NTPAssociations.self,
        SNMP.self,
        Users.self,
        Config.self,
    ]

    /// The model of this name, or `nil` where there is none.
    public static func model(named name: String) -> (any NormalizedModel.Type)? {
        all.first { $0.name == name }
    }
}
