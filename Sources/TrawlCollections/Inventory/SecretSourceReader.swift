import Trawl

/// Turns what a file says about a secret into its source, and notes a secret that stands in the file itself.
struct SecretSourceReader {
    /// The file that says it.
    let path: String
    /// The permission bits of the file; `nil` for a text that comes from no file.
    let mode: UInt32?
    /// The keys under which a secret may be empty.
    var mayBeEmpty: Set<String> = []
    /// What the file calls it, where no source is named.
    var noun = "a password"
    /// Whether somebody may be asked for it.
    var mayPrompt = true

    /// The source that a checked entry names; `nil` for one that is wrong, which is noted already.
    func read(_ entry: YAMLEntry, log: inout ProblemLog) -> CredentialSource? {
        if let literal = entry.value.text {
            guard !entry.value.isNothing else { return nil }
            if literal.isEmpty {
                if !mayBeEmpty.contains(entry.key) { log.error(at: entry.keyMark, "the \(entry.key) is empty") }
            } else {
                noteLiteral(entry, log: &log)
            }
            return .literal(Secret(literal))
        }
        guard let first = entry.value.entries.first else { return nil }
        switch first.key {
        case "env": return first.value.text.map { .environment($0) }
        case "file": return first.value.text.map { .file(RelativePath.resolve($0, besideFile: path)) }
        case "command": return .command(first.value.items.compactMap(\.text))
        case "systemd": return first.value.text.map { .systemd($0) }
        case "prompt": return .prompt
        default: return nil
        }
    }

    private func noteLiteral(_ entry: YAMLEntry, log: inout ProblemLog) {
        let sources = ["`{ env: NAME }`", "`{ file: PATH }`", "`{ command: […] }`", "`{ systemd: NAME }`"]
        let all = mayPrompt ? sources + ["`{ prompt: true }`"] : sources
        let better = "name its source: \(all.dropLast().joined(separator: ", ")) or \(all[all.count - 1])"
        guard let mode, mode & 0o077 == 0 else {
            log.error(
                at: entry.keyMark,
                "\(noun) in a file that others may read",
                hint: "\(better); or take the file from others with `chmod 600`"
            )
            return
        }
        log.warning(at: entry.keyMark, "\(noun) in the file itself", hint: better)
    }
}
