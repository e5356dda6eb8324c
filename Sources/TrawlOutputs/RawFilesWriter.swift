import TrawlCore

/// Writes each answer to `DEVICE/REQUEST.json` or `.txt`, bytes as the device sent them.
///
/// A request that failed leaves the file of an earlier run as it is.
actor RawFilesWriter: OutcomeWriter {
    private let executor = OutputExecutor()
    private let directory: String
    private let namesCollections: Bool
    private let journal: RunJournal?
    private var deviceNames: FileNames
    private var requestNames: FileNames
    /// The folders in which nothing is left of a process that was killed.
    private var cleaned: Set<String> = []
    private var failure: OutputError?

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Makes a writer; with `namesCollections` files are called `COLLECTION--REQUEST`.
    init(
        directory: String,
        devices: [String],
        requests: [OutcomeOrder.RequestName],
        namesCollections: Bool,
        journal: RunJournal? = nil
    ) throws(OutputError) {
        self.directory = directory
        self.namesCollections = namesCollections
        self.journal = journal
        deviceNames = FileNames(knowing: devices)
        requestNames = FileNames(
            knowing: requests.map { Self.title(collection: $0.collection, request: $0.request, both: namesCollections) }
        )
        try SystemCalls.makeDirectory(directory, mode: 0o755)
    }

    func write(_ outcome: Outcome) async throws(OutputError) {
        if let failure { throw failure }
        do throws(OutputError) {
            try writeFiles(of: outcome)
            try journal?.add(outcome)
        } catch {
            failure = error
            throw error
        }
    }

    func finish() async throws(OutputError) {
        if let failure { throw failure }
    }

    private func writeFiles(of outcome: Outcome) throws(OutputError) {
        guard !outcome.replies.isEmpty else { return }
        let folder = "\(directory)/\(deviceNames.name(for: outcome.device.name))"
        let title = Self.title(collection: outcome.collection, request: outcome.request, both: namesCollections)
        let name = requestNames.name(for: title)
        try SystemCalls.makeDirectory(folder, mode: 0o755)
        if cleaned.insert(folder).inserted { Leftovers.remove(from: folder) }
        for (index, reply) in outcome.replies.enumerated() {
            let answer = RawAnswer(reply)
            let stem = outcome.replies.count == 1 ? "\(folder)/\(name)" : "\(folder)/\(name).\(index + 1)"
            try OutputFile.replace("\(stem).\(answer.fileExtension)", with: answer.bytes)
            // An earlier answer of the other kind would look as fresh as this one.
            SystemCalls.remove("\(stem).\(answer.fileExtension == "json" ? "txt" : "json")")
        }
    }

    private static func title(collection: String, request: String, both: Bool) -> String {
        both ? "\(collection)--\(request)" : request
    }
}
