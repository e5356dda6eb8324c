/// The families that a store knows, numbered in the order in which they came.
struct FamilyTable: Sendable {
    /// A family, and what its lines allow.
    struct Entry: Sendable {
        var family: MetricFamily
        /// The number of its name, which another family may have too.
        var name: Int32
        /// Whether OpenMetrics can take all its lines for states.
        var namesStates: Bool
    }

    private(set) var entries: [Entry] = []
    private var numbers: [MetricFamily: Int32] = [:]
    private var names: [String: Int32] = [:]

    /// The number of a family; one with other words or another kind is another family of the same name.
    mutating func number(of part: MetricLines.Part) -> Int32 {
        if let number = numbers[part.family] {
            // Only written where it changes, as the entries may be shared with a scrape that is being written.
            if !part.namesStates, entries[Int(number)].namesStates { entries[Int(number)].namesStates = false }
            return number
        }
        let number = Int32(entries.count)
        let name = names[part.family.name] ?? Int32(names.count)
        names[part.family.name] = name
        entries.append(Entry(family: part.family, name: name, namesStates: part.namesStates))
        numbers[part.family] = number
        return number
    }

    /// Lines as runs of numbered families.
    mutating func runs(of lines: MetricLines) -> [MetricBlock.Run] {
        lines.parts.map { run(of: $0) }
    }

    /// Lines of one family as a run.
    mutating func run(of part: MetricLines.Part) -> MetricBlock.Run {
        MetricBlock.Run(
            family: number(of: part),
            count: Int32(clamping: part.count),
            start: Int32(clamping: part.range.lowerBound),
            end: Int32(clamping: part.range.upperBound)
        )
    }
}
