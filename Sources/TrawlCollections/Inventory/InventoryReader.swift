import Trawl

/// Turns a checked tree into devices: writes out the ranges, and lays device over groups over defaults.
struct InventoryReader {
    let vocabulary: Vocabulary
    let source: SourceFile
    private(set) var devices: [Device] = []
    private(set) var credentials: [String: CredentialSources] = [:]

    private var credentialNames: [String] = []
    private var groups: [String: YAMLNode] = [:]
    private var groupNames: [String] = []
    private var defaults = DeviceSettings()
    /// Defaults with groups laid over them, by the groups' names: devices of one kind share them.
    private var inherited: [[String]: DeviceSettings] = [:]
    private var lines: [String: Int32] = [:]

    init(vocabulary: Vocabulary, source: SourceFile) {
        self.vocabulary = vocabulary
        self.source = source
    }

    /// Reads the whole tree; wrong values are left out, they are noted already.
    mutating func read(_ root: YAMLNode, log: inout ProblemLog) {
        if let node = root["credentials"] {
            credentialNames = node.entries.map(\.key)
            credentials = CredentialReader(source: source).credentials(node, log: &log)
        }
        if let node = root["defaults"] {
            checkCredential(of: node, log: &log)
            defaults.apply(node, inventory: source.path)
        }
        for entry in root["groups"]?.entries ?? [] {
            checkCredential(of: entry.value, log: &log)
            groups[entry.key] = entry.value
            groupNames.append(entry.key)
        }
        for entry in root["devices"]?.entries ?? [] {
            checkCredential(of: entry.value, log: &log)
            guard devices.count <= NameRange.mostNames else {
                log.error(at: entry.keyMark, "the inventory has more than \(NameRange.mostNames) devices")
                return
            }
            addDevices(of: entry, log: &log)
        }
    }

    private func checkCredential(of node: YAMLNode, log: inout ProblemLog) {
        guard let value = node["credentials"], let name = value.text, !value.isNothing,
            !credentialNames.contains(name)
        else { return }
        let hint =
            Suggestion.hint(for: name, among: credentialNames, noun: "known credentials")
            ?? "define it under `credentials`"
        log.error(at: value.mark, "unknown credential \(name.quoted)", hint: hint)
    }

    private mutating func addDevices(of entry: YAMLEntry, log: inout ProblemLog) {
        var settings = inherit(entry.value["groups"]?.items ?? [], log: &log)
        settings.apply(entry.value, inventory: source.path)
        guard let names = Self.expand(entry.key, at: entry.keyMark, log: &log) else { return }
        let addresses = addresses(for: names, of: entry, log: &log)
        guard let dialect = settings.dialect else {
            if entry.value["dialect"] == nil {
                log.error(
                    at: entry.keyMark,
                    "device \(entry.key.quoted) has no dialect",
                    hint: "set `dialect` on it, on a group of it or in `defaults`"
                )
            }
            return
        }
        var template = Device(
            name: entry.key,
            address: "",
            port: settings.port ?? (dialect == .auto ? 0 : vocabulary.defaultPort(dialect, settings.scheme)),
            scheme: settings.scheme,
            dialect: dialect,
            tls: settings.tls,
            labels: settings.labels,
            source: settings.source,
            proxy: settings.proxy,
            session: settings.session,
            envelope: settings.envelope
        )
        if let name = settings.credential, let sources = credentials[name] {
            template.credential = Credential(
                name: name,
                username: sources.username,
                password: Secret(""),
                enable: sources.enable == nil ? nil : Secret("")
            )
        }
        noteDuplicates(names.names, of: entry, log: &log)
        guard let addresses else { return }
        for (name, address) in zip(names.names, addresses) {
            template.name = name
            template.address = address
            devices.append(template)
        }
    }

    private mutating func inherit(_ nodes: [YAMLNode], log: inout ProblemLog) -> DeviceSettings {
        let names = nodes.compactMap(\.text)
        if let settings = inherited[names] { return settings }
        var settings = defaults
        var isWhole = true
        for node in nodes {
            guard let name = node.text else { continue }
            guard let group = groups[name] else {
                isWhole = false
                let hint =
                    Suggestion.hint(for: name, among: groupNames, noun: "known groups") ?? "define it under `groups`"
                log.error(at: node.mark, "unknown group \(name.quoted)", hint: hint)
                continue
            }
            settings.apply(group, inventory: source.path)
        }
        // Not remembered where a group is unknown: every device that names it is a mistake of its own.
        if isWhole { inherited[names] = settings }
        return settings
    }

    private static func expand(_ text: String, at mark: YAMLMark, log: inout ProblemLog) -> NameRange? {
        do {
            return try NameRange(text)
        } catch {
            log.error(at: mark, error.message, hint: error.hint)
            return nil
        }
    }

    /// One address a name; `nil` where they cannot be told, which the log then says.
    private func addresses(for names: NameRange, of entry: YAMLEntry, log: inout ProblemLog) -> [String]? {
        guard let node = entry.value["address"] else {
            return read(names.names, log: &log, at: entry.keyMark, hint: "give it an `address`")
        }
        guard let text = node.text, !node.isNothing, let range = Self.expand(text, at: node.mark, log: &log) else {
            return nil
        }
        if names.hasRange, !range.hasRange {
            log.warning(at: node.mark, "\(names.count) devices have this one address")
            guard let address = read([text], log: &log, at: node.mark)?.first else { return nil }
            return Array(repeating: address, count: names.count)
        }
        guard range.count == names.count else {
            log.error(
                at: node.mark,
                "the name stands for \(Self.devices(names.count)), the address for \(range.count)",
                hint: "give both ranges of the same count"
            )
            return nil
        }
        return read(range.names, log: &log, at: node.mark)
    }

    private static func devices(_ count: Int) -> String {
        count == 1 ? "1 device" : "\(count) devices"
    }

    private func read(
        _ texts: [String],
        log: inout ProblemLog,
        at mark: YAMLMark,
        hint: String? = nil
    ) -> [String]? {
        var addresses: [String] = []
        addresses.reserveCapacity(texts.count)
        for text in texts {
            do {
                addresses.append(try DeviceAddress.read(text))
            } catch {
                // The first says it for the whole range.
                log.error(at: mark, error.message, hint: hint ?? error.hint)
                return nil
            }
        }
        return addresses
    }

    private mutating func noteDuplicates(_ names: [String], of entry: YAMLEntry, log: inout ProblemLog) {
        var duplicate: (name: String, line: Int32)?
        for name in names {
            if let line = lines[name] {
                duplicate = duplicate ?? (name, line)
            } else {
                lines[name] = entry.keyMark.line
            }
        }
        guard let duplicate else { return }
        log.error(
            at: entry.keyMark,
            "duplicate device \(duplicate.name.quoted); it is on line \(duplicate.line) already"
        )
    }
}
