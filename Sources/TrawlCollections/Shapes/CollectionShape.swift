import Trawl

extension Shape {
    /// A collection file.
    ///
    /// The loader reads every file as one of reads alone, and takes what is not plainly a read for a change where the
    /// file allows them; `changes` makes the shape that editors know for those files.
    static func collection(_ vocabulary: Vocabulary, changes: Bool = false) -> Shape {
        var shape = MappingShape(
            title: { _ in "the collection" },
            keys: [
                KeyShape(
                    "name",
                    "The name in records; the file's name without it.",
                    .scalar(.name("a collection's name"))
                ),
                KeyShape("description", "What the collection is for.", .scalar(.prose)),
                KeyShape(
                    "inventory",
                    "The inventory file, relative to this file; `--inventory` wins.",
                    .scalar(.path)
                ),
                KeyShape("devices", "Which devices of the inventory are asked.", .filter),
                KeyShape("limits", "How hard the run presses, on one device and on all.", .limits),
                KeyShape(
                    "changes",
                    "Whether more than reads may be sent, where `--allow-changes` says so too; `refused` without it.",
                    .scalar(.choice(changes ? [ChangePolicy.allowed.rawValue] : ChangePolicy.allCases.map(\.rawValue)))
                ),
                KeyShape("schedule", "How often `trawl serve` asks.", .schedule),
                KeyShape(
                    "requests",
                    "What is asked of every device.",
                    .list(of: .request(vocabulary, changes: changes), needsItems: true)
                ),
                KeyShape("metrics", "What `trawl serve` draws from the answers: `standard`, or a list.", .metrics),
                KeyShape("labels", "Labels of the inventory that every series carries.", .inventoryLabels),
                KeyShape("outputs", "Where `trawl serve` sends what polls give.", .list(of: .output)),
            ],
            required: ["requests"]
        )
        for key in ["expect", "waves"] {
            shape.later[key] = .later("`\(key)`")
        }
        return .mapping(shape)
    }

    /// Devices by name and labels; a value or several of them.
    static let filter = Shape.dictionary(
        DictionaryShape(
            noun: "a mapping of labels",
            key: .filterKey,
            value: .either([.scalar(.line), .list(of: .scalar(.line), needsItems: true)])
        )
    )

    private static let concurrency = KeyShape(
        "concurrency",
        "Calls in flight on one device, or `auto` to find out what it bears; 1 without it.",
        .scalar(.integer(1...1000, or: "auto"))
    )

    private static let perHost = KeyShape(
        "per_host",
        "What one device is asked to bear.",
        .mapping(
            MappingShape(
                keys: [
                    concurrency,
                    KeyShape("rate", "Calls to one device; 10/s without it.", .scalar(.rate)),
                    KeyShape("burst", "Calls that may come at once; 2 without it.", .scalar(.integer(1...1000))),
                ]
            )
        )
    )

    private static let retries = KeyShape(
        "retries",
        "How often a call is tried.",
        .mapping(
            MappingShape(
                keys: [
                    KeyShape("attempts", "Tries, the first included; 3 without it.", .scalar(.integer(1...100))),
                    KeyShape("backoff", "Shortest and longest wait; 500ms..10s without it.", .scalar(.durationRange)),
                ]
            )
        )
    )

    private static let responseSize = KeyShape(
        "response_size",
        "Decoded bytes of one response; 16MiB without it.",
        .scalar(.byteCount)
    )

    private static let timeouts = [
        KeyShape("connect", "TCP connect and TLS handshake; 5s without it.", .scalar(.duration)),
        KeyShape("request", "One attempt; 30s without it.", .scalar(.duration)),
    ]

    private static func timeout(_ keys: [KeyShape]) -> KeyShape {
        KeyShape("timeout", "How long things may take.", .mapping(MappingShape(keys: keys)))
    }

