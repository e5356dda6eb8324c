import Dispatch
public import TrawlCore

/// Takes the outcomes of a run and writes them in one format to one destination.
///
/// Outcomes are written as they come. A writer that is slow makes ``write(_:)`` slow, and with it the run: nothing
/// piles up in memory.
public protocol OutcomeWriter: Sendable {
    /// Takes an outcome.
    ///
    /// - Throws: What the destination refused; every later call throws it again.
    func write(_ outcome: Outcome) async throws(OutputError)

    /// Says that no further outcome of this device comes, so that what was held back for it can leave.
    func deviceFinished(_ device: Device) async throws(OutputError)

    /// Writes what was held back and makes the result final.
    ///
    /// An interrupted run calls it too, so that finished outcomes are kept.
    func finish() async throws(OutputError)

    /// Whether no outcome had anything to write, as in a table without rows; no, unless a writer knows.
    var isEmpty: Bool { get async }
}

extension OutcomeWriter {
    /// Does nothing: most formats hold nothing back for a device.
    public func deviceFinished(_ device: Device) async throws(OutputError) {}

    /// No.
    public var isEmpty: Bool { false }
}

/// A thread of its own for a writer: a pipe that nobody reads must not block the pool that polls devices.
package final class OutputExecutor: SerialExecutor {
    private let queue = DispatchQueue(label: "trawl.output")

    /// Makes one.
    package init() {}

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in
            unsafe job.runSynchronously(on: asUnownedSerialExecutor())
        }
    }
}
