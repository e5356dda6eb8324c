/// Puts the lines of many blocks together, family by family.
struct ExpositionWriter {
    /// Some lines of one family in one source.
    private struct Piece {
        var family: Int32
        var source: Int32
        var start: Int32
        var end: Int32
    }

    private let entries: [MetricStoreState.Entry?]
    private let ranks: [String: Int]
    private var families: FamilyTable
    private var sources: [[UInt8]] = []
    private var pieces: [Piece] = []

    init(entries: [MetricStoreState.Entry?], families: FamilyTable, ranks: [String: Int]) {
        self.entries = entries
        self.families = families
        self.ranks = ranks
    }

    /// Writes the blocks, and Trawl's own lines with them.
    mutating func write(
        as format: ExpositionFormat,
        own: MetricLines,
        device: String?,
        at now: ContinuousClock.Instant
    ) -> [[UInt8]] {
        collect(own: own, device: device, at: now)
        var output = ChunkedText()
        let sorted = sortedByName()
        for heading in FamilyHeading.headings(of: sorted.families, as: format) {
            output.append(heading.text)
            for piece in sorted.pieces[sorted.ranges[heading.index]] {
                output.append(sources[Int(piece.source)][Int(piece.start)..<Int(piece.end)])
            }
        }
        if format == .openMetrics { output.append(Array("# EOF\n".utf8)) }
        return output.finish()
    }

    private mutating func collect(own: MetricLines, device: String?, at now: ContinuousClock.Instant) {
        sources.reserveCapacity(entries.count * 2 + 2)
        var sharing: [String: [MetricBlock]] = [:]
        var ages: [UInt8] = []
        for case let entry? in entries where device == nil || entry.block.key.device == device {
            let block = entry.block
            take(block.freshnessRuns, of: block.freshness)
            if entry.sharesSeries {
                sharing[block.key.device, default: []].append(block)
            } else {
                take(block.liveRuns(at: now), of: block.values)
            }
            if let updated = block.updated {
                ages.append(contentsOf: block.ageSeries)
                DataAge.append(now - updated, to: &ages)
            }
        }
        for device in sharing.keys.sorted() {
            let ranked = sharing[device, default: []].sorted { $0.key.rank(in: ranks) < $1.key.rank(in: ranks) }
            for (block, runs) in zip(ranked, DistinctSeries(ranked, at: now).runs) { take(runs, of: block.values) }
        }
        take(families.runs(of: own), of: own.bytes)
        guard !ages.isEmpty else { return }
        let part = MetricLines.Part(family: DataAge.family, range: 0..<ages.count, count: 0, namesStates: false)
        take([families.run(of: part)], of: ages)
    }

    private mutating func take(_ runs: [MetricBlock.Run], of bytes: [UInt8]) {
        guard !runs.isEmpty else { return }
        let source = Int32(clamping: sources.count)
        sources.append(bytes)
        for run in runs {
            pieces.append(Piece(family: run.family, source: source, start: run.start, end: run.end))
        }
    }

    /// The pieces with those of one name together, names in alphabetical order, and each name's family and place.
    ///
    /// Sorted by counting: there may be hundreds of thousands, of few names.
    private func sortedByName() -> (families: [FamilyTable.Entry], ranges: [Range<Int>], pieces: [Piece]) {
        let order = places()
        var starts = [Int](repeating: 0, count: order.count + 1)
        for piece in pieces { starts[order.place[Int(piece.family)] + 1] += 1 }
        for place in 0..<order.count { starts[place + 1] += starts[place] }
        var next = starts
        var sorted = [Piece](repeating: Piece(family: 0, source: 0, start: 0, end: 0), count: pieces.count)
        var first = [Int32](repeating: Int32.max, count: order.count)
        var namesStates = [Bool](repeating: true, count: order.count)
        for piece in pieces {
            let place = order.place[Int(piece.family)]
            sorted[next[place]] = piece
            next[place] += 1
            first[place] = min(first[place], piece.family)
            namesStates[place] = namesStates[place] && families.entries[Int(piece.family)].namesStates
        }
        var entries: [FamilyTable.Entry] = []
        var ranges: [Range<Int>] = []
        for place in 0..<order.count where starts[place] < starts[place + 1] {
            // Of families that share a name and say different things, the one that came first speaks.
            var entry = families.entries[Int(first[place])]
            entry.namesStates = namesStates[place]
            entries.append(entry)
            ranges.append(starts[place]..<starts[place + 1])
        }
        return (entries, ranges, sorted)
    }

    /// For every family the place of its name in alphabetical order, and how many names there are.
    private func places() -> (place: [Int], count: Int) {
        let names = Set(families.entries.map(\.family.name)).sorted()
        let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return (families.entries.map { index[$0.family.name, default: 0] }, names.count)
    }
}
