public import TrawlCore

/// The local users of a switch.
public struct Users: ListModel, Hashable {
    /// Collections call it `users`.
    public static let name = "users"

    /// Whether the hashes of passwords are left out.
    public static let arguments = [
        ModelArgument("sanitized", .boolean, "Whether the hashes of passwords are `<removed>`.")
    ]

    /// One user.
    public struct Entry: Codable, Sendable, Hashable {
        /// The name.
        ///
        /// - Source: eAPI `show users accounts`, the key in `users`; NX-API, the lines `username` of
        ///   `show running-config`.
        public var name: String

        /// The privilege level, 0 to 15.
        ///
        /// - Source: eAPI `privLevel`; NX-API, the role: `network-admin` is 15, `network-operator` 5, `priv-7` 7.
        public var level: Int?

        /// The role; on NX-OS the one of the highest level where there are several.
        ///
        /// - Source: eAPI `role`; NX-API, the word behind `role`.
        public var role: String?

        /// The hash of the password, as the device writes it; `<removed>` where the request asks for that.
        ///
        /// - Source: eAPI `secret` or `password`; NX-API, the word behind `password` and its kind.
        public var password: String?

        /// The public keys that the user may log in with, each with its kind before it.
        ///
        /// - Source: eAPI `sshAuthorizedKey` or `sshAuthorizedKeys`; NX-API, the words behind `sshkey`.
        public var sshKeys: [String]

        /// The hash where NAPALM looks for it, which on EOS is `secret` alone.
        var secret: String?

        private enum CodingKeys: String, CodingKey {
            case name
            case level
            case role
            case password
            case sshKeys = "ssh_keys"
        }
    }

    /// The users in the device's order.
    public var entries: [Entry]

    /// Where they come from: NAPALM writes keys of NX-OS without their kind.
    var dialect: DialectName?

    /// Makes a list of users.
    public init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// One command on eAPI and NX-API; no other dialect has it.
    public static func commands(for dialect: DialectName, with arguments: ModelArguments) -> [Command]? {
        switch dialect {
        case .eapi: [.cli("show users accounts")]
        case .nxapi: [.cli("show running-config", format: .text)]
        default: nil
        }
    }

    /// Reads the users.
    public init(from replies: inout Replies) throws(DeviceError) {
        switch replies.device.dialect {
        case .eapi: self.init(Self.eos(&replies))
        case .nxapi: self.init(Self.nxos(&replies))
        default: throw Self.noSpelling(on: replies.device)
        }
        dialect = replies.device.dialect
        guard replies.arguments.isTrue("sanitized") else { return }
        for index in entries.indices {
            if entries[index].password != nil { entries[index].password = Sanitizer.removed }
            if entries[index].secret != nil { entries[index].secret = Sanitizer.removed }
        }
    }
}

extension Users: NAPALMConvertible {
    /// NAPALM calls it `get_users`.
    public static let napalmGetter = "get_users"

    /// A dictionary by name, with RSA and DSA keys alone.
    public func napalm() -> any Encodable & Sendable {
        NAPALMValue.object(entries, by: \.name) { entry in
            let keys = entry.sshKeys.compactMap { key -> String? in
                guard ["ssh-rsa", "ssh-dss", "ssh-dsa"].contains(where: { key.hasPrefix($0) }) else { return nil }
                return dialect == .nxapi ? String(key.drop { $0 != " " }.drop { $0 == " " }) : key
            }
            return [
                "level": .whole(Int64(entry.level ?? 0)), "password": .text(entry.secret),
                "sshkeys": .list(keys.map { .text($0) }),
            ]
        }
    }
}
