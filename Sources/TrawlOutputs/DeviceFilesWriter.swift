import TrawlCore

/// Writes one file a device, `NAME.jsonl`, each whole or not at all.
///
/// A device's records are held until it is finished, on disk when there are many: no file stays open for a device.
actor DeviceFilesWriter: OutcomeWriter {
    private let executor = OutputExecutor()
    private let directory: String
    private let journal: RunJournal?
    private let spill: Spill
    private var names: FileNames
    private var held: [String: [Spill.Ticket]] = [:]
    private var written: Set<String> = []
    private var failure: OutputError?

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Makes a writer; with the journal of an interrupted run, what that run left in the files stays there.
    init(directory: String, devices: [String], journal: RunJournal?, memoryLimit: Int) throws(OutputError) {
        self.directory = directory
        self.journal = journal
        spill = Spill(limit: memoryLimit)
        names = FileNames(knowing: devices)
        try SystemCalls.makeDirectory(directory, mode: 0o755)
    }

    func write(_ outcome: Outcome) async throws(OutputError) {
        if let failure { throw failure }
        guard let item = JSONLinesDocument().item(for: outcome) else { return }
        try attempt { () throws(OutputError) in
            held[outcome.device.name, default: []].append(try spill.hold(item))
        }
    }

    func deviceFinished(_ device: Device) async throws(OutputError) {
        try attempt { () throws(OutputError) in try writeFile(of: device.name) }
    }

    func finish() async throws(OutputError) {
        // One file that cannot be written must not cost the others: the first error is told at the end.
        var first = failure
        for name in held.keys.sorted() {
            do throws(OutputError) {
                try writeFile(of: name)
            } catch {
                first = first ?? error
            }
        }
        if let first {
            failure = first
            throw first
        }
    }

    private func writeFile(of name: String) throws(OutputError) {
        guard let tickets = held.removeValue(forKey: name) else { return }
        let path = "\(directory)/\(names.name(for: name)).jsonl"
        let earlier = try earlierLines(of: name, in: path)
        let file = try OutputFile(replacing: path)
        try file.write(earlier)
        for ticket in tickets { try file.write(try spill.take(ticket)) }
        try file.commit()
        written.insert(name)
    }

    /// What stays in the file: what this process wrote, and what an interrupted run did of which this is the rest.
    private func earlierLines(of name: String, in path: String) throws(OutputError) -> [UInt8] {
        if written.contains(name) { return try OutputDirectory.content(of: path) }
        guard let journal, journal.isResumed else { return [] }
        return DeviceFile.lines(in: try OutputDirectory.content(of: path), of: journal.run).flatMap(\.line)
    }

    private func attempt(_ action: () throws(OutputError) -> Void) throws(OutputError) {
        if let failure { throw failure }
        do throws(OutputError) {
            try action()
        } catch {
            failure = error
            throw error
        }
    }
}
