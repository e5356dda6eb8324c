extension Shape {
    /// A web configuration file: the part of Prometheus' `web-config` that is understood here, and tokens.
    static let webConfiguration = Shape.mapping(
        MappingShape(
            title: { _ in "the web configuration" },
            keys: [
                KeyShape("tls_server_config", "TLS of the server.", .mapping(tlsServer)),
                KeyShape(
                    "basic_auth_users",
                    "Users and the bcrypt hashes of their passwords.",
                    .dictionary(
                        DictionaryShape(noun: "a mapping of users", key: .webUser, value: .scalar(.bcryptHash))
                    )
                ),
                KeyShape("bearer_tokens_file", "A file with a token on every line.", .scalar(.path)),
            ],
            later: [
                "http_server_config": .later(
                    "`http_server_config`",
                    hint: "HTTP/1.1 is spoken, with Trawl's own header fields"
                ),
                "rate_limit": .later("`rate_limit`"),
            ]
        )
    )

    private static let tlsServer: MappingShape = {
        let fixed = ScalarObjection.later(
            "a choice of ciphers",
            hint: "BoringSSL's own are used, all of them with forward secrecy"
        )
        return MappingShape(
            keys: [
                KeyShape("cert_file", "The certificate and what leads to its authority, as PEM.", .scalar(.path)),
                KeyShape("key_file", "The certificate's key, as PEM.", .scalar(.path)),
                KeyShape(
                    "client_auth_type",
                    "Whether clients need a certificate.",
                    .scalar(.choice(WebConfiguration.ClientCertificates.allCases.map(\.rawValue)))
                ),
                KeyShape("client_ca_file", "The authority of the clients' certificates, as PEM.", .scalar(.path)),
                KeyShape(
                    "min_version",
                    "The oldest TLS that is spoken; `TLS12` without it.",
                    .scalar(.choice(WebConfiguration.TLSVersion.allCases.map(\.rawValue)))
                ),
                KeyShape(
                    "max_version",
                    "The newest TLS that is spoken; `TLS13` without it.",
                    .scalar(.choice(WebConfiguration.TLSVersion.allCases.map(\.rawValue)))
                ),
            ],
            required: ["cert_file", "key_file"],
            later: [
                "cipher_suites": fixed, "curve_preferences": fixed, "prefer_server_cipher_suites": fixed,
                "client_allowed_sans": .later("`client_allowed_sans`"),
                "cert": .later("a certificate in the file itself", hint: "name a file: `cert_file`"),
                "key": .later("a key in the file itself", hint: "name a file: `key_file`"),
                "client_ca": .later("an authority in the file itself", hint: "name a file: `client_ca_file`"),
            ]
        )
    }()
}

extension ScalarKind {
    /// A user's name: what HTTP can carry in front of a colon.
    static let webUser = spelled(
        "a user's name",
        #"^[^:\u0000-\u001f\u007f]+$"#,
        hint: "no colon: it ends the name in an `Authorization` field"
    ) { text in
        !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != ":" }
    }

    /// A bcrypt hash, which is never repeated: somebody may have put the password there.
    static let bcryptHash = ScalarKind(
        noun: "a bcrypt hash",
        pattern: #"^\$2[aby]\$(?:0[4-9]|1[0-9]|2[0-9]|3[01])\$[./A-Za-z0-9]{53}$"#,
        check: { text in
            text.wholeMatch(of: /\$2[aby]\$(?:0[4-9]|1[0-9]|2[0-9]|3[01])\$[.\/A-Za-z0-9]{53}/) == nil
                ? ScalarObjection("that is no bcrypt hash", hint: "make one with `htpasswd -nBC 10 USER`") : nil
        },
        isSecret: true
    )
}
