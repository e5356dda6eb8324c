import TrawlCore

/// Writes one document to one file or descriptor.
actor StreamWriter: OutcomeWriter {
    private let executor = OutputExecutor()
    private let file: OutputFile
    private let flushesEachOutcome: Bool
    private var document: any OutcomeDocument
    private var ordered: OrderedItems?
    private let journal: RunJournal?
    private var failure: OutputError?
    private(set) var isEmpty = true

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Makes a writer; `flushesEachOutcome` is for readers who follow along.
    ///
    /// What a journal kept of an interrupted run is written first.
    init(
        document: sending any OutcomeDocument,
        file: sending OutputFile,
        flushesEachOutcome: Bool,
        ordered: sending OrderedItems?,
        journal: RunJournal? = nil
    ) throws(OutputError) {
        var document = document
        var ordered = ordered
        var kept = journal?.isResumed == true ? journal?.keptItems() : nil
        while let (key, item) = try kept?.next() {
            if ordered != nil {
                try ordered?.hold(item, of: key)
            } else {
                try document.add(item, to: file)
                isEmpty = false
            }
        }
        self.document = document
        self.file = file
        self.flushesEachOutcome = flushesEachOutcome
        self.ordered = ordered
        self.journal = journal
    }

    func write(_ outcome: Outcome) async throws(OutputError) {
        try attempt { () throws(OutputError) in
            let item = document.item(for: outcome)
            try journal?.add(outcome, item)
            guard let item else { return }
            guard ordered != nil else {
                try add(item)
                if flushesEachOutcome { try file.flush() }
                return
            }
            try ordered?.hold(item, of: OutcomeKey(outcome))
        }
    }

    func deviceFinished(_ device: Device) async throws(OutputError) {
        guard ordered != nil else { return }
        try attempt { () throws(OutputError) in
            ordered?.deviceFinished(device.name)
            try addOrdered()
            if flushesEachOutcome { try file.flush() }
        }
    }

    func finish() async throws(OutputError) {
        try attempt { () throws(OutputError) in
            ordered?.finishAll()
            try addOrdered()
            try document.finish(to: file)
            try file.commit()
        }
    }

    private func addOrdered() throws(OutputError) {
        while let item = try ordered?.nextItem() { try add(item) }
    }

    private func add(_ item: [UInt8]) throws(OutputError) {
        try document.add(item, to: file)
        isEmpty = false
    }

    /// After the first failure nothing is written any more: a hole in the middle would look like a result.
    private func attempt(_ action: () throws(OutputError) -> Void) throws(OutputError) {
        if let failure { throw failure }
        do throws(OutputError) {
            try action()
        } catch {
            failure = error
            file.discard()
            throw error
        }
    }
}
