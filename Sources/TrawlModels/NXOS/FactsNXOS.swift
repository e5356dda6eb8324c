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
    init(nxos replies: inout Replies) {
        let version = replies.readIfStructured(NXOS.ShowVersion.self, at: 0)
        let inventory = replies.readIfStructured(NXOS.ShowInventory.self, at: 1)
        let interfaces = replies.readIfStructured(NXOS.InterfaceNames.self, at: 2)
        let host = replies.readIfStructured(NXOS.ShowHostname.self, at: 3)
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
