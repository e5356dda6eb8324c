/// Finds series that several requests of one device expose, so that each is exposed once.
struct DistinctSeries {
    /// The runs of each block without series that one before it has; of the first block nothing is missing.
    private(set) var runs: [[MetricBlock.Run]] = []
    /// How many lines each block lost.
    private(set) var dropped: [Int] = []

    /// Looks at blocks of one device, the one that wins first.
    init(_ blocks: [MetricBlock], at now: ContinuousClock.Instant) {
        var seen: Set<ArraySlice<UInt8>> = []
        for block in blocks {
            var kept: [MetricBlock.Run] = []
            var lost = 0
            for run in block.liveRuns(at: now) {
                var start = run.range.lowerBound
                while start < run.range.upperBound {
                    let line = Self.line(at: start, in: block.values)
                    if seen.insert(line.series).inserted {
                        Self.add(line.range, of: run, to: &kept)
                    } else {
                        lost += 1
                    }
                    start = line.range.upperBound
                }
            }
            runs.append(kept)
            dropped.append(lost)
        }
    }

    /// A line with its break, and its part without the value: line breaks in labels are escaped, and values have no blank.
    private static func line(at start: Int, in bytes: [UInt8]) -> (range: Range<Int>, series: ArraySlice<UInt8>) {
        let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        let blank = bytes[start..<end].lastIndex(of: UInt8(ascii: " ")) ?? end
        return (start..<min(end + 1, bytes.endIndex), bytes[start..<blank])
    }

    private static func add(_ range: Range<Int>, of run: MetricBlock.Run, to kept: inout [MetricBlock.Run]) {
        if let last = kept.last, last.family == run.family, Int(last.end) == range.lowerBound {
            kept[kept.count - 1].end = Int32(clamping: range.upperBound)
            kept[kept.count - 1].count += 1
        } else {
            kept.append(
                MetricBlock.Run(
                    family: run.family,
                    count: 1,
                    start: Int32(clamping: range.lowerBound),
                    end: Int32(clamping: range.upperBound)
                )
            )
        }
    }
}
