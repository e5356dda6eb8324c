import ArgumentParser
import Trawl
import TrawlCollections
import TrawlOutputs

/// `trawl ask`: a question now, without a collection file.
struct AskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Asks commands without a collection file.",
        discussion: """
            Each command is one argument: trawl ask "show version" "show ip arp". Devices come from the inventory, or \
            are the one that --address names. For dialect http and nvue a command is a path, such as /api/system; for \
            restconf it is one such as ietf-interfaces:interfaces, for nxapi-rest one such as class/l1PhysIf or \
            mo/sys, for junos an RPC such as get-software-information. Only reads are sent; what changes a device needs a collection that says so.
            """
    )

    @Argument(help: "Commands; paths or RPCs where the dialect has those.")
    var commands: [String]

    @OptionGroup var selection: SelectionOptions

    @Option(help: "A device that is in no inventory.")
    var address: String?

    @Option(help: "What that device speaks: eapi, nxapi, nxapi-rest, restconf, nvue, junos, http, or auto to find out.")
    var dialect = "eapi"

    @Option(help: "That device's port; by default the dialect's.")
    var port: Int?

    @Option(name: .shortAndLong, help: "The user to log in with; the password is asked for.")
    var username: String?

    @Option(help: "The authorities that may sign that device's certificate, as a PEM file.")
    var caFile: String?

    @Flag(help: "Does not check that device's certificate.")
    var insecure = false

    @Flag(help: "Asks for what the command line would print.")
    var text = false

    @OptionGroup var flags: OutputFlags

    func validate() throws {
        guard address == nil else {
            if selection.inventory != nil { throw ValidationError("`--address` and `--inventory` exclude each other") }
            return
        }
        if username != nil || caFile != nil || insecure || port != nil {
            throw ValidationError("`--username`, `--ca-file`, `--insecure` and `--port` go with `--address`")
        }
    }

    mutating func run() async throws {
        try flags.checkDestination()
        let (devices, inventory) = try chosenDevices()
        let collection = collection
        var plan = try Stop.planning { () throws(PlanError) in
            try Plan(collections: [collection], devices: devices)
        }
        try flags.checkGetters(of: plan)
        if let concurrency = flags.concurrency { plan.concurrency = concurrency }
        if let timeout = flags.timeout { plan.runTimeout = timeout.duration }
        if let inventory {
            let inputs = SecretInputs(inventory: inventory)
            let resolved = try await inputs.resolvingSecrets(for: plan.entries.map(\.device))
            for index in plan.entries.indices { plan.entries[index].device = resolved[index] }
        }
        try await PromptedLogins(typed: inventory?.promptedCredentials ?? [Self.typedCredential]).prove(&plan)
        let hints = address == nil ? [:] : AddressHints.hints(hasUser: username != nil)
        let status = try await RunSession(plan: plan, flags: flags, hints: hints).run()
        if status != .ok { throw ExitCode(status.rawValue) }
    }

    /// The name of the credential that `--username` makes.
    private static let typedCredential = "--username"

    private var collection: RequestCollection {
        let format: ReplyFormat? = text ? .text : nil
        let requests = commands.map { line in
            var spellings: [DialectName: Command] = [:]
            if line.hasPrefix("/") {
                spellings[.http] = .get(line, format: format)
                spellings[.nvue] = .get(line, format: format)
            } else if let objects = Self.objects(line) {
                spellings[.nxapiREST] = .objects(objects, format: format)
            } else if line.hasPrefix("get-") {
                spellings[.junos] = .junos(line, format: format)
            } else if !line.contains(" "), let path = Self.restconfPath(line) {
                spellings[.restconf] = .restconf(path, format: format)
            } else {
                spellings[.eapi] = .cli(line, format: format)
                spellings[.nxapi] = .cli(line, format: format)
            }
            return Request(name: line, commands: spellings)
        }
        return RequestCollection(name: "ask", requests: requests)
    }

    /// The objects of a command such as `class/l1PhysIf`; `nil` for any other command.
    private static func objects(_ line: String) -> ManagedObjects? {
        line.hasPrefix("/") ? nil : ManagedObjects(line)
    }

    /// The path of a command such as `ietf-interfaces:interfaces`; `nil` for any other command.
    private static func restconfPath(_ line: String) -> RESTCONFPath? {
        guard line.contains(":") else { return nil }
        // What is no path is a command line, which the plan judges.
        return try? RESTCONFPath(line)
    }

    private func chosenDevices() throws -> ([Device], Inventory?) {
        guard let address else {
            let inventory = try selection.readInventory()
            return (try selection.select(from: inventory), inventory)
        }
        let name = DialectName(rawValue: dialect)
        let known = DialectRegistry.dialect(named: name)
        guard known != nil || name == .auto else {
            let names = (DialectRegistry.all.map(\.name) + [.auto]).map(\.rawValue).joined(separator: ", ")
            throw Stop(.unusable, "error: unknown dialect `\(dialect)`", "  hint: there are \(names)")
        }
        var credential: Credential?
        if let username {
            guard let password = Terminal.askForSecret("password of \(username) on \(address)") else {
                throw Stop(.unusable, "error: no password was entered")
            }
            credential = Credential(name: Self.typedCredential, username: username, password: Secret(password))
        }
        let device = Device(
            name: address,
            address: address,
            port: port ?? known?.defaultPort(for: .https) ?? 0,
            dialect: name,
            credential: credential,
            tls: TLSPolicy(verify: !insecure, caFile: caFile)
        )
        return ([device], nil)
    }
}
