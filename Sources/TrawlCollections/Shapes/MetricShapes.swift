import Trawl
import TrawlMetrics

/// What stands under `metrics`, `labels` and `limits.metrics`.
extension Shape {
    /// The word for the metrics that come with models.
    static let standardMetrics = "standard"

    static let metrics = Shape.either([
        .scalar(.choice([standardMetrics])),
        .list(of: .either([.scalar(.choice([standardMetrics])), metric]), needsItems: true),
    ])

    static let inventoryLabels = Shape.list(of: .scalar(.seriesLabel), needsItems: true)

    static let metricLimits = Shape.mapping(
        MappingShape(
            keys: [
                KeyShape("series", "Series of one device; 10000 without it.", .scalar(.integer(1...10_000_000))),
                KeyShape(
                    "label_length",
                    "Bytes of one label's value; 256 without it.",
                    .scalar(.integer(16...65_536))
                ),
                KeyShape(
                    "label_values",
                    "Different values of one label of one metric; 5000 without it.",
                    .scalar(.integer(1...10_000_000))
                ),
            ]
        )
    )

    private static let words = Shape.dictionary(
        DictionaryShape(noun: "a mapping of words to numbers", key: .line, value: .scalar(.number), needsEntries: true)
    )

    private static let conditions = Shape.dictionary(
        DictionaryShape(
            noun: "a mapping of paths",
            key: .metricPath,
            value: .either([.scalar(.line), .list(of: .scalar(.line), needsItems: true)]),
            needsEntries: true
        )
    )

    private static let metric = Shape.mapping(
        MappingShape(
            title: { _ in "the metric" },
            keys: [
                KeyShape(
                    "name",
                    "The whole name of its series, with unit and `_total` or `_info`.",
                    .scalar(.metricName)
                ),
                KeyShape("help", "What it counts or measures.", .scalar(.help)),
                KeyShape(
                    "type",
                    "What its values mean over time; `gauge` without it.",
                    .scalar(.choice(MetricFamily.Kind.allCases.map(\.rawValue)))
                ),
                KeyShape("from", "The request whose answers it is drawn from.", .scalar(.requestName)),
                KeyShape("each", "Where its rows are; the whole answer is one without it.", .scalar(.metricPath)),
                KeyShape("where", "Which rows count, by what stands in them.", conditions),
                KeyShape(
                    "labels",
                    "What tells the rows apart: label names, and where their values stand in a row.",
                    .dictionary(
                        DictionaryShape(
                            noun: "a mapping of labels",
                            key: .seriesLabel,
                            value: .scalar(.metricPath),
                            needsEntries: true
                        )
                    )
                ),
                KeyShape(
                    "value",
                    "`count`, where the value stands in a row, or what words the row is stand for.",
                    .either([.scalar(.metricPath), words])
                ),
                KeyShape("words", "What words at `value` stand for.", words),
                KeyShape("default", "What any other word stands for; no series without it.", .scalar(.number)),
                KeyShape(
                    "states",
                    "The states of a `stateset`, which gives a series for each.",
                    .list(of: .scalar(.line), needsItems: true)
                ),
                KeyShape("scale", "A factor, such as `0.01` from percent to a ratio.", .scalar(.factor)),
                KeyShape("unit", "The base unit, which the name ends in: `seconds`, `bytes`, …", .scalar(.metricUnit)),
            ],
            required: ["name", "help", "from"]
        )
    )
}

extension ScalarKind {
    static let metricName = spelled(
        "a metric's name",
        "^[A-Za-z_][A-Za-z0-9_]*$",
        form: .pureText,
        hint: "letters, digits and `_`, no digit first"
    ) { $0.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil }

    /// What a metric's values are, in a line that says something.
    static let help = spelled("a line that says something", #"^(?![^\n]*\$\{)(?=.*[^ ])[^\u0000-\u001f\u007f]+$"#) {
        text in
        text.contains { $0 != " " } && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    static let metricUnit = spelled(
        "a unit",
        "^[A-Za-z0-9_]+$",
        form: .pureText,
        hint: "such as `seconds`, `bytes` or `celsius`"
    ) { $0.wholeMatch(of: /[A-Za-z0-9_]+/) != nil }

    /// A label of a series that is not one that Trawl or Prometheus sets.
    static let seriesLabel: ScalarKind = {
        let reserved = MetricNaming.reservedLabels.sorted().joined(separator: "|")
        return ScalarKind(
            noun: "a label name",
            form: .pureText,
            pattern: "^(?!__|(?:\(reserved))$)[A-Za-z_][A-Za-z0-9_]*$"
        ) { text in
            guard text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
                return ScalarObjection(
                    "\(text.quoted) is not a label name",
                    hint: "letters, digits and `_`, no digit first"
                )
            }
            return MetricNaming.objection(toLabel: text).map { ScalarObjection($0.message, hint: $0.hint) }
        }
    }()

    /// A place in an answer.
    static let metricPath = ScalarKind(
        noun: "a path such as `interfaces.*`",
        pattern: #"^(?!.*\$\{)[^\u0000-\u001f\u007f]+$"#
    ) { text in
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            return ScalarObjection("\(text.quoted) is not a path", hint: "one line of text")
        }
        do throws(MetricPathMistake) {
            _ = try MetricPath(text)
            return nil
        } catch {
            return ScalarObjection(error.message, hint: error.hint)
        }
    }

    /// A number of any sign, whole or not.
    static let number = ScalarKind(noun: "a number", pattern: numberPattern) { text in
        isNumber(text) ? nil : ScalarObjection("\(text.quoted) is not a number")
    }

    /// A number that something may be multiplied by.
    static let factor = ScalarKind(noun: "a factor such as `0.01`", pattern: numberPattern) { text in
        guard isNumber(text), let number = Double(text) else {
            return ScalarObjection("\(text.quoted) is not a number")
        }
        return number == 0 ? ScalarObjection("a factor of 0 leaves nothing") : nil
    }

    private static let numberPattern = "^-?[0-9]{1,18}(?:\\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?$"

    private static func isNumber(_ text: String) -> Bool {
        text.wholeMatch(of: /-?[0-9]{1,18}(?:\.[0-9]{1,18})?(?:[eE][+-]?[0-9]{1,2})?/) != nil
    }
}
