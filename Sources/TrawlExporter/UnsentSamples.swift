/// What became of what was polled.
extension Exporter {
    /// Samples and records that its outputs took and could not send; whole once it has ended.
    package var unsent: Int { withState { $0.outputs.all }.reduce(0) { $0 + $1.unsent } }
}