    private static let limits = Shape.mapping(
        MappingShape(
            keys: [
                KeyShape("concurrency", "Devices in flight; 256 without it.", .scalar(.integer(1...100_000))),
                KeyShape("logins", "Calls that authenticate; 100/s without it.", .scalar(.rate)),
                KeyShape(
                    "auth_failures",
                    "Rejections in a row, then no further login; 2 without it.",
                    .scalar(.integer(1...1000))
                ),
                perHost,
                timeout(timeouts + [KeyShape("run", "The whole run; none without it.", .scalar(.durationOrNone))]),
                retries,
                responseSize,
                KeyShape("metrics", "How many series one device may give, and how long labels are.", .metricLimits),
                KeyShape("hosts", "Overrides; the first that matches a device is used.", .list(of: host)),
            ]
        )
    )

    private static let host = Shape.mapping(
        MappingShape(
            title: { _ in "the entry of `hosts`" },
            keys: [
                KeyShape("match", "Which devices.", filter), perHost, timeout(timeouts), retries, responseSize,
            ],
            required: ["match"]
        )
    )

    /// An entry of `requests`.
    static func request(_ vocabulary: Vocabulary, changes: Bool) -> Shape {
        let dialects = vocabulary.dialects.map {
            KeyShape($0.rawValue, "What \($0) devices are asked.", .command(of: $0, changes: changes))
        }
        let names = vocabulary.dialects.map(\.rawValue) + ["model"]
        return .mapping(
            MappingShape(
                title: { _ in "the request" },
                keys: [KeyShape("name", "The name in records.", .scalar(.requestName))] + dialects + [
                    KeyShape("model", "The normalised model that answers are read into.", .scalar(.model(vocabulary))),
                    KeyShape("arguments", "What the model is to ask about; each model takes its own.", .arguments),
                    KeyShape("timeout", "One attempt of this request.", .scalar(.duration)),
                    KeyShape("every", "How often `trawl serve` asks it, if not as the others.", .scalar(.interval)),
                ],
                required: ["name"],
                atLeastOne: names
            )
        )
    }

    /// The arguments of a request's model; what each of them takes is the model's to say.
    private static let arguments = Shape.dictionary(
        DictionaryShape(noun: "a mapping of arguments", key: .argumentName, value: .scalar(.line), needsEntries: true)
    )

    /// What stands under a dialect's key of a request.
    private static func command(of dialect: DialectName, changes: Bool) -> Shape {
        switch dialect {
        case .http: return httpCommand(changes: changes)
        case .nxapiREST: return .objects
        case .restconf: return .restconf
        case .nvue: return .nvue
        case .junos: return .junos(changes: changes)
        default: break
        }
        let command = changes ? ScalarKind.anyCommand : .command(of: dialect)
        var keys = [
            KeyShape("command", "The command.", .scalar(command)),
            KeyShape("format", "How the device words its answer.", .scalar(.replyFormat)),
        ]
        if dialect == .eapi {
            keys += [
                KeyShape("version", "eAPI's version of the answer: 1, or `latest`.", .scalar(.modelVersion)),
                KeyShape("revision", "eAPI's revision of the command's model.", .scalar(.integer(1...1000))),
                KeyShape(
                    "input",
                    "What the command is given where it asks back; a read asks nothing.",
                    .scalar(changes ? .anyInput : .input)
                ),
            ]
        }
        let mapping = MappingShape(keys: keys, required: ["command"])
        return .either([.scalar(command), .mapping(mapping)])
    }

    private static func httpCommand(changes: Bool) -> Shape {
        let path = changes ? ScalarKind.anyPath : .httpPath
        let mapping = MappingShape(
            keys: [
                KeyShape("method", "Only `GET` is a read.", .scalar(changes ? .anyMethod : .method)),
                KeyShape("path", "Path and query.", .scalar(path)),
                KeyShape("headers", "Further header fields.", headers(changes: changes)),
                KeyShape("body", "A read has none.", .scalar(changes ? .anyBody : .body)),
                KeyShape(
                    "format",
                    "How the answer is read; by its Content-Type without it.",
                    .scalar(.replyFormat)
                ),
                KeyShape("paging", "How a list comes in pages; one answer is all without it.", .paging),
            ],
            required: ["path"]
        )
        return .either([.scalar(path), .mapping(mapping)])
    }

    private static func headers(changes: Bool) -> Shape {
        let name = changes ? ScalarKind.anyHeaderName : .headerName
        return .dictionary(
            DictionaryShape(noun: "a mapping of header fields", key: name, value: .scalar(.headerValue))
        )
    }
}
