package import FoundationEssentials
import Logging
import Trawl
import TrawlCollections
import TrawlMetrics

/// How the last reload went.
package struct ReloadState: Sendable {
    /// Whether it took effect; the first configuration did.
    package var isSuccessful = true
    /// When the configuration that is served took effect.
    package var date = Date()
    /// Why the last reload did not take effect, and when that was; `nil` where it did.
    package var failure: (reason: String, date: Date)?
    /// Reloads that took effect, and those that did not.
    package var counts = (good: 0, bad: 0)
}

/// Taking another configuration while serving.
extension Exporter {
    /// Serves another configuration from now on.
    ///
    /// Devices that are the same as before keep connection, session, phase and values. Those that are gone, or changed,
    /// are logged out of, and what is under way on them is not exposed any more.
    ///
    /// - Returns: What changed, in one line.
    /// - Throws: ``PlanError`` where the plan may not be sent, or why an output cannot be begun; then the old
    ///   configuration goes on.
    package func apply(_ configuration: ExporterConfiguration) async throws -> String {
        let (old, oldOutputs) = withState { ($0.generation, $0.outputs) }
        let watch = try poller.watch(configuration.plan)
        let new = Generation(configuration, number: old.number + 1, watch: watch)
        let outputs = try await replaceOutputs(for: configuration)
        poller.keepConnections(of: configuration.plan)
        let removed = old.devices.values.filter { new.devices[$0.device.name]?.device != $0.device }.map(\.device)
        // Before anything of the new configuration is polled: sessions and channels are the devices' names'.
        old.watch.retire(removed.map(\.name))
        let leaving = poller.takeOut(removed)
        let isSame = old.configuration.asksTheSame(as: configuration)
        let gone = withState { state in
            state.generation = new
            state.queue.schedule(
                new.devices.mapValues(\.timetable),
                at: .now,
                wall: Date().timeIntervalSince1970
            ) { name in
                // Values of what changed are another's, until it was asked.
                !isSame || !new.hasSame(name, as: old)
            }
            let gone = old.keys.subtracting(new.keys)
            for key in gone {
                state.freshness[key] = nil
                state.series[key] = nil
                state.moments[key] = nil
            }
            for name in old.devices.keys where new.devices[name] == nil {
                state.durations[name] = nil
                state.failing[name] = nil
            }
            // A changed device's values are not those of the one that is asked now.
            for device in removed {
                store.remove(device: device.name)
                for key in old.devices[device.name]?.keys ?? [] { state.moments[key] = nil }
            }
            state.unpolled.formIntersection(new.devices.keys)
            state.reload.isSuccessful = true
            state.reload.date = Date()
            state.reload.failure = nil
            state.reload.counts.good += 1
            return gone
        }
        store.order(configuration.files.map(\.collection.name))
        for key in gone {
            store.remove(key)
            for output in outputs.all { output.ended(device: key.device, request: (key.collection, key.request)) }
        }
        ring()
        await poller.end(leaving)
        let added = new.devices.keys.count { old.devices[$0] == nil }
        let lost = old.devices.keys.count { new.devices[$0] == nil }
        var changes = ["\(added) added", "\(lost) removed", "\(removed.count - lost) changed"]
        if !isSame { changes.append("what is asked or exposed changed") }
        let begun = outputs.subtracting(oldOutputs).count
        if begun > 0 { changes.append(begun == 1 ? "1 output begun" : "\(begun) outputs begun") }
        let count = new.devices.count
        return "\(count == 1 ? "1 device" : "\(count) devices"): " + changes.joined(separator: ", ")
    }

    /// Ends outputs that are not wanted any more, and begins others.
    ///
    /// An old one goes first: both may want the same queue on disk.
    private func replaceOutputs(for configuration: ExporterConfiguration) async throws -> OutputSet {
        let (kept, gone) = withState { state in
            let (kept, gone) = state.outputs.keeping(configuration)
            state.outputs = kept
            return (kept, gone)
        }
        await finish(gone)
        do {
            let outputs = try OutputSet(configuration, after: kept, replacing: gone)
            withState { state in
                state.outputs = outputs
                state.newOutputs += outputs.subtracting(kept)
            }
            return outputs
        } catch {
            // As they were before: nothing was said to be wrong with them. Where even those cannot be begun again, they are
            // missing until a reload succeeds; those that are at their end would take what polls give, and send nothing.
            do {
                let again = try OutputSet(generation.configuration, after: kept, replacing: gone)
                withState { state in
                    state.outputs = again
                    state.newOutputs += again.subtracting(kept)
                }
            } catch {
                let names = gone.map(\.name).joined(separator: ", ")
                logger.error("\(names): ended for the reload, and cannot be begun again: \(error)")
            }
            ring()
            throw error
        }
    }

    /// A reload could not be read: the configuration that is served goes on.
    package func reloadFailed(_ error: String) {
        withState { state in
            state.reload.isSuccessful = false
            state.reload.failure = (error, Date())
            state.reload.counts.bad += 1
        }
    }
}
