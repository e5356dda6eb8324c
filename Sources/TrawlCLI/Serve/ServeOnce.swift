import Trawl
import TrawlExporter
import TrawlMetrics

/// `trawl serve --once`: every device polled once, what came pushed, or printed where nothing is pushed to.
struct ServeOnce {
    let reading: ServeInputs.Reading

    /// Runs the cycle.
    ///
    /// - Throws: The exit status, where it is not 0.
    func run() async throws {
        let plan = reading.configuration.plan
        let options = PollerOptions(
            devices: max(1, min(plan.concurrency, plan.entries.count)),
            keepsConnections: true
        )
        let (failures, unsent, spares) = try await withPoller(options) { poller in
            let exporter = try Exporter(reading.configuration, poller: poller)
            let stop: @Sendable () -> Void = { exporter.stop() }
            let failures = await Interrupts.during(stop: stop) { await exporter.runOnce() }
            if reading.configuration.outputs.isEmpty { try Results.write(exporter.metrics(as: .text)) }
            return (failures, exporter.unsent, exporter.sparesDevices)
        }
        if let status = Interrupts.status { throw Stop(status) }
        if unsent > 0 {
            throw Stop(.unwritten, "error: \(unsent) samples or records could not be written to an output")
        }
        if spares { throw Stop(.unsafe) }
        if failures > 0 { throw Stop(.failed) }
    }
}
