extension NXOS {
    /// The lines `username` of `show running-config`.
    public struct UserConfiguration: Sendable, Hashable {
        /// One user, of whom there may be several lines.
        public struct User: Sendable, Hashable {
            /// The name.
            public var name: String
            /// The hash of the password.
            public var password: String?
            /// The roles.
            public var roles: [String] = []
            /// The public keys, each with its kind before it.
            public var sshKeys: [String] = []
        }

        /// The users in the order in which they come first.
        public var users: [User] = []
        /// What does not fit.
        var mistakes: [String] = []

        /// Reads the lines of a configuration.
        public init(_ text: String) {
            for line in text.split(whereSeparator: \.isNewline) {
                let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
                guard words.first == "username" else { continue }
                guard words.count > 1 else {
                    mistakes.append("username: expected a name, found nothing")
                    continue
                }
                let place = users.firstIndex { $0.name == words[1] }
                var user = place.map { users[$0] } ?? User(name: words[1])
                read(words.dropFirst(2), into: &user)
                if let place { users[place] = user } else { users.append(user) }
            }
        }

        private mutating func read(_ words: ArraySlice<String>, into user: inout User) {
            var words = words
            while let word = words.popFirst() {
                switch word {
                case "password":
                    // The kind of hash is a number before it; `!` stands where no password will do.
                    if words.count > 1, let kind = words.first, kind.count == 1, kind.first?.isNumber == true {
                        words.removeFirst()
                    }
                    user.password = words.popFirst()
                    if user.password == nil { mistakes.append("username \(user.name) password: found nothing") }
                case "role":
                    if let role = words.popFirst() {
                        user.roles.append(role)
                    } else {
                        mistakes.append("username \(user.name) role: expected a role, found nothing")
                    }
                case "sshkey":
                    if words.count > 1 {
                        user.sshKeys.append(words.joined(separator: " "))
                    } else {
                        mistakes.append("username \(user.name) sshkey: expected a kind and a key")
                    }
                    return
                // `passphrase lifetime …`, `expire …` and others say nothing that the model has.
                default: return
                }
            }
        }

        /// The privilege level that a role stands for; `nil` where it stands for none.
        static func level(of role: String) -> Int? {
            switch role {
            case "network-admin": 15
            case "network-operator": 5
            default: role.hasPrefix("priv-") ? Int(role.dropFirst("priv-".count)) : nil
            }
        }
    }
}

extension Users {
    /// The users of `show running-config`.
    static func nxos(_ replies: inout Replies) -> [Entry] {
        let configuration = NXOS.UserConfiguration(replies.text(at: 0) ?? "")
        for mistake in configuration.mistakes {
            replies.note("UserConfiguration: \(mistake)", during: "show running-config")
        }
        return configuration.users.map { user in
            let levels = user.roles.map { NXOS.UserConfiguration.level(of: $0) ?? -1 }
            let highest = levels.max()
            return Entry(
                name: user.name,
                level: highest.flatMap { $0 < 0 ? nil : $0 },
                role: highest.flatMap { levels.firstIndex(of: $0) }.map { user.roles[$0] },
                password: user.password,
                sshKeys: user.sshKeys,
                secret: user.password
            )
        }
    }
}
