/// An output that was made here.
protocol LedgerKeeper: ExporterOutput {
    /// What it counts.
    var ledger: PushLedger { get }

    /// Lets go of what it was made with; for one that never runs, as another beside it could not be made.
    func abandon()
}
