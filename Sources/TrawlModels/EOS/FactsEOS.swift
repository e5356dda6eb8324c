import TrawlCore

extension Facts {
    /// What NAPALM asks too, in its order.
    static let eosCommands: [Command] = [
        .cli("show version"),
        .cli("show hostname"),
        .cli("show interfaces"),
    ]

    /// Reads facts from the replies to ``eosCommands``.
    init(eos replies: inout Replies) {
        let version = replies.readIfStructured(EOS.ShowVersion.self, at: 0)
        let host = replies.readIfStructured(EOS.ShowHostname.self, at: 1)
        let interfaces = replies.readIfStructured(EOS.InterfaceNames.self, at: 2)
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
