public import TrawlCore

/// The configurations of a switch, as text.
public struct Config: NormalizedModel, Hashable {
    /// Collections call it `config`.
    public static let name = "config"

    /// Which configurations, and how much of them.
    public static let arguments = [
        ModelArgument(
            "retrieve",
            .choice(["all", "running", "startup", "candidate"]),
            "Which of them; `all` without it. There never is a candidate, as Trawl opens no configuration session."
        ),
        ModelArgument("full", .boolean, "Whether the running one has its default values too."),
        ModelArgument("sanitized", .boolean, "Whether secrets are `<removed>`."),
    ]

    /// What runs; absent where it was not asked for.
    ///
    /// - Source: `show running-config` on both, with `all` where `full` is asked for, on eAPI with `sanitized`; on NX-API
    ///   without the lines that have the command and the time.
    public var running: String?

    /// What the switch starts with; absent where it was not asked for.
    ///
    /// - Source: `show startup-config` on both; on NX-API without the lines that have the command and the times.
    public var startup: String?

    /// Makes configurations.
    public init(running: String? = nil, startup: String? = nil) {
        self.running = running
        self.startup = startup
    }

    /// One command or two on eAPI and NX-API, none for a candidate; no other dialect has them.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        guard dialect == .eapi || dialect == .nxapi else { return nil }
        let wanted = arguments["retrieve"] ?? "all"
        var commands: [Command] = []
        if wanted == "all" || wanted == "running" {
            let full = arguments.isTrue("full") ? " all" : ""
            let sanitized = dialect == .eapi && arguments.isTrue("sanitized") ? " sanitized" : ""
            commands.append(.cli("show running-config\(full)\(sanitized)", format: .text))
        }
        if wanted == "all" || wanted == "startup" { commands.append(.cli("show startup-config", format: .text)) }
        return commands
    }

    /// Reads the configurations.
    public init(from replies: inout Replies) throws(DeviceError) {
        let dialect = replies.device.dialect
        guard dialect == .eapi || dialect == .nxapi else { throw Self.noSpelling(on: replies.device) }
        self.init()
        for (index, reply) in replies.all.enumerated() {
            guard let reply, var text = replies.text(at: index) else { continue }
            if dialect == .nxapi { text = NXOS.configuration(text) }
            let command = reply.command.title
            // EOS has taken them out of the running one itself.
            let isClean = command.hasSuffix(" sanitized")
            if replies.arguments.isTrue("sanitized"), !isClean { text = Sanitizer.sanitized(text) }
            if command.contains("startup-config") { startup = text } else { running = text }
        }
    }
}

extension Config: NAPALMConvertible {
    /// NAPALM calls it `get_config`.
    public static let napalmGetter = "get_config"

    /// Three texts, empty where they were not asked for.
    public func napalm() -> any Encodable & Sendable {
        ["running": .text(running), "startup": .text(startup), "candidate": ""] as NAPALMValue
    }
}

extension NXOS {
    /// A configuration without the lines that are other ones at every question, and without blank lines around it.
    static func configuration(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Substring in
            let bare = line.hasSuffix("\r") ? line.dropLast() : line
            let isTime = bare.hasPrefix("!Time:")
            return isTime || bare.hasPrefix("!Command: show ") || bare.hasPrefix("Startup config saved at ") ? "" : bare
        }
        let text = lines.joined(separator: "\n")
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return String(text[start..<end])
    }
}
