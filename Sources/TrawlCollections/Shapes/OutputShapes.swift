import Trawl

/// What stands under `outputs`.
extension Shape {
    /// An entry: one way out.
    static let output = Shape.mapping(
        MappingShape(
            noun: "one of `remote_write`, `influx`, `jsonl`",
            keys: [
                KeyShape("remote_write", "Samples by Prometheus' remote write 1.0.", remoteWrite),
                KeyShape("influx", "Samples in InfluxDB's line protocol.", influx),
                KeyShape("jsonl", "Outcome records, one a line, as `trawl run --format jsonl` writes them.", lines),
            ],
            isChoice: true
        )
    )

    private static let remoteWrite = pushed(
        [KeyShape("bearer_token", "Where the token is that `Authorization: Bearer` carries.", secret)],
        labels: "Labels that every series gets where it has none of the name."
    )

    private static let influx = pushed(
        [KeyShape("token", "Where the token is that `Authorization: Token` carries, as InfluxDB 2 wants it.", secret)],
        labels: "Tags that every point gets where it has none of the name."
    )

    private static func pushed(_ token: [KeyShape], labels: String) -> Shape {
        let keys = [
            KeyShape("url", "Where samples are sent, path and query too.", .scalar(.receiverURL)),
            KeyShape("username", "The user that the receiver knows Trawl as.", .scalar(.username)),
            KeyShape("password", "Where the user's password is.", secret),
        ]
        let rest = [
            KeyShape("headers", "Further header fields, such as `X-Scope-OrgID`.", headers),
            KeyShape("tls", "What the receiver's certificate is checked against, as a device's.", .tls),
            KeyShape("timeout", "One request; 30s without it.", .scalar(.duration)),
            KeyShape("buffer", "What may wait, a size or a number of samples; 64MiB without it.", .scalar(.buffer)),
            KeyShape("batch", "Samples of one request; 2000 without it.", .scalar(.integer(1...100_000))),
            KeyShape("flush", "How long samples wait for more of them; 5s without it.", .scalar(.duration)),
            KeyShape(
                "labels",
                labels,
                .dictionary(DictionaryShape(noun: "a mapping of labels", key: .labelKey, value: .scalar(.line)))
            ),
            KeyShape("queue", "Where on disk what is not sent survives a restart; in memory without it.", queue),
        ]
        return .mapping(MappingShape(keys: keys + token + rest, required: ["url"]))
    }

    private static let queue = Shape.mapping(
        MappingShape(
            keys: [
                KeyShape("directory", "A directory of this output's own.", .scalar(.path)),
                KeyShape("size", "The most that it holds; 1GiB without it.", .scalar(.byteCount)),
            ],
            required: ["directory"]
        )
    )

    private static let lines = Shape.mapping(
        MappingShape(
            keys: [
                KeyShape("path", "The file, relative to this one, or `stdout`.", .scalar(.path)),
                KeyShape(
                    "rotate",
                    "When a file is put aside and begun anew; never without it.",
                    .mapping(
                        MappingShape(
                            keys: [
                                KeyShape("size", "When it would grow beyond this.", .scalar(.byteCount)),
                                KeyShape("every", "When it is older than this.", .scalar(.duration)),
                                KeyShape("keep", "Files kept beside it; 5 without it.", .scalar(.integer(0...1000))),
                            ],
                            atLeastOne: ["size", "every"]
                        )
                    )
                ),
                KeyShape("buffer", "What may wait, a size or a number of records; 64MiB without it.", .scalar(.buffer)),
            ],
            required: ["path"]
        )
    )

    private static let headers = Shape.dictionary(
        DictionaryShape(noun: "a mapping of header fields", key: .outputHeaderName, value: .scalar(.headerValue))
    )

    /// A secret of an output; nobody is there to be asked when a reload needs it.
    private static let secret = Shape.either([
        .scalar(.secret),
        .mapping(
            MappingShape(
                noun: "one of `env`, `file`, `command`, `systemd`",
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
                ],
                isChoice: true,
                isSecret: true
            )
        ),
    ])
}

extension ScalarKind {
    /// Where an output sends to; never repeated, because passwords stand in URLs by mistake.
    static let receiverURL: ScalarKind = {
        var kind = ScalarKind(
            noun: "a URL such as `https://prometheus.example.net/api/v1/write`",
            form: .pureText,
            pattern:
                #"^(?!.*\$\{)https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?:/[!"$-~]*)?$"#
        ) { text in
            do throws(ScalarObjection) {
                _ = try ReceiverURL(written: text)
                return nil
            } catch {
                return error
            }
        }
        kind.isSecret = true
        return kind
    }()

    /// How much may wait.
    static let buffer = spelled(
        "a size such as `64MiB`, or a number such as `100000`",
        "^(?:\(Quantity.sizePattern)|[1-9][0-9]{0,8})$"
    ) { BufferLimits(written: $0) != nil }

    /// What an output's requests say themselves.
    private static let outputHeaders = [
        "authorization", "proxy-authorization", "cookie", "host", "content-length", "transfer-encoding", "connection",
        "content-type", "content-encoding", "expect", "x-prometheus-remote-write-version",
    ]

    static let outputHeaderName = ScalarKind(
        noun: "a header field's name",
        form: .pureText,
        pattern: headerNamePattern(without: outputHeaders)
    ) { name in
        if outputHeaders.contains(name.lowercased().replacing("_", with: "-")) {
            let isLogin = name.lowercased() == "authorization"
            let hint = isLogin ? "set `username` and `password`, or the token's key" : "leave it out"
            return ScalarObjection("Trawl writes the header field \(name.quoted) itself", hint: hint)
        }
        let isToken =
            !name.isEmpty && name.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+.^_`|~-".utf8.contains($0) }
        return isToken ? nil : ScalarObjection("\(name.quoted) is not a header field's name")
    }
}
