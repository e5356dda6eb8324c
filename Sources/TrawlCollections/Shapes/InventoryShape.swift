import Trawl

extension Shape {
    /// An inventory file.
    static func inventory(_ vocabulary: Vocabulary) -> Shape {
        let settings = settings(vocabulary)
        let groups = KeyShape(
            "groups",
            "The device's groups; a later one wins over an earlier one.",
            .list(of: .scalar(.name("a group's name")))
        )
        let address = KeyShape("address", "Host name or IP address; the device's name without it.", .scalar(.address))
        let device = MappingShape(
            title: { "device \($0.quoted)" },
            keys: [address, groups] + settings,
            mayBeEmpty: true
        )
        let shared = MappingShape(keys: settings, mayBeEmpty: true)
        return .mapping(
            MappingShape(
                title: { _ in "the inventory" },
                keys: [
                    KeyShape(
                        "credentials",
                        "Users, and where their passwords are.",
                        .dictionary(
                            DictionaryShape(
                                noun: "a mapping of credentials",
                                key: .name("a credential's name"),
                                value: credential
                            )
                        )
                    ),
                    KeyShape("defaults", "What holds for every device that says nothing else.", .mapping(shared)),
                    KeyShape(
                        "groups",
                        "What holds for the devices that name the group.",
                        .dictionary(
                            DictionaryShape(
                                noun: "a mapping of groups",
                                key: .name("a group's name"),
                                value: .mapping(shared)
                            )
                        )
                    ),
                    KeyShape(
                        "devices",
                        "The devices by name; `leaf[01-24]` stands for many.",
                        .dictionary(
                            DictionaryShape(
                                noun: "a mapping of devices",
                                key: .deviceName,
                                value: .mapping(device),
                                needsEntries: true
                            )
                        )
                    ),
                ],
                required: ["devices"]
            )
        )
    }

    /// What defaults, groups and devices may all say.
    private static func settings(_ vocabulary: Vocabulary) -> [KeyShape] {
        [
            KeyShape("dialect", "What the device's API speaks.", .scalar(.dialect(vocabulary))),
            KeyShape("port", "TCP port; the dialect's own without it.", .scalar(.integer(1...65_535))),
            KeyShape(
                "scheme",
                "`https`, or `http` for an API without TLS.",
                .scalar(.choice(Device.Scheme.allCases.map(\.rawValue)))
            ),
            KeyShape("credentials", "The name of the credential.", .scalar(.name("a credential's name"))),
            KeyShape(
                "labels",
                "What collections filter by and records carry; `aaa` names the AAA domain.",
                .dictionary(DictionaryShape(noun: "a mapping of labels", key: .labelKey, value: .scalar(.line)))
            ),
            KeyShape("tls", "What the device's certificate is checked against.", tls),
            KeyShape("source", "The local address or interface to connect from.", .scalar(.source)),
            KeyShape("proxy", "The proxy to connect through.", .scalar(.proxy)),
            KeyShape(
                "session",
                "When to log in for a session; `auto`, where a device is asked more than once, without it.",
                .scalar(.choice(Device.SessionUse.allCases.map(\.rawValue)))
            ),
            KeyShape(
                "envelope",
                "How NX-API's commands are wrapped: `json-rpc`, or `ins_api` for releases without it; `json-rpc` without it.",
                .scalar(.choice(Device.Envelope.allCases.map(\.rawValue)))
            ),
        ]
    }

    static let tls = Shape.mapping(
        MappingShape(
            keys: [
                KeyShape("verify", "Whether the certificate is checked; true without it.", .scalar(.boolean)),
                KeyShape("ca_file", "The authorities to trust, PEM, relative to this file.", .scalar(.path)),
                KeyShape("client_certificate", "The client's certificate, PEM.", .scalar(.path)),
                KeyShape("client_key", "The key of `client_certificate`, PEM.", .scalar(.path)),
                KeyShape(
                    "minimum_version",
                    "The lowest TLS version; 1.2 without it.",
                    .scalar(.choice(TLSPolicy.Version.allCases.map(\.rawValue)))
                ),
                KeyShape("ciphers", "OpenSSL cipher list for TLS up to 1.2.", .scalar(.ciphers)),
                KeyShape("server_name", "The name that the certificate must carry.", .scalar(.hostName)),
                KeyShape("pin", "The SHA-256 of the one certificate to trust.", .scalar(.fingerprint)),
            ]
        )
    )

    private static let credential = Shape.mapping(
        MappingShape(
            title: { "credential \($0.quoted)" },
            keys: [
                KeyShape("username", "The user that the device's AAA sees.", .scalar(.username)),
                KeyShape("password", "Where the password is.", secret),
                KeyShape("enable", "Where the privileged password is; `\"\"` for none.", secret),
            ],
            required: ["username", "password"],
            isSecret: true
        )
    )

    private static let secret = Shape.either([
        .scalar(.secret),
        .mapping(
            MappingShape(
                noun: "one of `env`, `file`, `command`, `systemd`, `prompt`",
                keys: [
                    KeyShape("env", "An environment variable.", .scalar(.variable)),
                    KeyShape("file", "A file, relative to this one.", .scalar(.secretPath)),
                    KeyShape(
                        "command",
                        "A command and its arguments, run without a shell.",
                        .list(of: .scalar(.argument), needsItems: true)
                    ),
                    KeyShape(
                        "systemd",
                        "A credential that systemd passes to the service.",
                        .scalar(.systemdCredential)
                    ),
                    KeyShape("prompt", "Ask on the terminal.", .scalar(.choice(["true"]))),
                ],
                isChoice: true,
                isSecret: true
            )
        ),
    ])
}
