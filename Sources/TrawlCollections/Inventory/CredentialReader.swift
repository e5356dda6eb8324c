import Trawl

/// Turns the checked `credentials` of an inventory into sources, and notes passwords that stand in the file itself.
struct CredentialReader {
    let source: SourceFile

    /// The sources by the credential's name.
    func credentials(_ node: YAMLNode, log: inout ProblemLog) -> [String: CredentialSources] {
        let secrets = SecretSourceReader(path: source.path, mode: source.mode, mayBeEmpty: ["enable"])
        var credentials: [String: CredentialSources] = [:]
        for entry in node.entries {
            guard let username = entry.value["username"]?.text,
                let password = entry.value.entry("password").flatMap({ secrets.read($0, log: &log) })
            else { continue }
            credentials[entry.key] = CredentialSources(
                username: username,
                password: password,
                enable: entry.value.entry("enable").flatMap { secrets.read($0, log: &log) },
                line: Int(entry.keyMark.line),
                column: Int(entry.keyMark.column)
            )
        }
        return credentials
    }
}
