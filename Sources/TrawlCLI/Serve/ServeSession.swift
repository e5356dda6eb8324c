import Logging
import Trawl
import TrawlCollections
import TrawlExporter
import TrawlServer
import TrawlTransfer

/// `trawl serve` from the first poll to the last goodbye.
struct ServeSession {
    let inputs: ServeInputs
    let reading: ServeInputs.Reading
    let listen: ListenAddress
    let webConfig: String?
    private let logger = Logger(label: "trawl.serve")
    private let manager = ServiceManager()
    private let limits: WebLimits

    init(inputs: ServeInputs, reading: ServeInputs.Reading, listen: ListenAddress, webConfig: String?) {
        self.inputs = inputs
        self.reading = reading
        self.listen = listen
        self.webConfig = webConfig
        var limits = WebLimits()
        // All in all a service ends within five seconds.
        limits.stop = .milliseconds(500)
        // Devices come first where files are few.
        limits.connections = min(limits.connections, max(8, DescriptorLimit.raise() / 8))
        self.limits = limits
    }

    /// Serves until a signal ends it.
    ///
    /// - Throws: ``Stop`` with the signal's status, or with why it cannot serve.
    func run() async throws {
        Heap.bound()
        let access = try access()
        let configuration = reading.configuration
        // Each output has an engine of its own, and perhaps a queue on disk.
        let files = PollerOptions().reservedFiles + limits.connections + 16 * configuration.outputs.count
        let options = PollerOptions(keepingConnectionsOf: configuration.plan, reservedFiles: files)
        do {
            try await withPoller(options) { poller in
                try await serve(by: Exporter(configuration, poller: poller), access: access)
            }
        } catch let error as FileProblems {
            throw Stop(.unusable, "\(error)")
        } catch let error as ListenerError {
            throw Stop(.unusable, "error: \(error)", "  hint: say where to listen with `--listen ADDRESS:PORT`")
        }
        if let status = Interrupts.status { throw Stop(status) }
    }

    private func access() throws(Stop) -> WebAccess {
        let logger = logger
        let access: WebAccess
        do {
            access = try WebAccess(contentsOf: webConfig) { report in
                switch report {
                case .taken: logger.notice("\(report)")
                case .refused: logger.warning("\(report)")
                }
            }
        } catch .problems(let problems) {
            throw Stop(.unusable, "\(problems)")
        } catch {
            throw Stop(.unusable, "error: \(error)")
        }
        if !listen.isLoopback, access.isOpen {
            logger.warning("whoever reaches \(listen) can read and reload: `--web-config` protects it")
        }
        return access
    }

    private func serve(by exporter: Exporter, access: WebAccess) async throws {
        let reloader = Reloader(inputs: inputs, reading: reading, exporter: exporter, manager: manager)
        let source = exporter.endpointSource { await reloader.reload(because: "it was asked for over HTTP") }
        let stop: @Sendable () -> Void = {
            logger.notice("ending, as a signal came: what is under way is given up, sessions are logged out of")
            manager.stopping()
            exporter.stop()
        }
        let reload: @Sendable () -> Void = { reloader.wish(because: "SIGHUP came") }
        try await Interrupts.during(stop: stop) {
            try await Interrupts.reloading(by: reload) {
                try await ExporterEndpoints(source: source, access: access).serve(at: listen, limits: limits) {
                    server in
                    let scheme = access.hasTLS ? "https" : "http"
                    let count = reading.configuration.plan.entries.count
                    let devices = count == 1 ? "1 device" : "\(count) devices"
                    let schedules = reading.configuration.files.map(\.collection).map { collection in
                        let every = (collection.schedule ?? Schedule()).every.seconds
                        return "\(collection.name) every \(every == every.rounded() ? "\(Int(every))" : "\(every)") s"
                    }
                    let what = "polling \(devices), \(schedules.joined(separator: ", "))"
                    logger.notice("\(what), metrics at \(scheme)://\(server.address)/metrics")
                    manager.ready(what)
                    // A signal may have come before anybody listened for it.
                    if Interrupts.status != nil { exporter.stop() }
                    await withTaskGroup(of: Void.self) { group in
                        group.addTask { await reloader.run() }
                        group.addTask { await keepAlive() }
                        group.addTask { await keepSmall() }
                        await exporter.run()
                        group.cancelAll()
                    }
                }
            }
        }
    }

    /// Gives back memory that is free, once a minute.
    private func keepSmall() async {
        while !Task.isCancelled {
            // Cancelled at the end, which is noticed above.
            try? await Task.sleep(for: .seconds(60))
            Heap.trim()
        }
    }

    /// Tells systemd that the service is alive, as often as it wants to know.
    private func keepAlive() async {
        guard let interval = manager.watchdog else { return }
        while !Task.isCancelled {
            manager.alive()
            // Cancelled at the end, which is noticed above.
            try? await Task.sleep(for: interval)
        }
    }
}
