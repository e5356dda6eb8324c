import TrawlCore

extension Facts {
    /// Three RPCs, of which the last one is what `interfaces` asks, too.
    static let junosCommands: [Command] = [
        .get("/get-system-information"),
        .get("/get-system-uptime-information"),
        .get("/get-interface-information"),
    ]

    /// Reads facts from the replies to ``junosCommands``.
    init(junos replies: inout Replies) {
        let system = replies.readIfStructured(Junos.SystemInformation.self, at: 0)
        let uptime = replies.readIfStructured(Junos.SystemUptime.self, at: 1)
        let interfaces = replies.readIfStructured(Junos.InterfaceInformation.self, at: 2)
        let name = system?.hostname
        self.init(
            vendor: "Juniper",
            model: system?.model,
            serialNumber: system?.serialNumber,
            version: system?.version,
            uptime: uptime?.seconds.flatMap { Seconds($0)?.duration },
            hostname: name.map { String($0.prefix { $0 != "." }) },
            fqdn: name.flatMap { $0.contains(".") ? $0 : nil },
            interfaces: interfaces?.interfaces.map(\.name)
        )
    }
}
