import Trawl

/// Turns the checked `credentials` of an inventory into sources, and notes passwords that stand in the file itself.
struct CredentialReader {
    let source: SourceFile

    /// The sources by the credential's name.
    func credentials(_ node: YAMLNode, log: inout ProblemLog) -> [String: CredentialSources] {
        var credentials: [String: CredentialSources] = [:]
        for entry in node.entries {
            guard let username = entry.value["username"]?.text,
                let password = entry.value.entry("password").flatMap({ read($0, log: &log) })
            else { continue }
            credentials[entry.key] = CredentialSources(
                username: username,
                password: password,
                enable: entry.value.entry("enable").flatMap { read($0, log: &log) },
                line: Int(entry.keyMark.line),
                column: Int(entry.keyMark.column)
            )
        }
        return credentials
    }

    private func read(_ entry: YAMLEntry, log: inout ProblemLog) -> CredentialSource? {
        if let literal = entry.value.text {
            guard !entry.value.isNothing else { return nil }
            if literal.isEmpty {
                if entry.key == "password" { log.error(at: entry.keyMark, "the password is empty") }
            } else {
                noteLiteral(entry, log: &log)
            }
            return .literal(Secret(literal))
        }
        guard let first = entry.value.entries.first else { return nil }
        switch first.key {
        case "env": return first.value.text.map { .environment($0) }
        case "file": return first.value.text.map { .file(RelativePath.resolve($0, besideFile: source.path)) }
        case "command": return .command(first.value.items.compactMap(\.text))
        case "systemd": return first.value.text.map { .systemd($0) }
        case "prompt": return .prompt
        default: return nil
        }
    }

    private func noteLiteral(_ entry: YAMLEntry, log: inout ProblemLog) {
        let better =
            "name its source: `{ env: NAME }`, `{ file: PATH }`, `{ command: […] }`, `{ systemd: NAME }` or `{ prompt: true }`"
        guard let mode = source.mode, mode & 0o077 == 0 else {
            log.error(
                at: entry.keyMark,
                "a password in a file that others may read",
                hint: "\(better); or take the file from others with `chmod 600`"
            )
            return
        }
        log.warning(at: entry.keyMark, "a password in the file itself", hint: better)
    }
}
