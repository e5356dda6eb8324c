import Trawl
import TrawlOutputs

/// Which requests of a plan `--format napalm` can show: those whose model has a NAPALM getter.
struct NAPALMGetters {
    /// The requests with a getter, each name once.
    let shown: [String]
    /// The requests without one, each name once.
    let missing: [String]

    init(of plan: Plan) {
        var shown: [String] = []
        var missing: [String] = []
        for item in Set(plan.entries.map(\.items)).flatMap(\.self).sorted(by: Self.isBefore) {
            let request = plan.request(of: item)
            let hasGetter = request.model.map { Self.hasGetter($0) } ?? false
            if hasGetter, !shown.contains(request.name) { shown.append(request.name) }
            if !hasGetter, !missing.contains(request.name) { missing.append(request.name) }
        }
        self.shown = shown
        self.missing = missing
    }

    /// What is not shown, in one line; `nil` where everything is.
    var note: String? { missing.isEmpty ? nil : "no NAPALM getter: left out: \(Self.names(missing))" }

    /// Why a run would show nothing at all; `nil` where it shows something.
    var refusal: Stop? {
        guard shown.isEmpty, !missing.isEmpty else { return nil }
        let known = ModelRegistry.all.filter { Self.hasGetter($0) }.map { $0.name }
        return Stop(
            .unusable,
            "error: `--format napalm` would show nothing: no request has a model with a NAPALM getter: "
                + Self.names(missing),
            "  hint: models with a getter, whose collections `trawl list` shows: \(known.joined(separator: ", "))"
        )
    }

    private static func hasGetter(_ model: any NormalizedModel.Type) -> Bool { model is any NAPALMConvertible.Type }

    private static func isBefore(_ one: Plan.Item, _ other: Plan.Item) -> Bool {
        (one.collection, one.request) < (other.collection, other.request)
    }

    private static func names(_ names: [String]) -> String {
        names.map { "`\(TerminalText.escape($0))`" }.joined(separator: ", ")
    }
}
