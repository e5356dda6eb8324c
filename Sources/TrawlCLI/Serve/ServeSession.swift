import Logging
import Trawl
import TrawlExporter
import TrawlServer

/// `trawl serve` from the first poll to the last goodbye.
struct ServeSession {
    let inputs: ServeInputs
    let reading: ServeInputs.Reading
    let listen: String
    let webConfig: String?

    /// Serves until a signal ends it.
    ///
    /// - Throws: ``Stop`` with the signal's status, or with why it cannot serve.
    func run() async throws {
        let logger = Logger(label: "trawl.serve")
        let manager = ServiceManager()
        let plan = reading.configuration.plan
        let intervals = plan.collections.flatMap { collection in collection.requests.map(collection.interval) }
        let options = PollerOptions(
            devices: max(1, plan.entries.count),
            keepsConnections: true,
            interval: intervals.min() ?? .seconds(60)
        )
        try await withPoller(options) { poller in
            let exporter = try Exporter(reading.configuration, poller: poller)
            let reloader = Reloader(inputs: inputs, reading: reading, exporter: exporter, manager: manager)
            let stop: @Sendable () -> Void = {
                manager.stopping()
                exporter.stop()
            }
            let reload: @Sendable () -> Void = { reloader.wish(because: "SIGHUP came") }
            await Interrupts.during(stop: stop) {
                await Interrupts.reloading(by: reload) {
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask { await reloader.run() }
                        group.addTask { await Self.keepAlive(manager) }
                        logger.notice("polling \(plan.entries.count) devices")
                        manager.ready("polling \(plan.entries.count) devices")
                        // A signal may have come before anybody listened for it.
                        if Interrupts.status != nil { exporter.stop() }
                        await exporter.run()
                        group.cancelAll()
                    }
                }
            }
        }
        if let status = Interrupts.status { throw Stop(status) }
    }

    /// Tells systemd that the service is alive, as often as it wants to know.
    private static func keepAlive(_ manager: ServiceManager) async {
        guard let interval = manager.watchdog else { return }
        while !Task.isCancelled {
            manager.alive()
            // Cancelled at the end, which is noticed above.
            try? await Task.sleep(for: interval)
        }
    }
}
