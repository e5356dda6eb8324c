public import Trawl

/// Where one password comes from.
public enum CredentialSource: Sendable, Hashable {
    /// The environment variable of this name.
    case environment(String)
    /// The file at this path; one line break at its end does not count.
    case file(String)
    /// What this command prints, run without a shell; one line break at its end does not count.
    case command([String])
    /// The credential of this name that systemd passed to the service; one line break at its end does not count.
    case systemd(String)
    /// Asked for on the terminal.
    case prompt
    /// Written in the inventory itself.
    case literal(Secret)

    /// The source as messages name it; never the secret.
    public var title: String {
        switch self {
        case .environment(let name): "environment variable `\(name)`"
        case .file(let path): "file `\(path)`"
        case .command(let arguments): "command `\(arguments.first ?? "")`"
        case .systemd(let name): "systemd credential `\(name)`"
        case .prompt: "prompt"
        case .literal: "inventory"
        }
    }
}

/// What the inventory says about one credential.
public struct CredentialSources: Sendable, Hashable {
    /// The user name.
    public var username: String
    /// Where the password comes from.
    public var password: CredentialSource
    /// Where the privileged password comes from, where there is one.
    public var enable: CredentialSource?
    /// Line of the credential in the inventory, counted from 1.
    public var line: Int
    /// Column of the credential in the inventory, counted from 1.
    public var column: Int

    /// Makes one.
    public init(
        username: String,
        password: CredentialSource,
        enable: CredentialSource? = nil,
        line: Int = 0,
        column: Int = 0
    ) {
        self.username = username
        self.password = password
        self.enable = enable
        self.line = line
        self.column = column
    }
}
