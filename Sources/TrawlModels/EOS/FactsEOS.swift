import TrawlCore

extension Facts {
    /// What NAPALM asks too, in its order.
    static let eosCommands: [Command] = [
        .cli("show version"),
        .cli("show hostname"),
        .cli("show interfaces"),
    ]

    /// Reads facts from the replies to ``eosCommands``.
    init(eos replies: [Reply?], of device: Device) throws(DeviceError) {
        let version = try replies.read(EOS.ShowVersion.self, at: 0, of: device)
        let host = try replies.read(EOS.ShowHostname.self, at: 1, of: device)
        let interfaces = try replies.read(EOS.InterfaceNames.self, at: 2, of: device)
        self.init(
            vendor: "Arista",
            model: version?.modelName?.unlessBlank,
            serialNumber: version?.serialNumber?.unlessBlank,
            version: version?.version?.unlessBlank,
            internalVersion: version?.internalVersion?.unlessBlank,
            uptime: version?.uptime.flatMap { Seconds($0)?.duration },
            hostname: host?.hostname?.unlessBlank,
            fqdn: host?.fqdn?.unlessBlank,
            interfaces: interfaces?.names.filter { !$0.contains(".") }
        )
    }
}
