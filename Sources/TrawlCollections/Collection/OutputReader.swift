import Trawl

/// Turns the checked `outputs` of a collection into definitions, and notes what only the whole entry tells.
struct OutputReader {
    let path: String
    let mode: UInt32?

    /// The definitions; an entry that is wrong is left out, it is noted already.
    func outputs(_ nodes: [YAMLNode], log: inout ProblemLog) -> [OutputDefinition] {
        nodes.compactMap { node in
            guard let entry = node.entries.first, let way = way(entry, log: &log) else { return nil }
            return OutputDefinition(way, file: path, line: Int(node.mark.line), column: Int(node.mark.column))
        }
    }

    private func way(_ entry: YAMLEntry, log: inout ProblemLog) -> OutputWay? {
        switch entry.key {
        case "remote_write": push(entry, token: "bearer_token", log: &log).map(OutputWay.remoteWrite)
        case "influx": push(entry, token: "token", log: &log).map(OutputWay.influx)
        case "jsonl": lines(entry.value).map(OutputWay.jsonLines)
        default: nil
        }
    }

    private func push(_ entry: YAMLEntry, token: String, log: inout ProblemLog) -> PushDefinition? {
        let node = entry.value
        checkLogin(entry, token: token, log: &log)
        // What is wrong with it is noted already.
        guard let text = node["url"]?.text, let url = try? ReceiverURL(written: text) else { return nil }
        var push = PushDefinition(url: url)
        let secrets = SecretSourceReader(path: path, mode: mode, mayPrompt: false)
        var tokens = secrets
        tokens.noun = "a token"
        push.username = node["username"]?.text
        push.password = node.entry("password").flatMap { secrets.read($0, log: &log) }
        push.token = node.entry(token).flatMap { tokens.read($0, log: &log) }
        if let secret = node.entry("password") ?? node.entry(token), url.scheme == .http, !url.isLoopback {
            log.warning(
                at: secret.keyMark,
                "the \(secret.key) goes to \(url.endpoint) in the clear",
                hint: "write the URL with `https://`"
            )
        }
        push.headers =
            node["headers"]?.entries.compactMap { field in
                field.value.text.map { HTTPField(field.key, $0) }
            } ?? []
        if let tls = node.entry("tls") {
            if url.scheme == .http {
                log.error(at: tls.keyMark, "`tls` beside a URL without TLS", hint: "write the URL with `https://`")
            }
            for key in tls.value.entries { push.tls.apply(key, besideFile: path) }
        }
        push.timeout = node["timeout"]?.text.flatMap(Duration.init(written:)) ?? push.timeout
        push.flush = node["flush"]?.text.flatMap(Duration.init(written:)) ?? push.flush
        push.batch = node["batch"]?.text.flatMap { Int($0) } ?? push.batch
        push.buffer = node["buffer"]?.text.flatMap(BufferLimits.init(written:)) ?? push.buffer
        for label in node["labels"]?.entries ?? [] { push.labels[label.key] = label.value.text }
        if let directory = node["queue"]?["directory"]?.text {
            var queue = QueueDefinition(directory: RelativePath.resolve(directory, besideFile: path))
            queue.size = node["queue"]?["size"]?.text.flatMap(ByteCount.written) ?? queue.size
            push.queue = queue
        }
        return push
    }

    private func checkLogin(_ entry: YAMLEntry, token: String, log: inout ProblemLog) {
        let (username, password) = (entry.value.entry("username"), entry.value.entry("password"))
        if let username, password == nil {
            log.error(at: username.keyMark, "`username` without `password`", hint: "set `password` to its source")
        }
        if let password, username == nil {
            log.error(at: password.keyMark, "`password` without `username`", hint: "set `username`")
        }
        if let second = entry.value.entry(token), username != nil || password != nil {
            log.error(
                at: second.keyMark,
                "both a user and a token",
                hint: "a request carries one of them: leave `\(token)` or `username` and `password` out"
            )
        }
    }

    private func lines(_ node: YAMLNode) -> LinesDefinition? {
        guard let text = node["path"]?.text else { return nil }
        let path = text == "stdout" ? nil : RelativePath.resolve(text, besideFile: self.path)
        var lines = LinesDefinition(path: path)
        lines.rotateSize = node["rotate"]?["size"]?.text.flatMap(ByteCount.written)
        lines.rotateEvery = node["rotate"]?["every"]?.text.flatMap(Duration.init(written:))
        lines.keep = node["rotate"]?["keep"]?.text.flatMap { Int($0) } ?? lines.keep
        lines.buffer = node["buffer"]?.text.flatMap(BufferLimits.init(written:)) ?? lines.buffer
        return lines
    }
}
