/// What stands in front of a family's lines.
struct FamilyHeading {
    /// Which of the families that were given it is of.
    var index: Int
    /// The lines.
    var text: [UInt8]

    /// The headings of families whose names are in alphabetical order.
    ///
    /// OpenMetrics names a family without `_total` or `_info`. Where that would be another family's name, or where the
    /// suffix is missing, the family keeps its whole name and says that its kind is unknown.
    static func headings(of families: [FamilyTable.Entry], as format: ExpositionFormat) -> [FamilyHeading] {
        var taken = Set(families.map(\.family.name))
        return families.enumerated().map { index, entry in
            let family = entry.family
            let kind = format == .text ? textKind(of: family) : openKind(of: entry, taken: &taken)
            return FamilyHeading(index: index, text: lines(of: family, name: kind.name, kind: kind.word, as: format))
        }
    }

    private static func textKind(of family: MetricFamily) -> (name: String, word: String) {
        (family.name, family.kind == .counter ? "counter" : "gauge")
    }

    private static func openKind(of entry: FamilyTable.Entry, taken: inout Set<String>) -> (name: String, word: String)
    {
        let family = entry.family
        switch family.kind {
        case .gauge:
            return (family.name, "gauge")
        case .stateset:
            return (family.name, entry.namesStates ? "stateset" : "gauge")
        case .counter:
            if let stem = stem(of: family.name, without: "_total", taken: &taken) { return (stem, "counter") }
            return (family.name, "unknown")
        case .info:
            if let stem = stem(of: family.name, without: "_info", taken: &taken) { return (stem, "info") }
            return (family.name, "gauge")
        }
    }

    private static func stem(of name: String, without suffix: String, taken: inout Set<String>) -> String? {
        guard name.hasSuffix(suffix), name.utf8.count > suffix.utf8.count else { return nil }
        let stem = String(name.dropLast(suffix.count))
        guard !taken.contains(stem), !taken.contains("\(stem)_created") else { return nil }
        taken.insert(stem)
        return stem
    }

    private static func lines(
        of family: MetricFamily,
        name: String,
        kind: String,
        as format: ExpositionFormat
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        if !family.help.isEmpty {
            bytes.append(contentsOf: "# HELP \(name) ".utf8)
            MetricText.append(escaping: family.help, quotes: format == .openMetrics, to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        bytes.append(contentsOf: "# TYPE \(name) \(kind)\n".utf8)
        // A unit is a part of the name, and neither facts nor states have one.
        if format == .openMetrics, let unit = family.unit, name.hasSuffix("_\(unit)"),
            ["gauge", "counter"].contains(kind)
        {
            bytes.append(contentsOf: "# UNIT \(name) \(unit)\n".utf8)
        }
        return bytes
    }
}
