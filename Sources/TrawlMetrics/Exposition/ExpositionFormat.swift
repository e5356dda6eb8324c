/// How metrics are written for those who scrape them.
package enum ExpositionFormat: String, Sendable, Hashable, CaseIterable {
    /// Prometheus' text format 0.0.4.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// What the header field `Content-Type` says of it.
    package var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The format that a header field `Accept` likes best; text for whoever likes neither.
    ///
    /// Nobody is refused: Prometheus' own libraries answer with text too, whatever is asked for.
    package init(accept: String?) {
        var best: (format: ExpositionFormat, quality: Double) = (.text, 0)
        for range in (accept ?? "").split(separator: ",") {
            let parts = range.split(separator: ";").map(Self.trimmed)
            guard let type = parts.first else { continue }
            var (quality, version) = (1.0, Substring())
            for parameter in parts.dropFirst() {
                let pair = parameter.split(separator: "=", maxSplits: 1).map(Self.trimmed)
                guard pair.count == 2 else { continue }
                switch pair[0].lowercased() {
                case "q": quality = Double(pair[1]) ?? 0
                case "version": version = pair[1]
                default: break
                }
            }
            guard let format = Self.format(type: type.lowercased(), version: version), quality > best.quality else {
                continue
            }
            best = (format, quality)
        }
        self = best.format
    }

    private static func format(type: String, version: Substring) -> ExpositionFormat? {
        switch type {
        case "application/openmetrics-text": version.isEmpty || version == "1.0.0" ? .openMetrics : nil
        case "text/plain", "text/*": version.isEmpty || version == "0.0.4" ? .text : nil
        case "*/*": .text
        default: nil
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first == " " || first == "\t" || first == "\"" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" || last == "\"" { text = text.dropLast() }
        return text
    }
}
