package import TrawlCore

/// Who may use a server.
package struct AccessRules: Sendable, Hashable {
    /// Users and their passwords' hashes.
    package var users: [String: PasswordHash]
    /// Tokens, any of which opens.
    package var tokens: [Secret]

    /// Makes rules; without users and tokens everybody may.
    package init(users: [String: PasswordHash] = [:], tokens: [Secret] = []) {
        self.users = users
        self.tokens = tokens
    }

    /// Whether everybody may.
    package var isOpen: Bool { users.isEmpty && tokens.isEmpty }
}
