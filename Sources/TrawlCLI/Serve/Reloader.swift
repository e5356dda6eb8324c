import Logging
import Synchronization
import Trawl
import TrawlExporter

/// Reads the files again when somebody says so, one reload after the other.
final class Reloader: Sendable {
    private let inputs: ServeInputs
    private let exporter: Exporter
    private let manager: ServiceManager
    private let logger = Logger(label: "trawl.serve")
    private let files: Mutex<FileWatch>
    private let wishes = AsyncStream<Wish>.makeStream()

    private struct Wish: Sendable {
        var cause: String
        var answer: (@Sendable (ReloadReport) -> Void)?
    }

    init(inputs: ServeInputs, reading: ServeInputs.Reading, exporter: Exporter, manager: ServiceManager) {
        self.inputs = inputs
        self.exporter = exporter
        self.manager = manager
        files = Mutex(FileWatch(reading.files, readSince: reading.began))
    }

    /// Asks for a reload, and does not wait for it.
    func wish(because cause: String) {
        wishes.continuation.yield(Wish(cause: cause, answer: nil))
    }

    /// Reloads, and says how it went.
    func reload(because cause: String) async -> ReloadReport {
        let (results, continuation) = AsyncStream<ReloadReport>.makeStream()
        wishes.continuation.yield(
            Wish(cause: cause) { result in
                continuation.yield(result)
                continuation.finish()
            }
        )
        for await result in results { return result }
        return .refused("the service is ending")
    }

    /// Carries reloads out, and looks for files that changed, until it is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watch() }
            for await wish in wishes.stream {
                let result = await carryOut(wish.cause)
                wish.answer?(result)
            }
            group.cancelAll()
        }
    }

    private func watch() async {
        while !Task.isCancelled {
            // Cancelled at the end, which is noticed above.
            try? await Task.sleep(for: FileWatch.interval)
            if !Task.isCancelled, files.withLock({ $0.hasChanged() }) { wish(because: "a file changed") }
        }
    }

    private func carryOut(_ cause: String) async -> ReloadReport {
        guard Interrupts.status == nil else { return .refused("the service is ending") }
        manager.reloading()
        files.withLock { $0.willRead() }
        let status: String
        let result: ReloadReport
        do {
            let reading = try await inputs.read()
            let change = try await exporter.apply(reading.configuration)
            files.withLock { $0.follow(reading.files, readSince: reading.began) }
            logger.notice("reloaded, as \(cause): \(change)")
            status = change
            result = .taken(change)
        } catch {
            // What is cut short by the end is nobody's mistake.
            guard Interrupts.status == nil, !Task.isCancelled else { return .refused("the service is ending") }
            let text = (error as? Stop)?.lines.joined(separator: "\n") ?? "error: \(error)"
            exporter.reloadFailed(text)
            let reason = text.hasPrefix("error: ") ? String(text.dropFirst(7)) : text
            logger.error("not reloaded: the configuration from before goes on: \(reason)")
            status = "the last reload failed"
            result = .refused(text)
        }
        manager.ready(status)
        return result
    }
}
