import TrawlCore

extension Facts {
    /// What NAPALM asks too.
    static let nxosCommands: [Command] = [
        .cli("show version"),
        .cli("show inventory"),
        .cli("show interface"),
        .cli("show hostname"),
    ]

    /// Reads facts from the replies to ``nxosCommands``.
    init(nxos replies: [Reply?], of device: Device) throws(DeviceError) {
        let version = try replies.read(NXOS.ShowVersion.self, at: 0, of: device)
        let inventory = try replies.read(NXOS.ShowInventory.self, at: 1, of: device)
        let interfaces = try replies.read(NXOS.InterfaceNames.self, at: 2, of: device)
        let host = try replies.read(NXOS.ShowHostname.self, at: 3, of: device)
        let fullName = host?.hostname?.unlessBlank
        let chassis = inventory?.chassis?.serialNumber?.unlessBlank
        let names = interfaces?.names ?? []
        self.init(
            vendor: "Cisco",
            model: version?.chassis?.unlessBlank,
            serialNumber: chassis ?? version?.processorBoard?.unlessBlank,
            version: version?.version,
            uptime: version?.uptime,
            hostname: version?.hostname?.unlessBlank ?? fullName.map { String($0.prefix { $0 != "." }) },
            fqdn: fullName,
            // A switch without any interface does not exist; a release without this table does.
            interfaces: names.isEmpty ? nil : names
        )
    }
}
