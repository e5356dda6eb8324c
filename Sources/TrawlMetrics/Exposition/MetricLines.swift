/// Groups of samples, written out line by line: what a poll's end leaves for scrapes to copy.
struct MetricLines: Sendable {
    /// The lines of one family.
    struct Part: Sendable {
        var family: MetricFamily
        /// Where they are.
        var range: Range<Int>
        /// How many they are.
        var count: Int
        /// Whether OpenMetrics can take them for states: each has a label with the family's own name.
        var namesStates: Bool
    }

    /// The lines, one after the other, in both formats' spelling.
    private(set) var bytes: [UInt8] = []
    /// The families in the order in which they came.
    private(set) var parts: [Part] = []
    /// Rows that were left out, as another row of the same name and labels came before.
    private(set) var duplicates = 0
    /// Rows that were left out, as a name in them is none.
    private(set) var misnamed = 0

    /// What every line's labels begin with, in the order of their names.
    private let base: [MetricLabel]
    private let baseText: [UInt8]
    /// Where the series that were written are, by a hash of their text.
    private var series: [Int: Range<Int>] = [:]

    /// Begins with the labels that all lines share.
    init(labels: [MetricLabel]) {
        base = Self.usable(labels, beside: [])
        var text: [UInt8] = []
        for label in base { MetricText.append(label, afterOther: !text.isEmpty, to: &text) }
        baseText = text
    }

    /// Labels with a value, in the order of their names; of several with one name the first.
    private static func usable(_ labels: [MetricLabel], beside others: [MetricLabel]) -> [MetricLabel] {
        var kept: [MetricLabel] = []
        kept.reserveCapacity(labels.count)
        for label in labels where !label.value.isEmpty {
            if others.contains(where: { $0.name == label.name }) || kept.contains(where: { $0.name == label.name }) {
                continue
            }
            // Nearly always the last place: definitions are written in one order.
            let place = kept.lastIndex { $0.name < label.name }.map { $0 + 1 } ?? 0
            kept.insert(label, at: place)
        }
        return kept
    }

    /// Writes a group's rows.
    mutating func append(_ group: SampleGroup) {
        guard MetricText.isMetricName(group.family.name) else {
            misnamed += group.rows.count
            return
        }
        let start = bytes.count
        var (count, namesStates) = (0, group.family.kind == .stateset)
        for row in group.rows {
            guard row.labels.allSatisfy({ MetricText.isLabelName($0.name) }) else {
                misnamed += 1
                continue
            }
            guard append(row, of: group.family.name) else {
                duplicates += 1
                continue
            }
            count += 1
            namesStates = namesStates && row.labels.contains { $0.name == group.family.name }
        }
        guard count > 0 else { return }
        parts.append(
            Part(family: group.family, range: start..<bytes.count, count: count, namesStates: namesStates)
        )
    }

    /// Writes a row; false where its series is there already.
    private mutating func append(_ row: SampleRow, of name: String) -> Bool {
        let start = bytes.count
        bytes.append(contentsOf: name.utf8)
        let labels = Self.usable(row.labels, beside: base)
        if !base.isEmpty || !labels.isEmpty {
            bytes.append(UInt8(ascii: "{"))
            bytes.append(contentsOf: baseText)
            var afterOther = !base.isEmpty
            for label in labels {
                MetricText.append(label, afterOther: afterOther, to: &bytes)
                afterOther = true
            }
            bytes.append(UInt8(ascii: "}"))
        }
        guard isNew(start..<bytes.count) else {
            bytes.removeSubrange(start...)
            return false
        }
        bytes.append(UInt8(ascii: " "))
        MetricText.append(row.value, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
        return true
    }

    private mutating func isNew(_ range: Range<Int>) -> Bool {
        var hasher = Hasher()
        unsafe bytes[range].withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        guard let other = series[hash] else {
            series[hash] = range
            return true
        }
        return bytes[other] != bytes[range]
    }

    /// Lets go of what only writing needs.
    mutating func finish() {
        series = [:]
        // What is kept for every device must not be twice as large as it has to be.
        var exact: [UInt8] = []
        exact.reserveCapacity(bytes.count)
        exact.append(contentsOf: bytes)
        bytes = exact
    }
}
