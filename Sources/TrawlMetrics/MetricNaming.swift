/// The rules for names: Prometheus', OpenMetrics' and Trawl's own.
package enum MetricNaming {
    /// Why a metric cannot be called so; `nil` where it can.
    package static func objection(to family: MetricFamily) -> (message: String, hint: String?)? {
        let name = family.name
        guard isName(name) else {
            return ("`\(name)` is not a metric's name", "letters, digits and `_`, no digit first")
        }
        if name.hasPrefix("trawl_") || name == "trawl" {
            return ("`\(name)` cannot be used: `trawl_…` are Trawl's own metrics", nil)
        }
        if name.hasPrefix("__") { return ("`\(name)` cannot be used: `__…` is reserved by Prometheus", nil) }
        if family.kind == .counter, !name.hasSuffix("_total") {
            return ("a counter's name ends in `_total`, unlike `\(name)`", "`\(base(of: family))_total`")
        }
        if family.kind == .info, !name.hasSuffix("_info") {
            return ("an info's name ends in `_info`, unlike `\(name)`", "`\(name)_info`")
        }
        if family.kind != .counter, name.hasSuffix("_total") {
            return ("`\(name)` ends in `_total` and is no counter", "set `type: counter`, or choose another name")
        }
        if let suffix = ["_count", "_sum", "_bucket", "_created"].first(where: base(of: family).hasSuffix) {
            return ("`\(name)` cannot be used: `…\(suffix)` is part of a histogram", nil)
        }
        return objection(toUnitOf: family)
    }

    private static func objection(toUnitOf family: MetricFamily) -> (message: String, hint: String?)? {
        guard let unit = family.unit else { return nil }
        guard !unit.isEmpty, unit.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }) else {
            return ("`\(unit)` is not a unit", "such as `seconds`, `bytes` or `celsius`")
        }
        if family.kind == .info || family.kind == .stateset {
            return ("a metric of type `\(family.kind)` has no unit", "leave `unit` out")
        }
        guard base(of: family).hasSuffix("_\(unit)") else {
            let total = family.kind == .counter ? "_total" : ""
            let hint = "`\(base(of: family))_\(unit)\(total)`, or leave `unit` out"
            return ("the name `\(family.name)` does not end in its unit, `\(unit)`", hint)
        }
        return nil
    }

    /// The name that OpenMetrics gives a family: without the `_total` or `_info` of its series.
    package static func base(of family: MetricFamily) -> String {
        switch family.kind {
        case .counter where family.name.hasSuffix("_total"): String(family.name.dropLast(6))
        case .info where family.name.hasSuffix("_info"): String(family.name.dropLast(5))
        default: family.name
        }
    }

    /// Labels that Trawl or Prometheus sets, and that no metric and no inventory may.
    package static let reservedLabels: Set = ["device", "collection", "request", "le", "quantile"]

    /// Why a label cannot be called so; `nil` where it can.
    package static func objection(toLabel name: String) -> (message: String, hint: String?)? {
        guard isName(name) else { return ("`\(name)` is not a label name", "letters, digits and `_`, no digit first") }
        if name.hasPrefix("__") { return ("`\(name)` cannot be used: `__…` is reserved by Prometheus", nil) }
        guard reservedLabels.contains(name) else { return nil }
        let owner = name == "le" || name == "quantile" ? "Prometheus" : "Trawl"
        return ("`\(name)` cannot be used: \(owner) sets it", nil)
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return (letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
}
