extension EOS {
    /// The answer to `show users accounts`.
    public struct ShowUsersAccounts: Decodable, Sendable, Hashable {
        /// One user.
        public struct User: Decodable, Sendable, Hashable {
            /// The name, again.
            @LenientString public var username: String?
            /// The privilege level.
            public var privLevel: Int?
            /// The role.
            @LenientString public var role: String?
            /// The hash of the password.
            @LenientString public var secret: String?
            /// The same in some releases.
            @LenientString public var password: String?
            /// A public key with its kind before it.
            public var sshAuthorizedKey: OneOrMany<String>?
            /// The same in newer releases.
            public var sshAuthorizedKeys: OneOrMany<String>?
        }

        /// The users by name.
        @RowsByKey public var users: [Keyed<User>]
    }
}

extension Users {
    /// The users of `show users accounts`.
    static func eos(_ replies: inout Replies) -> [Entry] {
        let answer = replies.read(EOS.ShowUsersAccounts.self, at: 0)
        return (answer?.users ?? []).map { user in
            let keys = (user.row.sshAuthorizedKey?.values ?? []) + (user.row.sshAuthorizedKeys?.values ?? [])
            return Entry(
                name: user.key,
                level: user.row.privLevel,
                role: user.row.role,
                password: user.row.secret ?? user.row.password,
                sshKeys: keys.filter { !$0.isEmpty },
                secret: user.row.secret
            )
        }
    }
}
