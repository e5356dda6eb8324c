import Foundation
import Synchronization
import Trawl
import TrawlCollections
import TrawlOutputs

/// What failed last time of one collection, kept between runs; a memory that cannot be kept costs a warning.
final class FailureMemoryStore: Sendable {
    private let file: FailureMemoryFile?
    private let memory: Mutex<FailureMemory>

    init(file: CollectionFile, inventory: Inventory) {
        let place = FailureMemoryFile(
            name: file.collection.name,
            collection: Self.absolute(file.path),
            inventory: Self.absolute(inventory.path),
            environment: ProcessInfo.processInfo.environment
        )
        do throws(OutputError) {
            let loaded = try place?.load()
            if let warning = loaded?.warning { Terminal.note("warning: \(warning)") }
            var known = loaded?.memory ?? FailureMemory()
            known.keep(
                devices: Set(inventory.devices.map(\.name)),
                requests: Set(file.collection.requests.map(\.name))
            )
            memory = Mutex(known)
            self.file = place
        } catch {
            Terminal.note("warning: what failed last time is not known: \(error)")
            memory = Mutex(FailureMemory())
            self.file = nil
        }
    }

    /// Whether nothing failed on any device of the inventory.
    var isEmpty: Bool { memory.withLock { $0.isEmpty } }

    func contains(device: String, request: String) -> Bool {
        memory.withLock { $0.contains(device: device, request: request) }
    }

    func record(_ outcome: Outcome) {
        memory.withLock { $0.record(outcome) }
    }

    func forget(_ key: OutcomeKey) {
        memory.withLock { $0.forget(device: key.device, request: key.request) }
    }

    func save() {
        do throws(OutputError) {
            try file?.save(memory.withLock { $0 })
        } catch {
            Terminal.note("warning: what failed cannot be remembered: \(error)")
        }
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
